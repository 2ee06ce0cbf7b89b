using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <content>Waypoints, and gateways of other networks.</content>
internal sealed partial class RoutePlanner
{
    /// <summary>A service's waypoints that take any connections: those that weigh something, else its one waypoint.</summary>
    private static ImmutableArray<WeightedWaypoint> WaypointsOf(MeshService service)
    {
        var weighted = service.WeightedWaypoints.Where(waypoint => waypoint.Weight > 0).ToImmutableArray();
        return weighted.IsEmpty && service.Waypoint is { } only ? [new WeightedWaypoint(only, 1)] : weighted;
    }

    /// <summary>One that is not known refuses its share: no connection goes past a waypoint.</summary>
    private Choice<RouteDecision> ThroughWaypoints(
        MeshService service, ImmutableArray<WeightedWaypoint> waypoints, int port, IPAddress? called)
    {
        var address = called ?? VirtualAddressOf(service);
        var asked = address is null ? $"{service.Hostname}:{port}" : new IPEndPoint(address, port).ToString();
        return Choice.Shared<RouteDecision>(
        [
            .. waypoints.Select(waypoint => new Share<RouteDecision>(
                waypoint.Destination.ToString() ?? "",
                waypoint.Weight,
                _hops.Find(waypoint.Destination, service.Namespace, address, hop => hop.Workload.Network == source.Network
                    ? Choice.One(ToWaypoint(hop, asked, service))
                    : ThroughGateway(service, hop.Workload, port, hop.Service?.SubjectAltNames ?? [], hop.Service))
                ?? UnknownWaypoint(waypoint.Destination, $"service `{service.Hostname}`"))),
        ]);
    }

    private Choice<RouteDecision> ThroughWaypoint(
        Workload workload, GatewayAddress waypoint, IPEndPoint target, MeshService? service) =>
        _hops.Find(waypoint, workload.Namespace, target.Address, hop => hop.Workload.Network == source.Network
            ? Choice.One(ToWaypoint(hop, target.ToString(), service))
            : Refuse(
                RefusalReason.NoGateway,
                $"waypoint `{waypoint}` of `{workload.Display}` is in network `{hop.Workload.Network}`: "
                + "only waypoints of services can be reached across networks"))
        ?? UnknownWaypoint(waypoint, $"`{workload.Display}`");

    private static RouteDecision ToWaypoint(Hop hop, string asked, MeshService? service)
    {
        if (hop.Address is null && hop.Workload.Hostname.Length == 0)
            return new RouteDecision.Refused(RefusalReason.NoAddress, $"waypoint `{hop.Workload.Display}` has no address that may be called");
        if (hop.Identities.IsEmpty)
            return new RouteDecision.Refused(RefusalReason.NoIdentity, $"waypoint `{hop.Workload.Display}` has no identity that it could prove");
        return hop.Reached(new RouteDecision.Tunnel(hop.Workload, hop.Target, asked, hop.Identities, service)
        {
            IsToWaypoint = true,
        });
    }

    /// <param name="service">The service that was called.</param>
    /// <param name="beyond">What stands for its endpoints, or its waypoints, in another network.</param>
    /// <param name="port">The service port.</param>
    /// <param name="expected">Whom to expect in the inner tunnel.</param>
    /// <param name="waypoint">The waypoint's service, where it is one that takes the inner tunnel.</param>
    private Choice<RouteDecision> ThroughGateway(
        MeshService service, Workload beyond, int port, ValueList<SpiffeId> expected, MeshService? waypoint)
    {
        if (beyond.NetworkGateway is not { } way)
        {
            return Refuse(
                RefusalReason.NoGateway,
                $"no gateway leads to network `{beyond.Network}` for `{service.Hostname}`: "
                + "one is needed there, of class `istio-east-west` with label `topology.istio.io/network`");
        }

        if (expected.IsEmpty)
        {
            return Refuse(
                RefusalReason.NoIdentity,
                $"nothing says whom to expect in network `{beyond.Network}` for `{(waypoint ?? service).Hostname}`: it has no identities there");
        }

        return _hops.Find(way, service.Namespace, null, gateway => Choice.One(Cross(gateway)))
            ?? Refuse(RefusalReason.NoGateway, $"the gateway `{way}` of network `{beyond.Network}` is not known, or not ready");

        RouteDecision Cross(Hop gateway)
        {
            var name = $"the gateway `{way}` of network `{beyond.Network}`";
            if (gateway.Address is null && gateway.Workload.Hostname.Length == 0)
                return new RouteDecision.Refused(RefusalReason.NoGateway, $"{name} has no address");
            if (gateway.Identities.IsEmpty)
                return new RouteDecision.Refused(RefusalReason.NoIdentity, $"{name} has no identity that it could prove");
            return gateway.Reached(new RouteDecision.DoubleTunnel(
                beyond, gateway.Workload, gateway.Target, $"{service.Hostname}:{port}", gateway.Identities, expected, service)
            {
                Waypoint = waypoint,
            });
        }
    }

    /// <summary>Whether the caller is the waypoint itself, whose own connections go on to where it sends them.</summary>
    private bool IsOwn(GatewayAddress waypoint, Workload workload) =>
        HopFinder.LeadsTo(table, waypoint, workload.Namespace, source);

    private static Choice<RouteDecision> UnknownWaypoint(GatewayAddress waypoint, string of) => Refuse(
        RefusalReason.UnknownWaypoint,
        $"the waypoint `{waypoint}` of {of} is not known, or not ready: it needs a Gateway with pods, or label `istio.io/use-waypoint` changed");
}
