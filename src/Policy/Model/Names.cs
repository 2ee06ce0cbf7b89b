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

    /// <summary>The annotation of a Gateway by which it and its Service, pods and account have another name.</summary>
    public const string GatewayNameOverrideAnnotation = "gateway.istio.io/name-override";

    /// <summary>The annotation of an east-west Gateway: its share among those of its network; 0 makes it a standby.</summary>
    public const string GatewayWeightAnnotation = "scopemesh.io/gateway-weight";

    /// <summary>The annotation of a Service by which endpoints are preferred: scopes of ours, clusters and networks among them.</summary>
    public const string RoutingPreferenceAnnotation = "scopemesh.io/routing-preference";

    /// <summary>The annotation of a Service that gives each cluster its part of the connections.</summary>
    public const string ClusterWeightsAnnotation = "scopemesh.io/cluster-weights";

    /// <summary>The annotation of a Service that says how ports merge where its copies differ.</summary>
    public const string PortMergingAnnotation = "scopemesh.io/port-merging";

    /// <summary>The option of a listener's TLS that asks for the mesh's own.</summary>
    public const string TlsTerminateModeOption = "gateway.istio.io/tls-terminate-mode";

    /// <summary>The label that names the Gateway which pods, a Service or a policy are of.</summary>
    public const string GatewayNameLabel = "gateway.networking.k8s.io/gateway-name";

    /// <summary>The label that says which controller made a Gateway's Service and pods.</summary>
    public const string GatewayManagedLabel = "gateway.istio.io/managed";

    /// <summary>What <see cref="GatewayManagedLabel"/> says at waypoints.</summary>
    public const string ManagedWaypoint = "istio.io-mesh-controller";

    /// <summary>What <see cref="GatewayManagedLabel"/> says at east-west gateways.</summary>
    public const string ManagedEastWestGateway = "istio.io-eastwest-controller";

    /// <summary>The label that names the waypoint of a Service, a workload or a whole Namespace; <c>none</c> for none.</summary>
    public const string UseWaypointLabel = "istio.io/use-waypoint";

    /// <summary>The label that names the namespace of that waypoint, where it is another.</summary>
    public const string UseWaypointNamespaceLabel = "istio.io/use-waypoint-namespace";

    /// <summary>The label of a waypoint that says what it takes: <c>service</c>, <c>workload</c>, <c>all</c> or <c>none</c>.</summary>
    public const string WaypointForLabel = "istio.io/waypoint-for";

    /// <summary>The label by which ingress gateways send what is for a Service through its waypoint.</summary>
    public const string IngressUseWaypointLabel = "istio.io/ingress-use-waypoint";

    /// <summary>The label that names a second waypoint, which takes a share of a Service's connections.</summary>
    public const string UseWaypointCanaryLabel = "istio.io/use-waypoint-canary";

    /// <summary>The label that names the namespace of that second waypoint, where it is another.</summary>
    public const string UseWaypointCanaryNamespaceLabel = "istio.io/use-waypoint-canary-namespace";

    /// <summary>The annotation that says the second waypoint's share, in percent.</summary>
    public const string UseWaypointCanaryWeightAnnotation = "istio.io/use-waypoint-canary-weight";

    /// <summary>The annotation of a Gateway that says how node proxies hand connections to its pods.</summary>
    public const string WaypointInboundBindingAnnotation = "ambient.istio.io/waypoint-inbound-binding";

    /// <summary>The annotation by which a workload says that a node proxy takes its connections.</summary>
    public const string RedirectionAnnotation = "ambient.istio.io/redirection";

    /// <summary>The label by which a workload says that it speaks HBONE itself, with the value <c>http</c>.</summary>
    public const string TunnelLabel = "networking.istio.io/tunnel";

    /// <summary>The label by which a ServiceEntry has no addresses assigned, with the value <c>false</c>.</summary>
    public const string AutoallocateIpLabel = "networking.istio.io/enable-autoallocate-ip";

    /// <summary>The label that makes a Service global by the rule of Istio's ambient profile.</summary>
    public const string GlobalLabel = "istio.io/global";

    /// <summary>The GatewayClass of a pointer to an east-west gateway whose cluster is not read.</summary>
    public const string RemoteGatewayClass = "istio-remote";

    /// <summary>The GatewayClass of a waypoint.</summary>
    public const string WaypointGatewayClass = "istio-waypoint";

    /// <summary>The port at which a gateway or waypoint says that it is ready.</summary>
    public const int GatewayStatusPort = 15021;

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
