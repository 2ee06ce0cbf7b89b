using System.Text.Json.Serialization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Admin;

/// <summary>A route table for people and scripts to read.</summary>
internal sealed record RouteTableDump(
    string Cluster,
    string Network,
    ViewpointRole Role,
    string ContentHash,
    IEnumerable<ServiceDump> Services,
    IEnumerable<WorkloadDump> Workloads,
    IEnumerable<string> Policies)
{
    /// <summary>Whether connections go only to what the table knows.</summary>
    public bool IsRegistryOnly { get; init; }

    /// <summary>The foreign trust domains that are believed.</summary>
    public IEnumerable<string> BelievedDomains { get; init; } = [];

    public static RouteTableDump Of(RouteTable table) => new(
        table.Viewpoint.Cluster,
        table.Viewpoint.Network,
        table.Viewpoint.Role,
        table.ContentHash,
        ServicesOf(table).Select(ServiceDump.Of),
        table.Workloads.Select(WorkloadDump.Of),
        table.Authorizations.Select(policy => policy.Key.ToString()))
    {
        IsRegistryOnly = OutboundTraffic.IsRegistryOnly(table),
        BelievedDomains = Policy.Routing.BelievedDomains.Of(table),
    };

    /// <summary>The services that are some, without those that stand for settings.</summary>
    public static IEnumerable<MeshService> ServicesOf(RouteTable table) => table.Services.Where(service =>
        !OutboundTraffic.IsReserved(service.Key) && !Policy.Routing.BelievedDomains.IsReserved(service.Key));
}

internal sealed record ServiceDump(
    string Namespace,
    string Hostname,
    IEnumerable<string> Vips,
    IReadOnlyDictionary<int, int> Ports,
    IEnumerable<string> SubjectAltNames,
    LoadBalancingMode Mode,
    IEnumerable<RoutingScope> RoutingPreferences,
    HealthPolicy HealthPolicy)
{
    /// <summary>What each cluster decided on its copy; null where that is not known, as on a node.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<ScopeDump>? Scopes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<string>? AddressBlocks { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waypoint { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, uint>? WeightedWaypoints { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, uint>? ClusterWeights { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasClientAffinity { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public IpFamilies IpFamilies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ServiceVisibility Visibility { get; init; }

    public static ServiceDump Of(MeshService service) => new(
        service.Namespace,
        service.Hostname,
        service.Addresses.Select(address => address.ToString()),
        service.Ports.ToDictionary(port => port.ServicePort, port => port.TargetPort),
        service.SubjectAltNames.Select(id => id.ToString()),
        service.LoadBalancing.Mode,
        service.LoadBalancing.Preferences,
        service.LoadBalancing.Health)
    {
        AddressBlocks = service.AddressBlocks.IsEmpty ? null : service.AddressBlocks.Select(block => block.ToString()),
        Waypoint = service.Waypoint?.ToString(),
        WeightedWaypoints = service.WeightedWaypoints.IsEmpty
            ? null
            : service.WeightedWaypoints.GroupBy(one => one.Destination.ToString()!)
                .ToDictionary(same => same.Key, same => (uint)same.Sum(one => one.Weight)),
        ClusterWeights = service.ClusterWeights.IsEmpty
            ? null
            : service.ClusterWeights.ToDictionary(weight => weight.Cluster, weight => weight.Weight),
        HasClientAffinity = service.HasClientAffinity,
        IpFamilies = service.IpFamilies,
        Visibility = service.Visibility,
    };
}

/// <summary>What one cluster decided on its copy of a Service, and by which rules.</summary>
internal sealed record ScopeDump(string Cluster, Scope Scope, string Because);

internal sealed record WorkloadDump(
    string Uid,
    string Network,
    string ClusterId,
    IEnumerable<string> WorkloadIps,
    TunnelProtocol Protocol,
    string? Identity,
    string? NetworkGateway,
    HealthStatus Status,
    uint Capacity,
    string Node,
    string Locality,
    IEnumerable<string> Services)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hostname { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waypoint { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public NetworkMode NetworkMode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApplicationTunnel? ApplicationTunnel { get; init; }

    public static WorkloadDump Of(Workload workload) => new(
        workload.Uid,
        workload.Network,
        workload.Cluster,
        workload.Addresses.Select(address => address.ToString()),
        workload.TunnelProtocol,
        workload.Identity.IsNone ? null : workload.Identity.ToString(),
        workload.NetworkGateway?.ToString(),
        workload.Status,
        workload.Capacity,
        workload.Node,
        workload.Locality.ToString(),
        workload.Services.Select(membership => membership.Service.ToString()))
    {
        Hostname = workload.Hostname.Length == 0 ? null : workload.Hostname,
        Waypoint = workload.Waypoint?.ToString(),
        NetworkMode = workload.NetworkMode,
        ApplicationTunnel = workload.ApplicationTunnel,
    };
}
