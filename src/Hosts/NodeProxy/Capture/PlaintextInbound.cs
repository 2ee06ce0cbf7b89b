using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Takes plaintext that others send to a pod: policies decide on it as on a caller that has proved nothing.</summary>
internal sealed class PlaintextInbound(
    SnapshotSource<RouteTable> tables,
    ConnectionRelay relay,
    IPodNetwork network,
    ConnectionLog log,
    CaptureSettings settings,
    TimeProvider time)
{
    /// <summary>Serves one captured connection to its end.</summary>
    /// <param name="pod">The pod that it was made to.</param>
    /// <param name="caller">The caller's end.</param>
    /// <param name="stop">How it is told to end: an open connection may go on while the host drains.</param>
    public Task ServeAsync(Workload pod, SocketTransport caller, ConnectionStop stop)
    {
        if (caller.RemoteEndPoint is not { } peer || (caller.OriginalDestination ?? caller.LocalEndPoint) is not { } target)
            return Task.CompletedTask;
        if (settings.IsOwn(target.Port))
        {
            caller.Abort();
            log.Refused(ConnectionDirection.Inbound, peer, target, "attempted recursive call to ourselves");
            return Task.CompletedTask;
        }

        return ServeAsync(tables.Current.Value, pod, caller, peer, target, stop.Cut);
    }

    private async Task ServeAsync(
        RouteTable table, Workload workload, SocketTransport caller, IPEndPoint peer, IPEndPoint target, CancellationToken cut)
    {
        var started = time.GetTimestamp();
        var record = Record(table, workload, peer, target);
        var decision = InboundDecision.OfPlaintext(table, workload.Uid, peer.Address, target);
        if (decision is InboundDecision.Refused refused)
        {
            caller.Abort();
            log.Closed(record with { Error = refused.Message, Flag = ConnectionFlag.Denied });
            return;
        }

        var connection = ((InboundDecision.Connect)decision).Connection;
        ITransport application;
        try
        {
            application = await network.ConnectToApplicationAsync(target.Address, peer.Address, target, cut);
        }
        catch (TunnelException error)
        {
            caller.Abort();
            log.Closed(record with
            {
                Duration = time.GetElapsedTime(started),
                Error = $"connection failed: {error.Message}",
                Flag = ConnectionFlag.ConnectFailed,
            });
            return;
        }

        await using (application)
        {
            await relay.RunAsync(
                record, caller, application, id => new LiveConnection.Inbound(id, workload.Uid, workload.Identity, connection), started, cut);
        }
    }

    private static ConnectionRecord Record(RouteTable table, Workload workload, IPEndPoint peer, IPEndPoint target) => new()
    {
        Direction = ConnectionDirection.Inbound,
        Pod = workload.Uid,
        Dialled = new Destination.Addressed(target),
        Source = ConnectionEnd.Of(table.FindByAddress(new NetworkAddress(workload.Network, peer.Address)), peer, default),
        Destination = ConnectionEnd.Of(workload, target, default),
        Service = ServiceGuess.Of(table, workload, target.Port, forwardedHost: null),
    };
}
