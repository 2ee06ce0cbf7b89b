namespace ScopeMesh.Tunnel.Tls.Revocation;

/// <summary>
/// What is revoked now, and the connections that end when a certificate by which their peer proved itself is revoked. New
/// handshakes ask it; open connections are in it from their handshake to their end. Safe for use by several threads.
/// </summary>
public sealed class RevocationWatch
{
    private readonly Lock _lock = new();
    private readonly HashSet<WatchedTransport> _open = [];
    private volatile State _state = new(RevocationList.Empty, 0);
    private long _rejectedServers;
    private long _rejectedClients;

    /// <summary>What is revoked.</summary>
    public RevocationList Current => _state.List;

    /// <summary>How many open connections are watched.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>How many servers were refused, or their connections ended, because of revoked certificates.</summary>
    public long RejectedServers => Interlocked.Read(ref _rejectedServers);

    /// <summary>The same of clients.</summary>
    public long RejectedClients => Interlocked.Read(ref _rejectedClients);

    /// <summary>Grows with each list.</summary>
    internal long Generation => _state.Generation;

    /// <summary>Puts a list in force, and ends exactly those open connections of which it revokes something.</summary>
    /// <param name="list">The list.</param>
    /// <returns>How many connections it ends.</returns>
    public int Publish(RevocationList list)
    {
        WatchedTransport[] open;
        lock (_lock)
        {
            _state = new State(list, _state.Generation + 1);
            open = [.. _open];
        }
        // Connections of one peer have the same chain, which is looked at once.
        var verdicts = new Dictionary<VerifiedChain, string?>(ReferenceEqualityComparer.Instance);
        var ended = 0;
        foreach (var connection in open)
        {
            var chain = connection.Peer.Chain;
            if (!verdicts.TryGetValue(chain, out var why))
                verdicts.Add(chain, why = list.FindRevoked(chain));
            if (why is not null && End(connection, why))
                ended++;
        }
        return ended;
    }

    /// <summary>What of the chain of a new peer is revoked, or null.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="isServer">The peer's role.</param>
    internal string? FindRevoked(VerifiedChain chain, bool isServer)
    {
        var why = _state.List.FindRevoked(chain);
        if (why is not null)
            CountRejected(isServer);
        return why;
    }

    /// <summary>Watches a connection. A list that came after its handshake has asked is not missed.</summary>
    internal void Add(WatchedTransport connection)
    {
        State state;
        lock (_lock)
        {
            _open.Add(connection);
            state = _state;
        }
        if (state.Generation != connection.Peer.RevocationGeneration && state.List.FindRevoked(connection.Peer.Chain) is { } why)
            End(connection, why);
    }

    internal void Remove(WatchedTransport connection)
    {
        lock (_lock)
            _open.Remove(connection);
    }

    private bool End(WatchedTransport connection, string why)
    {
        if (!connection.TryRevoke(why))
            return false;
        CountRejected(connection.IsPeerServer);
        return true;
    }

    private void CountRejected(bool isServer) => Interlocked.Increment(ref isServer ? ref _rejectedServers : ref _rejectedClients);

    private sealed record State(RevocationList List, long Generation);
}
