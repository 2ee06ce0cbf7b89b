using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// Prepares every decision that one caller's connections to one destination can have: the decision tree of ztunnel's
/// <c>build_request</c>. What cannot be reached is left out before anything is chosen, so that what is chosen is usable.
/// </summary>
/// <param name="table">What the caller's node knows.</param>
/// <param name="source">The caller.</param>
internal sealed partial class RoutePlanner(RouteTable table, Workload source)
{
    private readonly HopFinder _hops = new(table, source);

    /// <summary>Connections to a service. The same for every caller of the same network, cluster, locality and Node.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">The service port.</param>
    /// <param name="called">The address that was called; null where it was the name.</param>
    public Choice<RouteDecision> ToService(MeshService service, int port, IPAddress? called)
    {
        if (WaypointsOf(service) is { IsEmpty: false } waypoints)
            return ThroughWaypoints(service, waypoints, port, called);
        if (service.LoadBalancing.Mode == LoadBalancingMode.Passthrough)
            return Passthrough(service, port, called);
        return ToEndpoints(service, port, called, endpoint => ToEndpoint(service, endpoint, port, called));
    }

    /// <summary>Connections to an address that is a workload's.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="target">Its address and port.</param>
    public Choice<RouteDecision> ToWorkload(Workload workload, IPEndPoint target) =>
        workload.Waypoint is { } waypoint && !IsOwn(waypoint, workload)
            ? ThroughWaypoint(workload, waypoint, target, null)
            : Choice.One(Direct(workload, target.Address, target.Port, null));

    /// <summary>
    /// Connections to an address that is a workload's and a service's. As in ztunnel the endpoints are the service's,
    /// and the waypoints those of the endpoints: the address is not taken for the service's alone.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="target">The address and port.</param>
    public Choice<RouteDecision> ToBoth(MeshService service, IPEndPoint target)
    {
        if (service.LoadBalancing.Mode == LoadBalancingMode.Passthrough)
            return Passthrough(service, target.Port, target.Address);
        return ToEndpoints(
            service,
            target.Port,
            target.Address,
            endpoint => endpoint.Workload is { Waypoint: { } waypoint } workload
                && workload.Network == source.Network && !IsOwn(waypoint, workload)
                ? ThroughWaypoint(workload, waypoint, target, service)
                : ToEndpoint(service, endpoint, target.Port, target.Address));
    }

    private Choice<RouteDecision> ToEndpoints(
        MeshService service, int port, IPAddress? called, Func<Endpoint, Choice<RouteDecision>> reach)
    {
        if (service.Port(port) is null)
        {
            var ports = string.Join(", ", service.Ports.Select(known => known.ServicePort));
            return Refuse(
                RefusalReason.UnknownPort, $"service `{service.Hostname}` has no port {port}, only {ports}");
        }

        var considered = Consider(service, reach);
        var usable = ImmutableArray.CreateBuilder<(Workload, Choice<RouteDecision>)>(considered.Length);
        Choice<RouteDecision>? refused = null;
        foreach (var (endpoint, reached) in considered)
        {
            if (reached is null)
                continue;
            if (reached.IsRefused())
                refused ??= reached;
            else
                usable.Add((endpoint.Workload, reached));
        }

        return EndpointSelection.Share(source, service, usable.ToImmutable())
            ?? (usable.Count == 0 ? refused : null)
            ?? Refuse(RefusalReason.NoHealthyEndpoint, Lack(service, port, considered.Length, usable.Count));
    }

    /// <summary>What becomes of connections to each endpoint of a service by itself: null where it is not ready.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">The service port.</param>
    public ImmutableArray<(Endpoint Endpoint, Choice<RouteDecision>? Reached)> Consider(MeshService service, int port) =>
        Consider(service, endpoint => ToEndpoint(service, endpoint, port, called: null));

