using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// Follows the connections of a pod that is not in the mesh: no node proxy takes them, so that Kubernetes alone leads them,
/// in plaintext, to the endpoints of its own cluster.
/// </summary>
internal static class OutsideJourney
{
    /// <summary>The ways that they can take.</summary>
    /// <param name="tables">What the hosts know.</param>
    /// <param name="table">What is known in its cluster.</param>
    /// <param name="source">The pod.</param>
    /// <param name="destination">Where it wants to go.</param>
    public static ValueList<Way> Of(IHostTables tables, RouteTable table, Workload source, Destination destination) =>
        destination switch
        {
            Destination.Named named => NameResolver.Resolve(table, named.Host, source.Namespace, tables.DomainSuffix) is { } service
                ? ToService(tables, table, source, service, named.Port)
                : Refuse(RefusalReason.UnknownHost, $"`{named.Host}` is no service that `{source.Display}` can see"),
            Destination.Addressed { Target: var target } =>
                table.FindByVirtualAddress(source.Network, target.Address, source.Namespace) is { } service
                    ? ToService(tables, table, source, service, target.Port)
                    : [ToAddress(tables, table.FindByAddress(source.Network, target.Address), source, target, 1)],
            _ => [],
        };

    private static ValueList<Way> ToService(IHostTables tables, RouteTable table, Workload source, MeshService service, int port)
    {
        if (service.Port(port) is null)
            return Refuse(RefusalReason.UnknownPort, $"service `{service.Hostname}` has no port {port}");
        var own = table.EndpointsOf(service.Key)
            .Where(endpoint => endpoint.Workload.Cluster == source.Cluster
                && !endpoint.Workload.Addresses.IsEmpty
                && EndpointSelection.IsReady(endpoint.Workload, service.LoadBalancing))
            .Select(endpoint => (endpoint.Workload, Target: EndpointSelection.TargetPort(service, endpoint, port)))
            .Where(endpoint => endpoint.Target is not null)
            .ToArray();
        return own.Length == 0
            ? Refuse(
                RefusalReason.NoHealthyEndpoint,
                $"`{source.Display}` is not in the mesh, and service `{service.Hostname}` has no usable endpoint in its own cluster")
            : own.Select(endpoint => ToAddress(
                tables,
                endpoint.Workload,
                source,
                new IPEndPoint(endpoint.Workload.Addresses[0], endpoint.Target!.Value),
                1.0 / own.Length)).ToValueList();
    }

    private static Way ToAddress(IHostTables tables, Workload? endpoint, Workload source, IPEndPoint target, double part)
    {
        var arrival = endpoint is { TunnelProtocol: TunnelProtocol.Hbone }
            && tables.Of(endpoint) is { } table && table.FindWorkload(endpoint.Uid) is { } callee
                ? Callee.TakePlaintext(table, callee, target, Callee.AddressOf(source))
                : new Arrival.Unchecked(endpoint, target);
        return new Way(new RouteDecision.Plain(target, endpoint, null), 0, part, [new WayEnd(null, 0, 1, arrival)]);
    }

    private static ValueList<Way> Refuse(RefusalReason reason, string message) =>
    [
        new Way(
            new RouteDecision.Refused(reason, message),
            0,
            1,
            [new WayEnd(null, 0, 1, new Arrival.Stopped(Stage.Route, WireReason.OfRoute(reason), message))]),
    ];
}
