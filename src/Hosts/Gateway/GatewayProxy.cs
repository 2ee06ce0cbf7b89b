using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Gateway;

/// <summary>
/// Ends outer tunnels and passes their bytes on to a node proxy of its own network. What is in them is a TLS
/// connection between others, for which the gateway has no key.
/// </summary>
internal sealed class GatewayProxy(
    GatewayOptions options,
    SnapshotSource<RouteTable> tables,
    ConnectionRelay relay,
    ICertificateSource certificates,
    ConnectionLog log,
    TimeProvider time)
{
    /// <summary>Serves one connection to its end.</summary>
    public async Task ServeAsync(SocketTransport transport, IPEndPoint local, CancellationToken stopping)
    {
        if (transport.RemoteEndPoint is not { } remote)
            return;
        var peer = options.Network.Map.ToReal(remote);
        try
        {
            var certificate = await certificates.GetAsync(options.Identity, stopping);
            var tls = await SpiffeHandshake.AcceptAsync(
                transport, certificate, BelievedDomains.Of(tables.Current.Value), TunnelLayer.Outer, options.Limits, time, stopping);
            var failure = await HboneServer.RunAsync(
                tls, (request, cut) => ServeAsync(peer, local, request, cut), TunnelLayer.Outer, options.Limits, time, stopping);
            if (failure is { Fault: not TunnelFault.Closed })
                log.Refused(ConnectionDirection.Relayed, peer, local, failure.Message);
        }
        catch (TunnelException error)
        {
            log.Refused(ConnectionDirection.Relayed, peer, local, error.Message);
        }
    }

    private async Task ServeAsync(IPEndPoint peer, IPEndPoint local, HboneServerRequest request, CancellationToken cut)
    {
        var started = time.GetTimestamp();
        var decision = GatewayRouter.Decide(
            tables.Current.Value,
            Destination.Of(request.Authority.Host, request.Authority.Port),
            request.Headers.IstioSource,
            Chance.Roll());
        var record = new ConnectionRecord
        {
            Direction = ConnectionDirection.Relayed,
            Source = new ConnectionEnd { Address = peer, Identity = request.Peer.Identity },
            Destination = new ConnectionEnd { Address = local },
            Authority = request.Authority.ToString(),
        };
        if (decision is GatewayDecision.Refused refused)
        {
            request.Reject((int)StatusOf(refused.Reason));
            log.Denied(record with { Error = refused.Message });
            return;
        }

        var forward = (GatewayDecision.Forward)decision;
        record = record with
        {
            Destination = ConnectionEnd.Of(forward.To, forward.Address, default),
            Service = forward.Service,
        };
        await RelayAsync(forward, local, request, record, started, cut);
    }

    private async Task RelayAsync(
        GatewayDecision.Forward forward,
        IPEndPoint local,
        HboneServerRequest request,
        ConnectionRecord record,
        long started,
        CancellationToken cut)
    {
        ITransport upstream;
        try
        {
            upstream = await options.Network.ConnectAsync(local.Address, forward.Address, options.Limits, time, cut);
        }
        catch (TunnelException error)
        {
            request.Reject((int)HttpStatusCode.ServiceUnavailable);
            log.Closed(record with { Error = error.Message, Flag = ConnectionFlag.ConnectFailed });
            return;
        }

        await using (upstream)
        {
            ITransport tunnel;
            try
            {
                tunnel = request.Accept();
            }
            catch (TunnelException error)
            {
                // The peer has given up while the connection was made.
                log.Closed(record with { Duration = time.GetElapsedTime(started), Error = error.Message });
                return;
            }

            await relay.RunAsync(
                record,
                tunnel,
                upstream,
                id => new LiveConnection.Relayed(id, forward.Service.Key, forward.To.Uid),
                started,
                cut);
        }
    }

    private static HttpStatusCode StatusOf(RefusalReason reason) =>
        reason is RefusalReason.NoHealthyEndpoint or RefusalReason.UnknownWaypoint
            ? HttpStatusCode.ServiceUnavailable
            : HttpStatusCode.NotFound;
}
