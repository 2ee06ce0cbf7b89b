using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>What becomes of an outer tunnel that reached an east-west gateway.</summary>
public abstract record GatewayDecision
{
    private protected GatewayDecision()
    {
    }

    /// <summary>Its bytes go, unopened, to a node proxy or a waypoint of the gateway's own network.</summary>
    /// <param name="To">The endpoint, or the waypoint of the service.</param>
    /// <param name="Address">Its node proxy.</param>
    /// <param name="Service">The service that the endpoint is one of: the one that was asked for, or its waypoint's.</param>
    public sealed record Forward(Workload To, IPEndPoint Address, MeshService Service) : GatewayDecision;

    /// <summary>No tunnel.</summary>
    /// <param name="Reason">Why, as one of few reasons.</param>
    /// <param name="Message">Why, in one line.</param>
    public sealed record Refused(RefusalReason Reason, string Message) : GatewayDecision;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Forward, T> forward, Func<Refused, T> refused) => this switch
    {
        Forward decision => forward(decision),
        Refused decision => refused(decision),
        _ => throw new UnreachableException(),
    };
}

/// <summary>Decides where an outer tunnel goes. A gateway's table holds global services only, so no other can be reached.</summary>
public static class GatewayRouter
{
    /// <summary>The decision on one tunnel that says nothing of its sender.</summary>
    /// <param name="table">A table of a gateway's viewpoint.</param>
    /// <param name="host">The host of the authority: a service's full name, or a virtual address.</param>
    /// <param name="servicePort">The port of the authority: a service port.</param>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public static GatewayDecision Decide(RouteTable table, string host, int servicePort, ulong roll) =>
        Decide(table, Destination.Of(host, servicePort), null, roll);

    /// <summary>The decision on one tunnel.</summary>
    /// <param name="table">A table of a gateway's viewpoint.</param>
    /// <param name="authority">The authority: a service's full name, or one of its virtual addresses, and a service port.</param>
    /// <param name="sender">What the tunnel says of its sender (<c>x-istio-source</c>): <c>waypoint</c>, <c>gateway</c>, or nothing.</param>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public static GatewayDecision Decide(RouteTable table, Destination authority, string? sender, ulong roll)
    {
        var prepared = Prepare(table, authority, sender);
        return prepared.Refused ?? To(prepared.Endpoints!.Pick(roll).Workload, prepared.Service!);
    }

    /// <summary>Every decision that tunnels like this one can have, with its part of them.</summary>
    /// <param name="table">A table of a gateway's viewpoint.</param>
    /// <param name="authority">The authority: a service's full name, or one of its virtual addresses, and a service port.</param>
    /// <param name="sender">As <see cref="Decide(RouteTable,Destination,string?,ulong)"/> takes it.</param>
    public static ImmutableArray<Alternative<GatewayDecision>> Alternatives(RouteTable table, Destination authority, string? sender)
    {
        var prepared = Prepare(table, authority, sender);
        return prepared.Refused is { } refused
            ? [new Alternative<GatewayDecision>(refused, 0, 1)]
            :
            [
                .. Alternative.Of(prepared.Endpoints!).Select(endpoint => new Alternative<GatewayDecision>(
                    To(endpoint.Decision.Workload, prepared.Service!), endpoint.Tier, endpoint.Part)),
            ];
    }

    private static Prepared Prepare(RouteTable table, Destination authority, string? sender)
    {
        if (Find(table, authority) is not { } service)
        {
            return Refuse(
                RefusalReason.UnknownAuthority, $"`{HostOf(authority)}` is no global service of network `{table.Viewpoint.Network}`");
        }

        if (service.Port(authority.Port) is null)
            return Refuse(RefusalReason.UnknownPort, $"service `{service.Hostname}` has no port {authority.Port}");
        if (WaypointOf(service) is { } waypoint && TakesWaypoint(service, sender))
        {
            return Forward(table, WaypointService(table, service, waypoint), waypoint.HbonePort) ?? Refuse(
                RefusalReason.UnknownWaypoint,
                $"the waypoint `{waypoint}` of service `{service.Hostname}` has no usable endpoint in network `{table.Viewpoint.Network}`");
        }

        return Forward(table, service, authority.Port) ?? Refuse(
            RefusalReason.NoHealthyEndpoint,
            $"service `{service.Hostname}` has no usable endpoint in network `{table.Viewpoint.Network}`");
    }

    private static MeshService? Find(RouteTable table, Destination authority) => authority switch
    {
        Destination.Named named => table.FindByHostname(named.Host.ToLowerInvariant(), ""),
        Destination.Addressed addressed =>
            table.FindByVirtualAddress(new NetworkAddress(table.Viewpoint.Network, addressed.Target.Address), ""),
        _ => null,
    };

    /// <summary>A waypoint has done already what waypoints do; an ingress gateway has where the service says that it does.</summary>
    private static bool TakesWaypoint(MeshService service, string? sender) => sender switch
    {
        "waypoint" => false,
        "gateway" => service.UsesWaypointForIngress,
        _ => true,
    };

    /// <summary>Its first waypoint, whatever the shares of others (as in Istio); where only others are named, the first that has a share.</summary>
    private static GatewayAddress? WaypointOf(MeshService service) =>
        service.Waypoint ?? service.WeightedWaypoints.FirstOrDefault(weighted => weighted.Weight > 0)?.Destination;

    private static MeshService? WaypointService(RouteTable table, MeshService service, GatewayAddress waypoint) =>
        waypoint.Match(
            addressed => table.FindByVirtualAddress(addressed.Address, service.Namespace),
            named => table.FindService(named.Host));

    /// <summary>Its endpoints of this network by weight, and not by preferences, which are the caller's.</summary>
    private static Prepared? Forward(RouteTable table, MeshService? service, int servicePort)
    {
        if (service is null)
            return null;
        var usable = table.EndpointsOf(service.Key)
            .RemoveAll(endpoint => !CanTakeInnerTunnel(table, service, endpoint, servicePort));

        // Callers stay what they are behind a gateway, which does not know them: affinity is not kept there.
        var shared = EndpointSelection.Share<Endpoint>(
            null, service, [.. usable.Select(endpoint => (endpoint.Workload, Choice.One(endpoint)))]);
        return shared is null ? null : new Prepared(shared, service, null);
    }

    private static GatewayDecision To(Workload endpoint, MeshService service) => new GatewayDecision.Forward(
        endpoint, new IPEndPoint(AddressSelection.Of(endpoint, null, service.IpFamilies)!, WellKnown.HbonePort), service);

    private static bool CanTakeInnerTunnel(RouteTable table, MeshService service, Endpoint endpoint, int servicePort) =>
        endpoint.Workload.TunnelProtocol == TunnelProtocol.Hbone
        && endpoint.Workload.Network == table.Viewpoint.Network
        && AddressSelection.Of(endpoint.Workload, null, service.IpFamilies) is not null
        && EndpointSelection.IsReady(endpoint.Workload, service.LoadBalancing)
        && EndpointSelection.TargetPort(service, endpoint, servicePort) is not null;

    private static string HostOf(Destination authority) => authority switch
    {
        Destination.Named named => named.Host,
        Destination.Addressed addressed => addressed.Target.Address.ToString(),
        _ => "",
    };

    private static Prepared Refuse(RefusalReason reason, string message) =>
        new(null, null, new GatewayDecision.Refused(reason, message));

    /// <summary>Those among whom a gateway chooses and what they serve, or a refusal.</summary>
    private sealed record Prepared(Choice<Endpoint>? Endpoints, MeshService? Service, GatewayDecision? Refused);
}
