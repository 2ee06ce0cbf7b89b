using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Takes what a pod's programs connect to, and leads it where the router says.</summary>
internal sealed class CapturedOutbound(
    OutboundProxy outbound,
    ConnectionRelay relay,
    ConnectionLog log,
    CaptureSettings settings,
    TimeProvider time)
{
    /// <summary>Serves one captured connection to its end.</summary>
    /// <param name="pod">Whose it is.</param>
    /// <param name="client">The program's end.</param>
    /// <param name="stop">How it is told to end: an open connection may go on while the host drains.</param>
    public Task ServeAsync(Workload pod, SocketTransport client, ConnectionStop stop)
    {
        if (client.RemoteEndPoint is not { } program || client.LocalEndPoint is not { } local)
            return Task.CompletedTask;
        // Routes lead it here with the address that was called; where that is one of ours, it was translated, or we were called ourselves.
        var isRouted = local.Port != settings.OutboundPort;
        var target = isRouted ? local : client.OriginalDestination ?? local;
        if (settings.IsOwn(target.Port) && (IPAddress.IsLoopback(target.Address) || (!isRouted && target.Equals(local))))
        {
            client.Abort();
            log.Refused(ConnectionDirection.Outbound, program, target, "attempted recursive call to ourselves");
            return Task.CompletedTask;
        }

        return ServeAsync(pod.Uid, client, program, target, stop.Cut);
    }

    private async Task ServeAsync(
        string sourceUid, SocketTransport client, IPEndPoint program, IPEndPoint target, CancellationToken cut)
    {
        var started = time.GetTimestamp();
        var dialled = new Destination.Addressed(target);
        var outcome = await outbound.OpenAsync(sourceUid, program.Port, dialled, TraceParents.Next(), cut);
        var record = outcome.ToRecord(program.Port, dialled);
        if (outcome.Transport is not { } upstream)
        {
            // A connection that came to be and says nothing would be taken for a slow server.
            client.Abort();
            outcome.TellFailure(log, record with { Duration = time.GetElapsedTime(started) });
            return;
        }

        await using (upstream)
            await relay.RunAsync(record, client, upstream, outcome.Describe, started, cut);
    }
}
