using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>
/// A workload in ztunnel's shape (<c>Workload</c> in its <c>state/workload.rs</c>). What is null is not written: so is most
/// of what is as it is by default.
/// </summary>
internal sealed record MeshWorkloadDump
{
    public required IEnumerable<string> WorkloadIps { get; init; }

    public GatewayAddressDump? Waypoint { get; init; }

    public GatewayAddressDump? NetworkGateway { get; init; }

    public required string Protocol { get; init; }

    public required string NetworkMode { get; init; }

    public string? Uid { get; init; }

    public required string Name { get; init; }

    public required string Namespace { get; init; }

    public string? TrustDomain { get; init; }

    public string? ServiceAccount { get; init; }

    public string? Network { get; init; }

    public string? WorkloadName { get; init; }

    public string? WorkloadType { get; init; }

    public string? CanonicalName { get; init; }

    public string? CanonicalRevision { get; init; }

    public string? Hostname { get; init; }

    public string? Node { get; init; }

    public bool? NativeTunnel { get; init; }

    public ApplicationTunnelDump? ApplicationTunnel { get; init; }

    public IEnumerable<string>? AuthorizationPolicies { get; init; }

    public required string Status { get; init; }

    public required string ClusterId { get; init; }

    public LocalityDump? Locality { get; init; }

    public IEnumerable<string>? Services { get; init; }

    public required uint Capacity { get; init; }

    public static MeshWorkloadDump Of(Workload workload) => new()
    {
        WorkloadIps = workload.Addresses.Select(address => address.ToString()),
        Waypoint = GatewayAddressDump.Of(workload.Waypoint),
        NetworkGateway = GatewayAddressDump.Of(workload.NetworkGateway),
        Protocol = workload.TunnelProtocol == TunnelProtocol.Hbone ? "HBONE" : "TCP",
        NetworkMode = workload.NetworkMode.ToString(),
        Uid = Given(workload.Uid),
        Name = workload.Name,
        Namespace = workload.Namespace,
        TrustDomain = Given(workload.TrustDomain),
        ServiceAccount = Given(workload.ServiceAccount),
        Network = Given(workload.Network),
        WorkloadName = Given(workload.Owner),
        WorkloadType = workload.Kind.ToString().ToLowerInvariant(),
        CanonicalName = Given(workload.CanonicalName),
        CanonicalRevision = Given(workload.CanonicalRevision),
        Hostname = Given(workload.Hostname),
        Node = Given(workload.Node),
        NativeTunnel = workload.IsNativeTunnel ? true : null,
        ApplicationTunnel = workload.ApplicationTunnel is { } tunnel ? ApplicationTunnelDump.Of(tunnel) : null,
        AuthorizationPolicies = workload.AuthorizationPolicies.IsEmpty
            ? null
            : workload.AuthorizationPolicies.Select(policy => policy.ToString()),
        Status = workload.Status.ToString(),
        ClusterId = workload.Cluster,
        Locality = workload.Locality == Policy.Model.Locality.Unknown ? null : LocalityDump.Of(workload.Locality),
        Services = workload.Services.IsEmpty ? null : workload.Services.Select(membership => membership.Service.ToString()),
        Capacity = workload.Capacity,
    };

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

/// <summary>Where something runs.</summary>
internal sealed record LocalityDump(string Region, string Zone, string Subzone)
{
    public static LocalityDump Of(Locality locality) => new(locality.Region, locality.Zone, locality.Subzone);
}

/// <summary>How a workload takes connections that are meant for others.</summary>
internal sealed record ApplicationTunnelDump(string Protocol, int? Port)
{
    public static ApplicationTunnelDump Of(ApplicationTunnel tunnel) =>
        new(tunnel.Protocol.ToString().ToUpperInvariant(), tunnel.Port == 0 ? null : tunnel.Port);
}
