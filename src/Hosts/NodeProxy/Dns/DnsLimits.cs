namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>The bounds of DNS: of each workload, where nothing else is said.</summary>
internal sealed record DnsLimits
{
    public static DnsLimits Default { get; } = new();

    /// <summary>
    /// How many questions wait at a time, for others or for the workload to be known; further ones are refused. What the
    /// mesh knows by itself is answered at once, and does not count.
    /// </summary>
    public int QueriesInFlight { get; init; } = 500;

    /// <summary>The same for all workloads of the node together: each such question has a socket.</summary>
    public int NodeQueriesInFlight { get; init; } = 2_000;

    /// <summary>How many connections are served at a time; more wait in the socket's backlog.</summary>
    public int TcpConnections { get; init; } = 100;

    /// <summary>How long a connection may take for each question, and be idle between two, in seconds.</summary>
    public int TcpRequestTimeoutSeconds { get; init; } = 5;

    /// <summary>How long a question may be, in bytes; a longer one is not understood.</summary>
    public int QueryBytes { get; init; } = 4_096;

    /// <summary>How long an answer over UDP may be, in bytes, whatever its receiver takes; at least 512.</summary>
    public int UdpAnswerBytes { get; init; } = 4_096;

    /// <summary>How long a question may wait for the workload to be known, in seconds (ztunnel's).</summary>
    public int WorkloadWaitSeconds { get; init; } = 5;

    /// <summary>How long others may take for a question in all, in milliseconds, whatever their tries would come to.</summary>
    public int ForwardMilliseconds { get; init; } = 10_000;

    /// <summary>How many datagrams that are no answer are passed over while one is waited for.</summary>
    public int StrayDatagrams { get; init; } = 100;
}

/// <summary>Room for so many at a time, within wider room.</summary>
/// <param name="limit">How many.</param>
/// <param name="wider">Room that others share, if there is any.</param>
internal sealed class DnsRoom(int limit, DnsRoom? wider = null)
{
    private int _inside;

    /// <summary>Takes a place, if one is free.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= limit && wider?.TryEnter() != false)
            return true;
        Interlocked.Decrement(ref _inside);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        wider?.Leave();
        Interlocked.Decrement(ref _inside);
    }
}
