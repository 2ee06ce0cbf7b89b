using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

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
    IEnumerable<RoutingScope> RoutingPreferences)
{
    public static ServiceDump Of(MeshService service) => new(
        service.Namespace,
        service.Hostname,
        service.Addresses.Select(address => address.ToString()),
        service.Ports.ToDictionary(port => port.ServicePort, port => port.TargetPort),
        service.SubjectAltNames.Select(id => id.ToString()),
        service.LoadBalancing.Mode,
        service.LoadBalancing.Preferences);
}

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
    IEnumerable<string> Services)
{
    public static WorkloadDump Of(Workload workload) => new(
        workload.Uid,
        workload.Network,
        workload.Cluster,
        workload.Addresses.Select(address => address.ToString()),
        workload.TunnelProtocol,
        workload.Identity.IsNone ? null : workload.Identity.ToString(),
        workload.NetworkGateway is { } gateway ? $"{gateway.Address}:{gateway.HbonePort}" : null,
        workload.Status,
        workload.Capacity,
        workload.Services.Select(membership => membership.Service.ToString()));
}
