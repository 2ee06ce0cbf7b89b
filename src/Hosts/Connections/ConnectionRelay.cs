using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Connections;

/// <summary>Carries the bytes of a connection that was let through, for as long as it is allowed, and tells of it.</summary>
internal sealed class ConnectionRelay(LiveConnectionSet live, ConnectionLog log, TimeProvider time)
{
    /// <summary>Relays until both directions have ended, or the connection may not stay open.</summary>
    /// <param name="record">What is known of it so far.</param>
    /// <param name="near">The end from which it was made.</param>
    /// <param name="far">The end to which it leads.</param>
    /// <param name="describe">Names it, given its id; null where no later table may close it.</param>
    /// <param name="started">When it began, as the clock's timestamp.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task RunAsync(
        ConnectionRecord record,
        ITransport near,
        ITransport far,
        Func<long, LiveConnection>? describe,
        long started,
        CancellationToken cancellationToken)
    {
        log.Opened(record);
        RelayResult? result = null;
        string? closed = null;
        if (describe is null)
            result = await Relay.RunAsync(near, far, cancellationToken);
        else
            closed = await live.RunAsync(describe, async token => result = await Relay.RunAsync(near, far, token), cancellationToken);

        var (forth, back) = (result?.BytesAToB ?? 0, result?.BytesBToA ?? 0);
        var isOutbound = record.Direction == ConnectionDirection.Outbound;
        log.Closed(record with
        {
            // Seen from the application that the host serves: the caller, or the callee.
            BytesSent = isOutbound ? forth : back,
            BytesReceived = isOutbound ? back : forth,
            Duration = time.GetElapsedTime(started),
            Error = closed ?? result?.Failure?.Message,
        });
    }
}
