using System.Collections.Concurrent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// A mesh as all of its hosts see it: the route table of every node proxy and gateway. Tables are compiled when somebody
/// asks for them first; they follow from the mesh alone.
/// </summary>
public sealed class MeshView : IHostTables
{
    private readonly ConcurrentDictionary<Viewpoint, Lazy<TableCompilation>> _tables = new();

    private readonly MeshTables? _known;

    private MeshView(MeshIndex index, MeshTables? known) => (Index, _known) = (index, known);

    /// <summary>The mesh.</summary>
    public Mesh Mesh => Index.Mesh;

    /// <summary>The copies of its Services.</summary>
    public MeshIndex Index { get; }

    /// <summary>A view of a mesh.</summary>
    /// <param name="mesh">The mesh.</param>
    public static MeshView Of(Mesh mesh) => new(MeshIndex.Create(mesh), null);

    /// <summary>A view of a mesh some of whose tables are known.</summary>
    /// <param name="tables">The tables.</param>
    public static MeshView Of(MeshTables tables) => new(tables.Index, tables);

    /// <summary>Every viewpoint that a host has: those of the nodes of each network that pods of a cluster are in, and of gateways.</summary>
    public IEnumerable<Viewpoint> Viewpoints => Mesh.Clusters.SelectMany(cluster =>
        cluster.Pods.Select(pod => pod.Workload.Network)
            .Prepend(cluster.Network)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(network => new Viewpoint(cluster.Id, network, ViewpointRole.Node))
            .Concat(cluster.Gateways
                .Select(gateway => gateway.Network)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(network => new Viewpoint(cluster.Id, network, ViewpointRole.Gateway))));

    /// <summary>The table of the nodes of a cluster whose pods are in a network.</summary>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="network">The network.</param>
    public RouteTable Node(string cluster, string network) => Table(new Viewpoint(cluster, network, ViewpointRole.Node));

    /// <summary>The table of a cluster's gateways of a network.</summary>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="network">The network.</param>
    public RouteTable Gateway(string cluster, string network) => Table(new Viewpoint(cluster, network, ViewpointRole.Gateway));

    /// <inheritdoc/>
    public string DomainSuffix => Mesh.DomainSuffix;

    /// <inheritdoc/>
    public RouteTable? Of(Workload workload) =>
        Index.FindCluster(workload.Cluster) is null ? null : Node(workload.Cluster, workload.Network);

    /// <inheritdoc/>
    public GatewayTable? Of(RouteDecision.DoubleTunnel tunnel) => GatewayFinder.Find(Mesh, tunnel) is { } found
        ? new GatewayTable(found.Gateway.Identity, Gateway(found.Cluster.Id, found.Gateway.Network))
        : null;

    /// <summary>The table of a viewpoint.</summary>
    /// <param name="viewpoint">For whom.</param>
    public RouteTable Table(Viewpoint viewpoint) => _known?.Find(viewpoint) ?? _tables
        .GetOrAdd(viewpoint, at => new Lazy<TableCompilation>(() => TableCompilation.Of(Index, at))).Value.Table;
}
