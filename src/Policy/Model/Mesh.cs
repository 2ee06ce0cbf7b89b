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
    public Cluster? Find(string id) => Clusters.FirstOrDefault(cluster => cluster.Id == id);
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

    /// <summary>Which of its Services are global.</summary>
    public ScopePolicy ScopePolicy { get; init; } = ScopePolicy.Empty;

    /// <summary>Its namespaces, ordered by name.</summary>
    public ValueList<Namespace> Namespaces { get; init; }

    /// <summary>Its Nodes, ordered by name.</summary>
    public ValueList<Node> Nodes { get; init; }

    /// <summary>Its Services, ordered by namespace and name.</summary>
    public ValueList<ClusterService> Services { get; init; }

    /// <summary>Its pods, ordered by namespace and name.</summary>
    public ValueList<Pod> Pods { get; init; }

    /// <summary>What EndpointSlices list and is no pod of the cluster, ordered by uid: outside of the mesh, called as it is.</summary>
    public ValueList<Workload> Endpoints { get; init; }

    /// <summary>Everything that serves its Services: its pods, then its other endpoints.</summary>
    public IEnumerable<Workload> Workloads => Pods.Select(pod => pod.Workload).Concat(Endpoints);

    /// <summary>Its east-west gateways, ordered by namespace and name.</summary>
    public ValueList<EastWestGateway> Gateways { get; init; }

    /// <summary>Its authorization policies, ordered by namespace and name.</summary>
    public ValueList<AuthorizationPolicy> Authorizations { get; init; }

    /// <summary>The namespace of that name, or null.</summary>
    /// <param name="name">A namespace's name.</param>
    public Namespace? FindNamespace(string name) => Namespaces.FirstOrDefault(ns => ns.Name == name);
}

/// <summary>A namespace of one cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels, <c>kubernetes.io/metadata.name</c> among them.</param>
public sealed record Namespace(string Name, LabelSet Labels);

/// <summary>A Node of one cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PodCidrs">The ranges out of which its pods have their addresses.</param>
/// <param name="Locality">Where it runs.</param>
public sealed record Node(string Name, ValueList<IPNetwork> PodCidrs, Locality Locality);

/// <summary>A Service as one cluster defines it.</summary>
public sealed record ClusterService
{
    /// <summary>Its name and namespace.</summary>
    public required NamespacedName Name { get; init; }

    /// <summary>Its full host name.</summary>
    public required string Hostname { get; init; }

    /// <summary>Its labels.</summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Its virtual addresses in this cluster; none where it is headless.</summary>
    public ValueList<IPAddress> Addresses { get; init; }

    /// <summary>Its ports, ordered by service port.</summary>
    public ValueList<PortMapping> Ports { get; init; }

    /// <summary>Which endpoints are preferred.</summary>
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    /// <summary>When it was made; null counts as equally old as every other without a time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What merging and memberships call it by.</summary>
    public NamespacedName Key => new(Name.Namespace, Hostname);
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
/// <param name="Addresses">Its routable addresses, at least one, ordered.</param>
/// <param name="HbonePort">Its HBONE port.</param>
/// <param name="Identity">The identity that it proves.</param>
public sealed record EastWestGateway(
    NamespacedName Name, string Network, ValueList<IPAddress> Addresses, int HbonePort, SpiffeId Identity);
