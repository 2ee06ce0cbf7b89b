using System.Text.Json.Nodes;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Policy.LocalConfiguration.LocalConfigurationForm;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>A workload as <see cref="LocalWorkloadFields"/> reads it.</summary>
internal static class LocalWorkloadForm
{
    public static JsonNode Of(Workload workload) => Fields(
        ("uid", workload.Uid),
        ("name", Given(workload.Name)),
        ("namespace", workload.Namespace),
        ("serviceAccount", Given(workload.ServiceAccount, LocalWorkloadFields.DefaultServiceAccount)),
        ("trustDomain", Given(workload.TrustDomain, WellKnown.DefaultTrustDomain)),
        ("workloadIps", Items(workload.Addresses, Text)),
        ("network", Given(workload.Network)),
        ("protocol", workload.TunnelProtocol == TunnelProtocol.Hbone ? "HBONE" : "TCP"),
        ("networkMode", workload.NetworkMode == NetworkMode.Standard ? null : Text(workload.NetworkMode)),
        ("node", Given(workload.Node)),
        ("hostname", Given(workload.Hostname)),
        ("clusterId", Given(workload.Cluster)),
        ("workloadName", Given(workload.Owner)),
        ("workloadType", workload.Kind == WorkloadKind.Pod ? null : JsonValue.Create(workload.Kind.ToString().ToLowerInvariant())),
        ("canonicalName", Given(workload.CanonicalName)),
        ("canonicalRevision", Given(workload.CanonicalRevision)),
        ("status", workload.Status == HealthStatus.Healthy ? null : Text(workload.Status)),
        ("capacity", workload.Capacity == 1 ? null : JsonValue.Create(workload.Capacity)),
        ("locality", Of(workload.Locality)),
        ("nativeTunnel", Given(workload.IsNativeTunnel)),
        ("applicationTunnel", Of(workload.ApplicationTunnel)),
        ("authorizationPolicies", Given(workload.AuthorizationPolicies, policy => Text(policy))),
        ("waypoint", Gateway(workload.Waypoint)),
        ("networkGateway", Gateway(workload.NetworkGateway)),
        ("services", ServicesOf(workload)));

    private static JsonObject? Of(Locality locality) => locality == Locality.Unknown ? null : Fields(
        ("region", Given(locality.Region)), ("zone", Given(locality.Zone)), ("subzone", Given(locality.Subzone)));

    private static JsonObject? Of(ApplicationTunnel? tunnel) => tunnel is null ? null : Fields(
        ("protocol", tunnel.Protocol.ToString().ToUpperInvariant()), ("port", tunnel.Port == 0 ? null : JsonValue.Create(tunnel.Port)));

    /// <summary>ztunnel has this key always.</summary>
    private static JsonObject ServicesOf(Workload workload)
    {
        var services = new JsonObject();
        foreach (var membership in workload.Services)
            services[membership.Service.ToString()] = Ports(membership.Ports);
        return services;
    }
}
