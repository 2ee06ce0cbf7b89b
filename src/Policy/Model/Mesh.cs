using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Model;

/// <summary>Several clusters as one immutable value, every reference in it resolved.</summary>
/// <param name="Clusters">The clusters, ordered by id.</param>
public sealed record Mesh(ValueList<Cluster> Clusters)
{
    /// <summary>A mesh without clusters.</summary>
    public static Mesh Empty { get; } = new([]);

    /// <summary>The suffix of every Service's host name, the same in all clusters.</summary>
    public string DomainSuffix { get; init; } = WellKnown.DefaultDomainSuffix;

    /// <summary>The cluster of that id, or null.</summary>
    /// <param name="id">A cluster's id.</param>
    public Cluster? Find(string id)
    {
        foreach (var cluster in Clusters.AsSpan())
        {
            if (cluster.Id == id)
                return cluster;
        }

        return null;
    }
}

/// <summary>One cluster: what its manifests say, valid and completed as its controllers would.</summary>
public sealed record Cluster
{
    /// <summary>Its id, unique in the mesh.</summary>
    public required string Id { get; init; }

    /// <summary>The network of its pods.</summary>
    public string Network { get; init; } = "";

    /// <summary>The trust domain of its workloads' identities.</summary>
    public string TrustDomain { get; init; } = WellKnown.DefaultTrustDomain;

    /// <summary>Other names of its trust domain, ordered: an identity of either is one of its own in policies.</summary>
    public ValueList<string> TrustDomainAliases { get; init; }

    /// <summary>Trust domains of others whose identities its workloads believe, with the roots that prove them, ordered.</summary>
    public ValueList<TrustBundle> Federation { get; init; }

    /// <summary>What becomes of connections to addresses that nobody knows.</summary>
    public OutboundTrafficPolicy OutboundTrafficPolicy { get; init; }

    /// <summary>Host names of Services that it never shares, whatever its scope policy says (<c>serviceSettings</c>).</summary>
    public ClusterLocalHosts ClusterLocalHosts { get; init; } = ClusterLocalHosts.None;

    /// <summary>The Services that ServiceExports share, ordered by name.</summary>
    public ValueList<ExportedService> Exports { get; init; }

    /// <summary>The Services that ServiceImports ask for, ordered.</summary>
    public ValueList<NamespacedName> Imports { get; init; }

    /// <summary>Which of its Services are global.</summary>
    public ScopePolicy ScopePolicy { get; init; } = ScopePolicy.Empty;

    /// <summary>Its namespaces, ordered by name.</summary>
    public ValueList<Namespace> Namespaces { get; init; }

    /// <summary>Its Nodes, ordered by name.</summary>
    public ValueList<Node> Nodes { get; init; }

    /// <summary>Its Services, ordered by <see cref="ClusterService.Id"/>.</summary>
    public ValueList<ClusterService> Services { get; init; }

    /// <summary>Its pods, ordered by namespace and name.</summary>
    public ValueList<Pod> Pods { get; init; }

    /// <summary>
    /// What serves its Services and is no pod of it, ordered by uid: WorkloadEntries, endpoints of ServiceEntries, and what
    /// EndpointSlices list besides. Called as it is, unless it says that it takes HBONE.
    /// </summary>
    public ValueList<Workload> Endpoints { get; init; }

    /// <summary>Everything that serves its Services: its pods, then its other endpoints.</summary>
    public IEnumerable<Workload> Workloads => Pods.Select(pod => pod.Workload).Concat(Endpoints);

    /// <summary>Its east-west gateways, ordered by namespace and name.</summary>
    public ValueList<EastWestGateway> Gateways { get; init; }

    /// <summary>
    /// Gateways of other networks that it knows of and whose clusters are not read, ordered by namespace and name (Gateways of
    /// class <c>istio-remote</c>): nothing of this cluster runs them.
    /// </summary>
    public ValueList<EastWestGateway> RemoteGateways { get; init; }

