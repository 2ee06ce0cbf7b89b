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
    public static RouteTableDump Of(RouteTable table) => new(
        table.Viewpoint.Cluster,
        table.Viewpoint.Network,
        table.Viewpoint.Role,
        table.ContentHash,
        table.Services.Select(ServiceDump.Of),
        table.Workloads.Select(WorkloadDump.Of),
        table.Authorizations.Select(policy => policy.Key.ToString()));
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

    public static ServiceDump Of(MeshService service) => new(
        service.Namespace,
        service.Hostname,
        service.Addresses.Select(address => address.ToString()),
        service.Ports.ToDictionary(port => port.ServicePort, port => port.TargetPort),
        service.SubjectAltNames.Select(id => id.ToString()),
        service.LoadBalancing.Mode,
        service.LoadBalancing.Preferences,
        service.LoadBalancing.Health);
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
        workload.Services.Select(membership => membership.Service.ToString()));
}
