using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Distribution;

/// <summary>A connection that is open, with everything that decides whether it may stay so.</summary>
/// <param name="Id">What its host calls it by.</param>
public abstract record LiveConnection(long Id)
{
    /// <summary>A caller's end, in one tunnel.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="SourceUid">The caller.</param>
    /// <param name="Source">The identity that the caller has shown.</param>
    /// <param name="TargetUid">The endpoint.</param>
    /// <param name="Peer">The identity that the endpoint's node proxy proved.</param>
    /// <param name="Service">The service that was called, where the endpoint is one of its own; none for a waypoint.</param>
    public sealed record Outbound(
        long Id, string SourceUid, SpiffeId Source, string TargetUid, SpiffeId Peer, NamespacedName? Service)
        : LiveConnection(Id);

    /// <summary>A caller's end, in a double tunnel.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="SourceUid">The caller.</param>
    /// <param name="Source">The identity that the caller has shown.</param>
    /// <param name="Service">The service whose endpoint took the inner tunnel: the one that was called, or its waypoint's.</param>
    /// <param name="Peer">The identity that the endpoint's node proxy proved in the inner tunnel.</param>
    public sealed record OutboundThroughGateway(
        long Id, string SourceUid, SpiffeId Source, NamespacedName Service, SpiffeId Peer)
        : LiveConnection(Id);

    /// <summary>An endpoint's end.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="TargetUid">The endpoint.</param>
    /// <param name="Target">The identity that the endpoint has shown.</param>
    /// <param name="Connection">What authorization was decided on.</param>
    public sealed record Inbound(long Id, string TargetUid, SpiffeId Target, InboundConnection Connection)
        : LiveConnection(Id);

    /// <summary>A gateway's relay.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="Service">The service that was asked for.</param>
    /// <param name="TargetUid">The endpoint that it goes to.</param>
    public sealed record Relayed(long Id, NamespacedName Service, string TargetUid) : LiveConnection(Id);

    /// <summary>The caller's end of a tunnel.</summary>
    /// <param name="id">What its host calls it by.</param>
    /// <param name="source">The caller.</param>
    /// <param name="decision">What led to it.</param>
    /// <param name="peer">The identity that was proved at its other end.</param>
    public static LiveConnection Of(long id, Workload source, RouteDecision.Tunnel decision, SpiffeId peer)
    {
        // A waypoint takes connections for services that it is no endpoint of.
        var service = decision.Service is { Key: var key } && decision.To.Membership(key) is not null ? key : (NamespacedName?)null;
        return new Outbound(id, source.Uid, source.Identity, decision.To.Uid, peer, service);
    }

    /// <summary>The caller's end of a double tunnel.</summary>
    /// <param name="id">What its host calls it by.</param>
    /// <param name="source">The caller.</param>
    /// <param name="decision">What led to it.</param>
    /// <param name="peer">The identity that was proved at the end of the inner tunnel.</param>
    public static LiveConnection Of(long id, Workload source, RouteDecision.DoubleTunnel decision, SpiffeId peer) =>
        new OutboundThroughGateway(id, source.Uid, source.Identity, (decision.Waypoint ?? decision.Service).Key, peer);
}
