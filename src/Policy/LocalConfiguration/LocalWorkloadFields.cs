using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>Reads a workload of ztunnel's local configuration (<c>LocalWorkload</c>).</summary>
internal static class LocalWorkloadFields
{
    /// <summary>The service account of a workload that names none, as ztunnel has it for what a control plane sends.</summary>
    public const string DefaultServiceAccount = "default";

    private static readonly FieldType<TunnelProtocol> Protocol =
        FieldTypes.Choice(("HBONE", TunnelProtocol.Hbone), ("TCP", TunnelProtocol.None));

    private static readonly FieldType<NetworkMode> Mode =
        FieldTypes.Choice(("Standard", NetworkMode.Standard), ("HostNetwork", NetworkMode.HostNetwork));

    private static readonly FieldType<ApplicationTunnelProtocol> TunnelHeader =
        FieldTypes.Choice(("NONE", ApplicationTunnelProtocol.None), ("PROXY", ApplicationTunnelProtocol.Proxy));

    private static readonly FieldType<WorkloadKind> Kind = FieldTypes.Choice(
        ("pod", WorkloadKind.Pod), ("deployment", WorkloadKind.Deployment), ("cronjob", WorkloadKind.CronJob), ("job", WorkloadKind.Job), ("", WorkloadKind.Pod));

    private static readonly FieldType<IPAddress> Address = FieldTypes.Address;

    /// <summary>Whether something can take connections.</summary>
    public static FieldType<HealthStatus> Status { get; } =
        FieldTypes.Choice(("Healthy", HealthStatus.Healthy), ("Unhealthy", HealthStatus.Unhealthy));

    public static DraftWorkload Read(ObjectReader fields)
    {
        fields.AllowOnly(
            "uid", "workloadIps", "namespace", "name", "serviceAccount", "trustDomain", "network", "protocol", "networkMode",
            "node", "hostname", "clusterId", "workloadName", "workloadType", "canonicalName", "canonicalRevision", "status",
            "capacity", "locality", "nativeTunnel", "applicationTunnel", "authorizationPolicies", "waypoint", "networkGateway", "services");
        var (name, ns, cluster) = (Text(fields, "name"), fields.Required("namespace", LocalTypes.NonEmptyIdentityPart, ""), Text(fields, "clusterId"));
        if (!fields.Has("workloadIps"))
            fields.ReportMissing("workloadIps");
        var (memberships, named) = ReadServices(fields);
        var policies = fields.Values("authorizationPolicies", LocalTypes.ObjectName);
        var uid = fields.Value("uid", FieldTypes.Text);
        var workload = new Workload
        {
            Uid = uid is { Value: { Length: > 0 } given } ? given : $"{cluster}//Pod/{ns.Value}/{name}",
            Name = name,
            Namespace = ns.Value,
            Addresses = fields.Values("workloadIps", Address).Select(address => address.Value).ToValueList(),
            Network = Text(fields, "network"),
            TunnelProtocol = fields.Value("protocol", Protocol)?.Value ?? TunnelProtocol.None,
            TrustDomain = fields.Value("trustDomain", LocalTypes.TrustDomain)?.Value ?? WellKnown.DefaultTrustDomain,
            ServiceAccount = fields.Value("serviceAccount", LocalTypes.IdentityPart)?.Value ?? DefaultServiceAccount,
            Hostname = Text(fields, "hostname"),
            NetworkMode = fields.Value("networkMode", Mode)?.Value ?? NetworkMode.Standard,
            NetworkGateway = fields.Gateway("networkGateway"),
            Waypoint = fields.Gateway("waypoint"),
            ApplicationTunnel = ReadTunnel(fields),
            IsNativeTunnel = fields.Value("nativeTunnel", FieldTypes.Flag)?.Value ?? false,
            Node = Text(fields, "node"),
            CanonicalName = Text(fields, "canonicalName"),
            CanonicalRevision = Text(fields, "canonicalRevision"),
            Kind = fields.Value("workloadType", Kind)?.Value ?? WorkloadKind.Pod,
            Owner = Text(fields, "workloadName"),
            Services = memberships,
            AuthorizationPolicies = policies.Select(policy => policy.Value).Distinct().Order().ToValueList(),
            Status = fields.Value("status", Status)?.Value ?? HealthStatus.Healthy,
            Cluster = cluster,
            Locality = ReadLocality(fields),
            Capacity = fields.Value("capacity", LocalTypes.Number)?.Value ?? 1,
        };
        return new DraftWorkload(workload, uid?.Span ?? ns.Span, named, policies);
    }

    private static string Text(ObjectReader fields, string field) => fields.Value(field, FieldTypes.Text)?.Value ?? "";

    private static (ValueList<ServiceMembership> Memberships, ValueList<Located<NamespacedName>> Named) ReadServices(ObjectReader fields)
    {
        if (fields.Object("services") is not { } services)
            return ([], []);
        var (memberships, named) = (new List<ServiceMembership>(), new List<Located<NamespacedName>>());
        foreach (var entry in services.Entries)
        {
            var key = new Manifests.Yaml.SourceNode.Scalar(entry.Key, Manifests.Yaml.ScalarKind.Text, entry.KeySpan);
            var name = LocalTypes.ObjectName.Read(key, services.PathOf(entry.Key), services.Sink);
            var ports = services.Ports(entry.Key);
            if (name is not { } read)
                continue;
            memberships.Add(new ServiceMembership(read.Value, ports));
            named.Add(read);
        }

        return (memberships.OrderBy(membership => membership.Service).ToValueList(), named.ToValueList());
    }

    private static ApplicationTunnel? ReadTunnel(ObjectReader fields)
    {
        if (fields.Object("applicationTunnel") is not { } tunnel)
            return null;
        tunnel.AllowOnly("protocol", "port");
        return new ApplicationTunnel(
            tunnel.Required("protocol", TunnelHeader, ApplicationTunnelProtocol.None).Value,
            tunnel.Value("port", LocalTypes.TargetPort)?.Value ?? 0);
    }

    private static Locality ReadLocality(ObjectReader fields)
    {
        if (fields.Object("locality") is not { } locality)
            return Locality.Unknown;
        locality.AllowOnly("region", "zone", "subzone");
        return new Locality(Text(locality, "region"), Text(locality, "zone"), Text(locality, "subzone"));
    }
}
