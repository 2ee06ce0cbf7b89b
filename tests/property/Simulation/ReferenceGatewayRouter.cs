using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>Where a gateway may lead, written to be read: every look-up is a scan.</summary>
internal static class ReferenceGatewayRouter
{
    /// <summary>The pods that a tunnel may be passed on to; none where it is refused.</summary>
    public static IEnumerable<string> Targets(RouteTable table, string host, int port)
    {
        var asked = table.Services.FirstOrDefault(service => service.Hostname == host);
        if (asked is null || asked.Ports.All(known => known.ServicePort != port))
            return [];
        if (asked.Waypoint is not GatewayAddress.Named waypoint)
            return Endpoints(table, asked, port);
        var way = table.Services.FirstOrDefault(service => service.Key == waypoint.Host);
        return way is null ? [] : Endpoints(table, way, waypoint.HbonePort);
    }

    private static IEnumerable<string> Endpoints(RouteTable table, MeshService service, int port) =>
        from workload in table.Workloads
        where workload.Network == table.Viewpoint.Network && !workload.Addresses.IsEmpty
            && workload.TunnelProtocol == TunnelProtocol.Hbone && workload.Status == HealthStatus.Healthy
        from part in workload.Services
        where part.Service == service.Key && part.Ports.Any(known => known.ServicePort == port)
        select workload.Uid;
}
