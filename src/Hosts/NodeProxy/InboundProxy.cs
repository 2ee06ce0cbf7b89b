using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Takes tunnels for a pod: finds what they ask for, authorizes them, and connects them to the application.</summary>
internal sealed class InboundProxy(
    SnapshotSource<RouteTable> tables,
    ConnectionRelay relay,
    ICertificateSource certificates,
    IPodNetwork network,
    ConnectionLog log,
    TunnelLimits limits,
    TimeProvider time)
{
    /// <summary>Serves one HBONE connection to its end.</summary>
    /// <param name="workload">The pod that it was made to.</param>
    /// <param name="transport">Its bytes.</param>
    /// <param name="peer">Where it came from, really.</param>
    /// <param name="local">Where it was taken, really.</param>
    /// <param name="stopping">Lets open tunnels end, and takes no more.</param>
    public async Task ServeAsync(
        Workload workload, ITransport transport, IPEndPoint peer, IPEndPoint local, CancellationToken stopping)
    {
        try
        {
            var certificate = await certificates.GetAsync(workload.Identity, stopping);
            var tls = await SpiffeHandshake.AcceptAsync(
                transport, certificate, BelievedDomains.Of(tables.Current.Value), TunnelLayer.Outer, limits, time, stopping);
            var connection = new TunnelEnds(workload.Uid, peer, local);
            var failure = await HboneServer.RunAsync(
                tls, (request, cut) => ServeAsync(connection, request, cut), TunnelLayer.Outer, limits, time, stopping);
            if (failure is { Fault: not TunnelFault.Closed })
                log.Refused(ConnectionDirection.Inbound, peer, local, failure.Message);
        }
        catch (TunnelException error)
        {
            log.Refused(ConnectionDirection.Inbound, peer, local, error.Message);
        }
        finally
        {
            await transport.DisposeAsync();
        }
    }

    private Task ServeAsync(TunnelEnds ends, HboneServerRequest request, CancellationToken cut)
    {
        var started = time.GetTimestamp();
        var table = tables.Current.Value;
        var asked = Destination.Of(request.Authority.Host, request.Authority.Port);
        var record = Record(table, ends, request, asked);
        var decision = InboundDecision.Of(
            table,
            ends.WorkloadUid,
            ends.Local.Address,
            ends.Peer.Address,
            request.Peer.Identity,
            asked);
        if (decision is InboundDecision.Refused refused)
        {
            request.Reject((int)refused.Status);
            Tell(table, record with { Error = refused.Message }, refused, request);
            return Task.CompletedTask;
        }

        var connect = (InboundDecision.Connect)decision;
        record = record with { Service = ServiceGuess.Of(table, connect, request.Headers.Forwarded?.Host) };
        return ConnectAsync(ends, connect, request, record, started, cut);
    }

    private async Task ConnectAsync(
        TunnelEnds ends,
        InboundDecision.Connect decision,
        HboneServerRequest request,
        ConnectionRecord record,
        long started,
        CancellationToken cut)
    {
        var (workload, application, connection) = decision;
        ITransport upstream;
        try
        {
            // The application sees where the connection came from: the caller, or the gateway that it came through.
            upstream = await network.ConnectToApplicationAsync(ends.Local.Address, ends.Peer.Address, application.Address, cut);
        }
        catch (TunnelException error)
        {
            request.Reject((int)HttpStatusCode.ServiceUnavailable);
            log.Closed(record with { Error = $"connection failed: {error.Message}", Flag = ConnectionFlag.ConnectFailed });
            return;
        }

        await using (upstream)
        {
            ITransport tunnel;
            try
            {
                tunnel = request.Accept(WorkloadBaggage.Of(workload), EndpointName.Of(workload));
                if (application.Announced is { } announced)
                    await upstream.SendAsync(ProxyHeader.Of(ends.Peer, announced, request.Peer.Identity), cut);
            }
            catch (TunnelException error)
            {
                // One of the two has given up while the connection was made.
                log.Closed(record with { Duration = time.GetElapsedTime(started), Error = error.Message });
                return;
            }

            await relay.RunAsync(
                record,
                tunnel,
                upstream,
                id => new LiveConnection.Inbound(id, workload.Uid, workload.Identity, connection),
                started,
                cut);
        }
    }

    /// <summary>What a policy denies is a connection that counts; what asks for nothing that is here is none.</summary>
    private void Tell(RouteTable table, ConnectionRecord record, InboundDecision.Refused refused, HboneServerRequest request)
    {
        if (refused.Denied is { } denied)
            log.Closed(record with { Service = ServiceGuess.Of(table, denied, request.Headers.Forwarded?.Host), Flag = ConnectionFlag.Denied });
        else
            log.Denied(record);
    }

    private static ConnectionRecord Record(RouteTable table, TunnelEnds ends, HboneServerRequest request, Destination asked) => new()
    {
        Direction = ConnectionDirection.Inbound,
        Pod = ends.WorkloadUid,
        Dialled = asked,
        Source = Source(table, ends, request),
        Destination = Callee(table.FindWorkload(ends.WorkloadUid), ends.Local),
        Authority = request.Authority.ToString(),
    };

    private static ConnectionEnd Callee(Workload? workload, IPEndPoint local) =>
        ConnectionEnd.Of(workload, local, workload?.Identity ?? default);

    /// <summary>
    /// Who called, as the table has it. Where the table does not know the address, and across networks, where it is a
    /// gateway's, the caller's own node proxy says so in the headers.
    /// </summary>
    private static ConnectionEnd Source(RouteTable table, TunnelEnds ends, HboneServerRequest request)
    {
        var network = table.FindWorkload(ends.WorkloadUid)?.Network ?? "";
        var forwarded = request.Headers.ForwardedNetwork;
        if (forwarded is null || string.Equals(forwarded, network, StringComparison.OrdinalIgnoreCase))
        {
            if (table.FindByAddress(new NetworkAddress(network, ends.Peer.Address)) is { } caller)
                return ConnectionEnd.Of(caller, ends.Peer, request.Peer.Identity);
        }

        return ConnectionEnd.Of(request.Headers.Baggage ?? Baggage.Empty, ends.Peer, request.Peer.Identity);
    }

    /// <summary>The two ends of the connection that a tunnel is in.</summary>
    private sealed record TunnelEnds(string WorkloadUid, IPEndPoint Peer, IPEndPoint Local);
}