    /// <summary>Its authorization policies, ordered by namespace and name.</summary>
    public ValueList<AuthorizationPolicy> Authorizations { get; init; }

    /// <summary>The namespace of that name, or null.</summary>
    /// <param name="name">A namespace's name.</param>
    public Namespace? FindNamespace(string name) => OrderedSearch.Find(Namespaces, name, ns => ns.Name, StringComparer.Ordinal);

    /// <summary>The Service of Kubernetes of that name, or null.</summary>
    /// <param name="name">Its namespace and name.</param>
    public ClusterService? FindService(NamespacedName name) =>
        OrderedSearch.Find(Services, (name, ServiceSource.Service), service => (service.Name, service.Source));

    /// <summary>The ServiceExport of that name, or null.</summary>
    /// <param name="name">Its namespace and name.</param>
    public ExportedService? FindExport(NamespacedName name) => OrderedSearch.Find(Exports, name, export => export.Name);

    /// <summary>The cluster as others need to know it: everything but what it runs.</summary>
    public Cluster WithoutContents() => this with { Services = [], Pods = [], Endpoints = [], Authorizations = [] };
}

/// <summary>A namespace of one cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels, <c>kubernetes.io/metadata.name</c> among them.</param>
public sealed record Namespace(string Name, LabelSet Labels);

/// <summary>A Node of one cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PodCidrs">The ranges out of which its pods have their addresses.</param>
/// <param name="Locality">Where it runs.</param>
public sealed record Node(string Name, ValueList<IPNetwork> PodCidrs, Locality Locality)
{
    /// <summary>The network of its pods where it names one; empty where they are in their cluster's.</summary>
    public string Network { get; init; } = "";

    /// <summary>Its own addresses inside the cluster, which pods on the host's network have too.</summary>
    public ValueList<IPAddress> Addresses { get; init; }
}

/// <summary>A Service as one cluster defines it.</summary>
public sealed record ClusterService
{
    /// <summary>Its name and namespace.</summary>
    public required NamespacedName Name { get; init; }

    /// <summary>Its full host name.</summary>
    public required string Hostname { get; init; }

    /// <summary>Its labels.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>What defines it.</summary>
    public ServiceSource Source { get; init; }

    /// <summary>Whether it has no virtual address on purpose: callers choose among its endpoints by themselves.</summary>
    public bool IsHeadless { get; init; }

    /// <summary>Its virtual addresses in this cluster; none where it is headless.</summary>
    public ValueList<IPAddress> Addresses { get; init; }

    /// <summary>The ranges of addresses that lead to it (of a ServiceEntry).</summary>
    public ValueList<IPNetwork> AddressBlocks { get; init; }

    /// <summary>Its ports, ordered by service port.</summary>
    public ValueList<PortMapping> Ports { get; init; }

    /// <summary>Which endpoints are preferred.</summary>
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    /// <summary>Whether it is outside of the mesh, so that its endpoints are reached from every network alike (of a ServiceEntry).</summary>
    public bool IsOutside { get; init; }

    /// <summary>Which addresses of its endpoints are called.</summary>
    public IpFamilies IpFamilies { get; init; }

    /// <summary>Who can see it.</summary>
    public ServiceVisibility Visibility { get; init; }

    /// <summary>Whether it is the one that is meant where several namespaces have Services of this host name.</summary>
    public bool IsCanonical { get; init; } = true;

    /// <summary>Its waypoint, as the cluster knows it.</summary>
    public GatewayAddress? Waypoint { get; init; }

    /// <summary>Waypoints that share its connections.</summary>
    public ValueList<WeightedWaypoint> WeightedWaypoints { get; init; }

    /// <summary>Whether connections from an ingress gateway take the waypoint too.</summary>
    public bool UsesWaypointForIngress { get; init; }

