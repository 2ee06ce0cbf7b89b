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
    public ValueTask<OutboundOutcome> OpenAsync(
        string sourceUid, int applicationPort, Destination destination, TraceParent trace, CancellationToken cancellationToken)
    {
        var table = tables.Current.Value;
        var decision = Router.Decide(table, new OutboundConnection(sourceUid, destination), Chance.Roll());
        var source = table.FindWorkload(sourceUid);
        if (decision is RouteDecision.Refused refused)
        {
            return new(new OutboundOutcome
            {
                Decision = decision,
                Source = source,
                TableHash = table.ContentHash,
                Refused = Kebab.Of(refused.Reason),
                Error = refused.Message,
            });
        }

        var attempt = new Attempt(source!, applicationPort, trace, table.ContentHash);
        return decision is RouteDecision.Unresolved named
            ? LookUpAsync(attempt, named, cancellationToken)
            : CarryOutAsync(attempt, decision, cancellationToken);
    }

    private async ValueTask<OutboundOutcome> LookUpAsync(
        Attempt attempt, RouteDecision.Unresolved decision, CancellationToken cancellationToken)
    {
        var (complete, unresolved) = await hosts.CompleteAsync(decision, attempt.Source, cancellationToken);
        if (complete is not null)
            return await CarryOutAsync(attempt, complete, cancellationToken);
        return new OutboundOutcome
        {
            Decision = decision,
            Source = attempt.Source,
            TableHash = attempt.TableHash,
            Refused = HostLookup.Unresolved,
            Error = unresolved,
        };
    }

    /// <summary>One state machine for all ways: each connection goes through it.</summary>
    private async ValueTask<OutboundOutcome> CarryOutAsync(
        Attempt attempt, RouteDecision decision, CancellationToken cancellationToken)
    {
        try
        {
            return decision switch
            {
                RouteDecision.Tunnel tunnel => Opened(attempt, tunnel, await OpenAsync(attempt, tunnel, cancellationToken)),
                RouteDecision.DoubleTunnel crossing => Opened(attempt, crossing, await OpenAsync(attempt, crossing, cancellationToken)),
                RouteDecision.Plain plain =>
                    Opened(attempt, plain, await network.ConnectOutAsync(attempt.Address, plain.Address, cancellationToken)),
                _ => throw new InvalidOperationException("a decision without an address is not carried out"),
            };
        }
        catch (TunnelException error)
        {
            return OutboundOutcome.Failed(decision, attempt.Source, attempt.TableHash, AuthorityOf(decision), error);
        }
    }

    private ValueTask<HboneTunnel> OpenAsync(Attempt attempt, RouteDecision.Tunnel decision, CancellationToken cancellationToken) =>
        pools.Current.Outer.OpenAsync(
            attempt.Key(decision.Expected, decision.Address), attempt.Request(decision.Authority, decision.Service), cancellationToken);

    private ValueTask<HboneTunnel> OpenAsync(
        Attempt attempt, RouteDecision.DoubleTunnel decision, CancellationToken cancellationToken)
    {
        var request = attempt.Request(decision.Authority, decision.Service);
        var outer = attempt.Key(decision.OuterExpected, decision.Address);

        // The network tells the callee's node proxy that the connection's address is a gateway's.
        var innerRequest = request with { Headers = request.Headers with { ForwardedNetwork = attempt.Source.Network } };
        var key = new InnerKey(outer, decision.Authority, new AcceptedPeers.OneOf(decision.InnerExpected));
        return pools.Current.Inner.OpenAsync(key, request, innerRequest, decision.To.Capacity, cancellationToken);
    }

    private static OutboundOutcome Opened(Attempt attempt, RouteDecision.Tunnel decision, HboneTunnel tunnel)
    {
        var peer = tunnel.Peer.Identity;
        return new OutboundOutcome
        {
            Decision = decision,
            Source = attempt.Source,
            TableHash = attempt.TableHash,
            Transport = tunnel.Transport,
            Authority = decision.Authority,
            Peer = peer,
            Destination = ConnectionEnd.Of(decision.To, decision.Address, peer),
            Describe = id => LiveConnection.Of(id, attempt.Source, decision, peer),
        };
    }

    private static OutboundOutcome Opened(Attempt attempt, RouteDecision.DoubleTunnel decision, HboneTunnel inner)
    {
        var peer = inner.Peer.Identity;
        return new OutboundOutcome
        {
            Decision = decision,
            Source = attempt.Source,
            TableHash = attempt.TableHash,
            Transport = inner.Transport,
            Authority = decision.Authority,
            Peer = peer,
            OuterPeer = inner.OuterPeer!.Identity,
            Destination = BehindGateway(decision, inner, peer),
            Describe = id => LiveConnection.Of(id, attempt.Source, decision, peer),
        };
    }

    private static OutboundOutcome Opened(Attempt attempt, RouteDecision.Plain decision, ITransport socket) => new()
    {
        Decision = decision,
        Source = attempt.Source,
        TableHash = attempt.TableHash,
        Transport = socket,
        Destination = ConnectionEnd.Of(decision.To, decision.Address, default),
    };

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
