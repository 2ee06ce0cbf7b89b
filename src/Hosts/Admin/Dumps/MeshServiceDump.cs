using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using Endpoint = ScopeMesh.Policy.Routing.Endpoint;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>A service in ztunnel's shape (<c>Service</c> in its <c>state/service.rs</c>). What is null is not written.</summary>
internal sealed record MeshServiceDump
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public required string Hostname { get; init; }

    public required IEnumerable<string> Vips { get; init; }

    public IEnumerable<NetworkBlockDump>? CidrVips { get; init; }

    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public required IReadOnlyDictionary<string, EndpointDump> Endpoints { get; init; }

    public required IEnumerable<string> SubjectAltNames { get; init; }

    public GatewayAddressDump? Waypoint { get; init; }

    public IEnumerable<WeightedWaypointDump>? WeightedWaypoints { get; init; }

    public LoadBalancerDump? LoadBalancer { get; init; }

    public string? IpFamilies { get; init; }

    public required bool Canonical { get; init; }

    public required string Visibility { get; init; }

    public static MeshServiceDump Of(RouteTable table, MeshService service) => new()
    {
        Name = service.Name,
        Namespace = service.Namespace,
        Hostname = service.Hostname,
        Vips = service.Addresses.Select(address => address.ToString()),
        CidrVips = service.AddressBlocks.IsEmpty
            ? null
            : service.AddressBlocks.Select(block => new NetworkBlockDump(block.Network, block.Block.ToString())),
        Ports = PortsOf(service.Ports),
        Endpoints = table.EndpointsOf(service.Key)
            .ToDictionary(endpoint => endpoint.Workload.Uid, EndpointDump.Of, StringComparer.Ordinal),
        SubjectAltNames = service.SubjectAltNames.Select(id => id.ToString()),
        Waypoint = GatewayAddressDump.Of(service.Waypoint),
        WeightedWaypoints = service.WeightedWaypoints.IsEmpty
            ? null
            : service.WeightedWaypoints.Select(one => new WeightedWaypointDump(GatewayAddressDump.Of(one.Destination)!, one.Weight)),
        LoadBalancer = service.LoadBalancing == LoadBalancing.Default ? null : LoadBalancerDump.Of(service.LoadBalancing),
        IpFamilies = service.IpFamilies switch
        {
            Policy.Model.IpFamilies.Automatic => null,
            Policy.Model.IpFamilies.IPv4Only => "IPv4",
            Policy.Model.IpFamilies.IPv6Only => "IPv6",
            Policy.Model.IpFamilies.Dual => "Dual",
        },
        Canonical = service.IsCanonical,
        Visibility = service.Visibility.ToString(),
    };

    /// <summary>Service ports and the ports that they lead to.</summary>
    public static IReadOnlyDictionary<string, int> PortsOf(ValueList<PortMapping> ports) =>
        ports.ToDictionary(port => $"{port.ServicePort}", port => port.TargetPort, StringComparer.Ordinal);
}

/// <summary>A range of addresses that leads to a service.</summary>
internal sealed record NetworkBlockDump(string Network, string Cidr);

/// <summary>A waypoint and its part of the connections.</summary>
internal sealed record WeightedWaypointDump(GatewayAddressDump Destination, uint Weight);

/// <summary>A workload as an endpoint of a service.</summary>
internal sealed record EndpointDump(string WorkloadUid, IReadOnlyDictionary<string, int> Port, string Status)
{
    public static EndpointDump Of(Endpoint endpoint) => new(
        endpoint.Workload.Uid, MeshServiceDump.PortsOf(endpoint.Membership.Ports), endpoint.Workload.Status.ToString());
}

/// <summary>Which endpoints are preferred.</summary>
internal sealed record LoadBalancerDump(IEnumerable<string> RoutingPreferences, string Mode, string HealthPolicy)
{
    public static LoadBalancerDump Of(LoadBalancing balancing) => new(
        balancing.Preferences.Select(scope => scope.ToString()),
        balancing.Mode switch
        {
            LoadBalancingMode.Any => "Standard",
            LoadBalancingMode.Strict => "Strict",
            LoadBalancingMode.Failover => "Failover",
            LoadBalancingMode.Passthrough => "Passthrough",
        },
        balancing.Health.ToString());
}
