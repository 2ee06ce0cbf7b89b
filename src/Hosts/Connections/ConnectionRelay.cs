using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Hosts.Connections;

/// <summary>Carries the bytes of a connection that was let through, for as long as it is allowed, and tells of it.</summary>
internal sealed class ConnectionRelay(LiveConnectionSet live, ConnectionLog log, HostDrain drain, TimeProvider time)
{
    /// <summary>Relays until both directions have ended, or the connection may not stay open.</summary>
    /// <param name="record">What is known of it so far.</param>
    /// <param name="near">The end from which it was made.</param>
    /// <param name="far">The end to which it leads.</param>
    /// <param name="describe">Names it, given its id; null where no later table may close it.</param>
    /// <param name="started">When it began, as the clock's timestamp.</param>
    /// <param name="cancellationToken">Ends it at once; the deadline of the host's drain does so too.</param>
    public async Task RunAsync(
        ConnectionRecord record,
        ITransport near,
        ITransport far,
        Func<long, LiveConnection>? describe,
        long started,
        CancellationToken cancellationToken)
    {
        // The first bytes, and before them the answer to who asked for the connection, are on their way while the books are made.
        var relaying = Relay.RunAsync(near, far, cancellationToken);
        await EventLoop.NextTurnAsync();
        var opened = log.Opened(record);
        var entry = live.Enter(record, describe, near, far);
        RelayResult result;
        try
        {
            result = await relaying;
        }
        finally
        {
            live.Leave(entry);
        }

        var (forth, back) = (result.BytesAToB, result.BytesBToA);
        var isOutbound = record.Direction == ConnectionDirection.Outbound;
        var ended = record with
        {
            // Seen from the application that the host serves: the caller, or the callee.
            BytesSent = isOutbound ? forth : back,
            BytesReceived = isOutbound ? back : forth,
            Duration = time.GetElapsedTime(started),
        };
        log.Closed(WithEnd(ended, entry.Why, result.Failure), opened);
    }

    /// <summary>Why it ended: of what has come together, revocation counts first, then the table, then the drain.</summary>
    private ConnectionRecord WithEnd(ConnectionRecord record, string? closed, TunnelException? failure)
    {
        if (failure?.Fault == TunnelFault.CertificateRevoked)
            return record with { Error = failure.Message, Flag = ConnectionFlag.CertificateRevoked };
        if (closed is not null)
            return record with { Error = closed, Flag = ConnectionFlag.Denied };
        if (failure is not null && drain.Expired.IsCancellationRequested)
            return record with { Error = HostDrain.CutText };
        return record with { Error = failure?.Message };
    }
}
