using System.Collections.Immutable;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Merging;

/// <summary>A Service as one cluster sees it, with the clusters whose copies are part of it.</summary>
/// <param name="Service">The merged Service.</param>
/// <param name="Clusters">The clusters whose endpoints serve it, ordered.</param>
/// <param name="IsGlobal">Whether it is shared.</param>
public sealed record MergedService(MeshService Service, ValueList<string> Clusters, bool IsGlobal);

/// <summary>
/// Namespace sameness: Services of one namespace and name are one Service. A cluster sees its own copy and the
/// global copies of others. Its own copy is the base; where it has none, the oldest, then that of the smallest
/// cluster id. A local copy of its own stands alone, and hides global ones elsewhere.
/// </summary>
public static class ServiceMerger
{
    /// <summary>The Services that a cluster sees, ordered by key.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="scopes">The scope of every Service.</param>
    /// <param name="viewer">The cluster that looks.</param>
    public static ImmutableArray<MergedService> Merge(Mesh mesh, MeshScopes scopes, string viewer) =>
    [
        .. mesh.Clusters
            .SelectMany(cluster => cluster.Services.Select(service => new Copy(cluster, service)))
            .Where(copy => copy.Cluster.Id == viewer || scopes.IsGlobal(copy.Cluster.Id, copy.Service.Key))
            .GroupBy(copy => copy.Service.Key)
            .OrderBy(copies => copies.Key)
            .Select(copies => Merge([.. copies], scopes, viewer)),
    ];

    /// <summary>What a gateway leads to: the global copies alone, wherever it stands itself, ordered by key.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="scopes">The scope of every Service.</param>
    public static ImmutableArray<MergedService> MergeGlobal(Mesh mesh, MeshScopes scopes) =>
        [.. Merge(mesh, scopes, viewer: "").Where(service => service.IsGlobal)];

    private static MergedService Merge(ImmutableArray<Copy> copies, MeshScopes scopes, string viewer)
    {
        var own = copies.FirstOrDefault(copy => copy.Cluster.Id == viewer);
        if (own is not null && !scopes.IsGlobal(viewer, own.Service.Key))
            return new MergedService(Of(own, [own]), [viewer], IsGlobal: false);
        var basis = own ?? copies
            .OrderBy(copy => copy.Service.CreatedAt ?? DateTimeOffset.MinValue)
            .ThenBy(copy => copy.Cluster.Id, StringComparer.Ordinal)
            .First();
        var clusters = copies.Select(copy => copy.Cluster.Id).Order(StringComparer.Ordinal).ToValueList();
        return new MergedService(Of(basis, copies), clusters, IsGlobal: true);
    }

    private static MeshService Of(Copy basis, ImmutableArray<Copy> copies) => new()
    {
        Name = basis.Service.Name.Name,
        Namespace = basis.Service.Name.Namespace,
        Hostname = basis.Service.Hostname,
        Addresses = copies
            .SelectMany(copy => copy.Service.Addresses.Select(ip => new NetworkAddress(copy.Cluster.Network, ip)))
            .Distinct()
            .OrderBy(address => address.Network, StringComparer.Ordinal)
            .ThenBy(address => address.Address, AddressOrder.Instance)
            .ToValueList(),
        Ports = basis.Service.Ports,
        LoadBalancing = basis.Service.LoadBalancing,
    };

    private sealed record Copy(Cluster Cluster, ClusterService Service);
}
