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
    /// <param name="stopping">Ends it.</param>
    public async Task ServeAsync(Workload pod, SocketTransport client, CancellationToken stopping)
    {
        if (client.RemoteEndPoint is not { } program || (client.OriginalDestination ?? client.LocalEndPoint) is not { } target)
            return;
        if (settings.IsOwn(target.Port) && (IPAddress.IsLoopback(target.Address) || target.Equals(client.LocalEndPoint)))
        {
            client.Abort();
            log.Refused(ConnectionDirection.Outbound, program, target, "attempted recursive call to ourselves");
            return;
        }

        client.KeepAlive(settings.KeepAliveSeconds, settings.KeepAliveProbes);
        await ServeAsync(pod.Uid, client, program, target, stopping);
    }

    private async Task ServeAsync(
        string sourceUid, SocketTransport client, IPEndPoint program, IPEndPoint target, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var outcome = await outbound.OpenAsync(sourceUid, program.Port, new Destination.Addressed(target), TraceParents.Next(), stopping);
        var record = outcome.ToRecord(program.Port);
        if (outcome.Transport is not { } upstream)
        {
            // A connection that came to be and says nothing would be taken for a slow server.
            client.Abort();
            log.Closed(record with { Duration = time.GetElapsedTime(started), Error = outcome.Error });
            return;
        }

        await using (upstream)
            await relay.RunAsync(record, client, upstream, outcome.Describe, started, stopping);
    }
}