    private ImmutableArray<(Endpoint Endpoint, Choice<RouteDecision>? Reached)> Consider(
        MeshService service, Func<Endpoint, Choice<RouteDecision>> reach) =>
    [
        .. table.EndpointsOf(service.Key).Select(endpoint => (
            endpoint, EndpointSelection.IsReady(endpoint.Workload, service.LoadBalancing) ? reach(endpoint) : null)),
    ];

    private static string Lack(MeshService service, int port, int known, int usable)
    {
        var why = (known, usable) switch
        {
            (0, _) => "it has no endpoints",
            (_, 0) => $"of {known} endpoints none is ready",
            _ => $"of {usable} endpoints none is where its preferences ask for",
        };
        return $"service `{service.Hostname}` has no usable endpoint for port {port}: {why}";
    }

    private Choice<RouteDecision> ToEndpoint(MeshService service, Endpoint endpoint, int port, IPAddress? called)
    {
        var workload = endpoint.Workload;
        if (workload.Network != source.Network)
        {
            return EndpointSelection.HasPort(endpoint, port)
                ? ThroughGateway(service, workload, port, service.SubjectAltNames, null)
                : WithoutPort(service, endpoint, port);
        }

        if (EndpointSelection.TargetPort(service, endpoint, port) is not { } target)
            return WithoutPort(service, endpoint, port);
        if (AddressSelection.Of(workload, called, service.IpFamilies) is { } address)
            return Choice.One(Direct(workload, address, target, service));
        if (workload.Hostname.Length > 0)
        {
            var families = AddressSelection.Order(called, service.IpFamilies);
            var pattern = Direct(workload, IPAddress.Any, target, service);
            return pattern is RouteDecision.Refused
                ? Choice.One(pattern)
                : Choice.One<RouteDecision>(new RouteDecision.Unresolved(workload.Hostname, families, pattern));
        }

        return Refuse(
            RefusalReason.NoAddress,
            $"endpoint `{workload.Display}` of service `{service.Hostname}` has no address of a family that the service is called by");
    }

    private static Choice<RouteDecision> WithoutPort(MeshService service, Endpoint endpoint, int port) => Refuse(
        RefusalReason.UnknownPort,
        $"endpoint `{endpoint.Workload.Display}` has no port that is meant by port {port} of service `{service.Hostname}`");

    private static RouteDecision Direct(Workload workload, IPAddress address, int port, MeshService? service)
    {
        if (WellKnown.IsNodeProxyPort(port))
            return new RouteDecision.Refused(RefusalReason.SelfCall, $"port {port} of `{workload.Display}` is its node proxy's own");
        if (workload.TunnelProtocol == TunnelProtocol.None)
            return new RouteDecision.Plain(new IPEndPoint(address, port), workload, service);
        if (workload.Identity.IsNone)
            return new RouteDecision.Refused(RefusalReason.NoIdentity, $"`{workload.Display}` has no identity that it could prove");
        return new RouteDecision.Tunnel(
            workload,
            new IPEndPoint(address, WellKnown.HbonePort),
            new IPEndPoint(address, port).ToString(),
            [workload.Identity],
            service);
    }

    /// <summary>Connections that are left as they are: to the address that was called, or one that DNS knows.</summary>
    private Choice<RouteDecision> Passthrough(MeshService service, int port, IPAddress? called)
    {
        if ((called ?? VirtualAddressOf(service)) is { } address)
            return Choice.One<RouteDecision>(new RouteDecision.Plain(new IPEndPoint(address, port), null, service));
        return Choice.One<RouteDecision>(new RouteDecision.Unresolved(
            service.Hostname,
            AddressSelection.Order(null, service.IpFamilies),
            new RouteDecision.Plain(new IPEndPoint(IPAddress.Any, port), null, service)));
    }

    /// <summary>The address that a caller would have called the service at, IPv4 rather than IPv6.</summary>
    private IPAddress? VirtualAddressOf(MeshService service) =>
        service.Addresses.FirstOrDefault(address => address.Network == source.Network)?.Address;

    private static Choice<RouteDecision> Refuse(RefusalReason reason, string message) =>
        Choice.One<RouteDecision>(new RouteDecision.Refused(reason, message));
}
