namespace ScopeMesh.Policy.Model;

/// <summary>The name of an object within its namespace; ordered by namespace, then name, ordinally.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The name.</param>
public readonly record struct NamespacedName(string Namespace, string Name) : IComparable<NamespacedName>
{
    /// <inheritdoc/>
    public int CompareTo(NamespacedName other)
    {
        var byNamespace = string.CompareOrdinal(Namespace, other.Namespace);
        return byNamespace != 0 ? byNamespace : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary><c>namespace/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";

    /// <summary>Whether the left name comes first.</summary>
    public static bool operator <(NamespacedName left, NamespacedName right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right name comes first.</summary>
    public static bool operator >(NamespacedName left, NamespacedName right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right name does not come first.</summary>
    public static bool operator <=(NamespacedName left, NamespacedName right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left name does not come first.</summary>
    public static bool operator >=(NamespacedName left, NamespacedName right) => left.CompareTo(right) >= 0;
}

/// <summary>Names and numbers of Istio's that manifests and the wire carry.</summary>
public static class WellKnown
{
    /// <summary>The port of HBONE, at node proxies, waypoints and east-west gateways.</summary>
    public const int HbonePort = 15008;

    /// <summary>The port at which a node proxy takes captured outbound connections.</summary>
    public const int OutboundPort = 15001;

    /// <summary>The port at which a node proxy takes captured inbound plaintext.</summary>
    public const int InboundPlaintextPort = 15006;

    /// <summary>The label that names a network: on the system namespace, a Gateway, a Node or a Pod.</summary>
    public const string NetworkLabel = "topology.istio.io/network";

    /// <summary>The label that names a cluster, on the system namespace.</summary>
    public const string ClusterLabel = "topology.istio.io/cluster";

    /// <summary>The Node label that names its region.</summary>
    public const string RegionLabel = "topology.kubernetes.io/region";

    /// <summary>The Node label that names its zone.</summary>
    public const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>The Node label that names its subzone.</summary>
    public const string SubzoneLabel = "topology.istio.io/subzone";

    /// <summary>The label by which a namespace or a Pod joins the mesh (<c>ambient</c>) or stays out (<c>none</c>).</summary>
    public const string DataplaneModeLabel = "istio.io/dataplane-mode";

    /// <summary>The annotation that says where traffic prefers to go, on a Service or a Namespace.</summary>
    public const string TrafficDistributionAnnotation = "networking.istio.io/traffic-distribution";

    /// <summary>The annotation of a Gateway that names its service account where it is not the Gateway's name.</summary>
    public const string GatewayServiceAccountAnnotation = "gateway.istio.io/service-account";

    /// <summary>The GatewayClass of an east-west gateway.</summary>
    public const string EastWestGatewayClass = "istio-east-west";

    /// <summary>The namespace of the control plane, whose policies hold for the whole mesh.</summary>
    public const string SystemNamespace = "istio-system";

    /// <summary>The trust domain of a mesh that names none.</summary>
    public const string DefaultTrustDomain = "cluster.local";

    /// <summary>The suffix of the names of Kubernetes Services.</summary>
    public const string DefaultDomainSuffix = "cluster.local";

    /// <summary>Whether a port of a workload's address is its node proxy's own, which no application may be called at.</summary>
    /// <param name="port">A port.</param>
    public static bool IsNodeProxyPort(int port) => port is HbonePort or OutboundPort or InboundPlaintextPort;
}