    /// <summary>Whether one caller always has the same endpoint (<c>sessionAffinity: ClientIP</c>).</summary>
    public bool HasClientAffinity { get; init; }

    /// <summary>Each cluster's part of the connections, ordered by cluster.</summary>
    public ValueList<ClusterWeight> ClusterWeights { get; init; }

    /// <summary>How ports merge where copies of it in several clusters differ.</summary>
    public PortMerging PortMerging { get; init; }

    /// <summary>The identities that its endpoints may prove, beside those of its pods (of a ServiceEntry), ordered.</summary>
    public ValueList<SpiffeId> SubjectAltNames { get; init; }

    /// <summary>When it was made; null counts as equally old as every other without a time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What merging and memberships call it by.</summary>
    public NamespacedName Key => new(Name.Namespace, Hostname);

    /// <summary>What its cluster orders it by.</summary>
    public ServiceId Id => new(Name, Source, Hostname);
}

/// <summary>A pod of one cluster: the workload that it is, and what runs in it.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Ports">The ports at which its containers listen, ordered by number.</param>
public sealed record Pod(Workload Workload, LabelSet Labels, ValueList<PodPort> Ports)
{
    /// <summary>Its name and namespace.</summary>
    public NamespacedName Name => new(Workload.Namespace, Workload.Name);
}

/// <summary>A port at which a pod's application listens.</summary>
/// <param name="Number">The port.</param>
/// <param name="AppProtocol">What is spoken there, so far as a Service that leads there says.</param>
public sealed record PodPort(int Number, AppProtocol AppProtocol);

/// <summary>An east-west gateway: where other networks reach the services of one.</summary>
/// <param name="Name">The Gateway's name and namespace.</param>
/// <param name="Network">The network whose services it leads to.</param>
/// <param name="Addresses">Its routable addresses, ordered; none where names alone lead to it.</param>
/// <param name="HbonePort">Its HBONE port.</param>
/// <param name="Identity">The identity that it proves.</param>
public sealed record EastWestGateway(
    NamespacedName Name, string Network, ValueList<IPAddress> Addresses, int HbonePort, SpiffeId Identity)
{
    /// <summary>Its part of the connections among the gateways of its network; 0 for one that waits until the others are gone.</summary>
    public uint Weight { get; init; } = 1;

    /// <summary>Names that lead to it where it has no address of its own, ordered; callers resolve them.</summary>
    public ValueList<string> Hostnames { get; init; }
}

/// <summary>What defines a Service.</summary>
public enum ServiceSource
{
    /// <summary>A Service of Kubernetes.</summary>
    Service,

    /// <summary>A ServiceEntry of Istio's.</summary>
    ServiceEntry,
}

/// <summary>How the ports of one Service merge where clusters define different ones.</summary>
public enum PortMerging
{
    /// <summary>The ports of the copy that counts are the Service's (as in Istio).</summary>
    OfBase,

    /// <summary>Every port of any copy is the Service's (as in the MCS API); of two of one number that of the copy that counts more.</summary>
    Union,
}

/// <summary>What becomes of connections to addresses that nobody knows.</summary>
public enum OutboundTrafficPolicy
{
    /// <summary>They go out as they are (as in Istio).</summary>
    AllowAny,

    /// <summary>They are refused.</summary>
    RegistryOnly,
}

/// <summary>A Service that a ServiceExport shares with every cluster.</summary>
/// <param name="Name">Its namespace and name.</param>
/// <param name="CreatedAt">When the export was made, where known; of copies that conflict the one exported first counts.</param>
public sealed record ExportedService(NamespacedName Name, DateTimeOffset? CreatedAt);

/// <summary>A foreign trust domain and what proves its identities.</summary>
/// <param name="TrustDomain">The trust domain.</param>
/// <param name="RootsPem">Its root certificates in PEM; empty where they are the mesh's own.</param>
public sealed record TrustBundle(string TrustDomain, string RootsPem);
