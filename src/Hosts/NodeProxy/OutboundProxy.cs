using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Carries out what the router decides about a pod's outbound connection.</summary>
internal sealed class OutboundProxy(
    SnapshotSource<RouteTable> tables,
    HbonePools pools,
    IPodNetwork network,
    HostLookup hosts)
{
    /// <summary>Opens a connection as a pod. It decides by one table, from name to identities.</summary>
    /// <param name="sourceUid">The pod.</param>
    /// <param name="applicationPort">The port of the application's end, for the headers that tell of it.</param>
    /// <param name="destination">Where it wants to go.</param>
    /// <param name="trace">Names the connection in the traces of every hop.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    public async ValueTask<OutboundOutcome> OpenAsync(
        string sourceUid, int applicationPort, Destination destination, TraceParent trace, CancellationToken cancellationToken)
    {
        var table = tables.Current.Value;
        var decision = Router.Decide(table, new OutboundConnection(sourceUid, destination), Chance.Roll());
        if (decision is RouteDecision.Refused refused)
        {
            return new OutboundOutcome
            {
                Decision = decision,
                Source = table.FindWorkload(sourceUid),
                TableHash = table.ContentHash,
                Refused = Kebab.Of(refused.Reason),
                Error = refused.Message,
            };
        }

        var attempt = new Attempt(table.FindWorkload(sourceUid)!, applicationPort, trace, table.ContentHash);
        var (complete, unresolved) = await hosts.CompleteAsync(decision, attempt.Source, cancellationToken);
        if (complete is null)
        {
            return new OutboundOutcome
            {
                Decision = decision,
                Source = attempt.Source,
                TableHash = table.ContentHash,
                Refused = HostLookup.Unresolved,
                Error = unresolved,
            };
        }

        return await CarryOutAsync(attempt, complete, cancellationToken);
    }

    private async ValueTask<OutboundOutcome> CarryOutAsync(
        Attempt attempt, RouteDecision decision, CancellationToken cancellationToken)
    {
        try
        {
            return await decision.Match(
                tunnel => OpenAsync(attempt, tunnel, cancellationToken),
                crossing => OpenAsync(attempt, crossing, cancellationToken),
                plain => OpenAsync(attempt, plain, cancellationToken),
                _ => throw new InvalidOperationException("a decision without an address is not carried out"),
                _ => throw new InvalidOperationException("a refusal is not carried out"));
        }
        catch (TunnelException error)
        {
            return OutboundOutcome.Failed(decision, attempt.Source, attempt.TableHash, AuthorityOf(decision), error);
        }
    }

    private async Task<OutboundOutcome> OpenAsync(
        Attempt attempt, RouteDecision.Tunnel decision, CancellationToken cancellationToken)
    {
        var opened = await pools.Current.Outer.OpenAsync(
            attempt.Key(decision.Expected, decision.Address), attempt.Request(decision.Authority, decision.Service), cancellationToken);
        var peer = opened.Peer.Identity;
        return new OutboundOutcome
        {
            Decision = decision,
            Source = attempt.Source,
            TableHash = attempt.TableHash,
            Transport = opened.Transport,
            Authority = decision.Authority,
            Hops = [new TraceHop("tunnel", decision.Address.ToString(), decision.Authority, peer.ToString())],
            Destination = ConnectionEnd.Of(decision.To, decision.Address, peer),
            Describe = id => LiveConnection.Of(id, attempt.Source, decision, peer),
        };
    }

    private async Task<OutboundOutcome> OpenAsync(
        Attempt attempt, RouteDecision.DoubleTunnel decision, CancellationToken cancellationToken)
    {
        var request = attempt.Request(decision.Authority, decision.Service);
        var outer = attempt.Key(decision.OuterExpected, decision.Address);

        // The network tells the callee's node proxy that the connection's address is a gateway's.
        var innerRequest = request with { Headers = request.Headers with { ForwardedNetwork = attempt.Source.Network } };
        var key = new InnerKey(outer, decision.Authority, new AcceptedPeers.OneOf(decision.InnerExpected));
        var inner = await pools.Current.Inner.OpenAsync(key, request, innerRequest, decision.To.Capacity, cancellationToken);
        var peer = inner.Peer.Identity;
        return new OutboundOutcome
        {
            Decision = decision,
            Source = attempt.Source,
            TableHash = attempt.TableHash,
            Transport = inner.Transport,
            Authority = decision.Authority,
            Hops =
            [
                new TraceHop("outer tunnel", decision.Address.ToString(), decision.Authority, inner.OuterPeer!.ToString()),
                new TraceHop("inner tunnel", decision.Authority, decision.Authority, peer.ToString()),
            ],
            Destination = BehindGateway(decision, inner, peer),
            Describe = id => LiveConnection.Of(id, attempt.Source, decision, peer),
        };
    }

    private async Task<OutboundOutcome> OpenAsync(
        Attempt attempt, RouteDecision.Plain decision, CancellationToken cancellationToken)
    {
        var socket = await network.ConnectOutAsync(attempt.Address, decision.Address, cancellationToken);
        return new OutboundOutcome
        {
            Decision = decision,
            Source = attempt.Source,
            TableHash = attempt.TableHash,
            Transport = socket,
            Hops = [new TraceHop("connection", decision.Address.ToString(), null, null)],
            Destination = ConnectionEnd.Of(decision.To, decision.Address, default),
        };
    }

    /// <summary>Which pod it is behind a gateway, only that pod's node proxy can tell.</summary>
    private static ConnectionEnd BehindGateway(RouteDecision.DoubleTunnel decision, HboneTunnel inner, SpiffeId peer)
    {
        var said = ConnectionEnd.Of(inner.Baggage ?? Baggage.Empty, decision.Address, peer);
        return said with
        {
            Cluster = said.Cluster ?? decision.To.Cluster,
            Namespace = said.Namespace ?? decision.To.Namespace,
        };
    }

    private static string? AuthorityOf(RouteDecision decision) =>
        decision.Match<string?>(d => d.Authority, d => d.Authority, _ => null, _ => null, _ => null);

    /// <summary>What all ways of one attempt have in common.</summary>
    private sealed record Attempt(Workload Source, int ApplicationPort, TraceParent Trace, string TableHash)
    {
        public IPAddress? Address => Source.Addresses.IsEmpty ? null : Source.Addresses[0];

        private IPEndPoint? Application => Address is null ? null : new IPEndPoint(Address, ApplicationPort);

        public PoolKey Key(ValueList<SpiffeId> expected, IPEndPoint destination) =>
            new(Source.Identity, expected, destination, Address);

        public HboneRequest Request(string authority, MeshService? service) =>
            HboneAuthority.TryParse(authority, out var parsed)
                ? new HboneRequest(parsed, new HboneHeaders
                {
                    Baggage = WorkloadBaggage.Of(Source),
                    Forwarded = new ForwardedHeader(Application, service?.Hostname),
                    TraceParent = Trace,
                })
                : throw new TunnelException(
                    TunnelLayer.Outer, TunnelFault.ProtocolError, $"`{authority}` cannot be asked for in a tunnel");
    }
}
