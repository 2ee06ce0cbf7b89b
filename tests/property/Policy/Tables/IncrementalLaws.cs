using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Tables;

/// <summary>Following changes one by one ends where compiling the whole mesh does, byte for byte.</summary>
public sealed class IncrementalLaws
{
    private const int Cases = 150;

    /// <summary>So few virtual addresses that names collide and move.</summary>
    private static readonly VirtualAddresses Few = VirtualAddresses.OfSize(3);

    /// <summary>A mesh, and clusters as they become one after the other; each has some number of the mesh's.</summary>
    private static readonly Gen<(Mesh Mesh, Cluster[] Later)> Histories =
        from mesh in ModelMeshes.All
        from later in Gen.Choose(0, mesh.Clusters.Count - 1).SelectMany(ModelMeshes.Cluster).ArrayOf(6)
        from parts in Gen.Choose(0, 6).ArrayOf(6)
        select (mesh, later.Zip(parts, (cluster, part) => Mixed(mesh.Find(cluster.Id)!, cluster, part)).ToArray());

    [Fact]
    public void After_any_changes_a_table_is_the_one_that_is_made_from_nothing() =>
        Law.Holds(
            Histories,
            history =>
            {
                var mesh = history.Mesh;
                var tables = CrossingLaws.Viewpoints(mesh)
                    .Select(viewpoint => TableCompilation.Of(MeshIndex.Create(mesh, Few), viewpoint)).ToArray();
                foreach (var cluster in history.Later)
                {
                    var change = ClusterChange.Between(mesh.Find(cluster.Id)!, cluster);
                    mesh = mesh with { Clusters = mesh.Clusters.Select(one => one.Id == cluster.Id ? cluster : one).ToValueList() };
                    var index = MeshIndex.Create(mesh, Few);
                    for (var at = 0; at < tables.Length; at++)
                    {
                        var before = tables[at].Table;
                        var (after, delta) = tables[at].With(change);
                        var anew = RouteTableCompiler.Compile(index, before.Viewpoint);
                        Assert.Equal(anew, after.Table);
                        Assert.Equal(RouteTableEncoding.Encode(anew), RouteTableEncoding.Encode(after.Table));
                        Assert.Equal(anew.ContentHash, after.Table.ContentHash);
                        Assert.Equal(RouteTableDelta.Between(before, anew), delta);
                        tables[at] = after;
                    }
                }
            },
            Cases);

    [Fact]
    public void A_change_of_a_cluster_leads_from_the_one_to_the_other() =>
        Law.Holds(
            from before in ModelMeshes.Cluster(0)
            from after in ModelMeshes.Cluster(0)
            select (before, after),
            at =>
            {
                Assert.Equal(at.after, ClusterChange.Between(at.before, at.after).Apply(at.before));
                Assert.Equal(new ClusterChange("c0"), ClusterChange.Between(at.after, at.after));
            });

    [Fact]
    public void An_index_that_followed_changes_gives_the_addresses_of_one_that_is_made_from_nothing() =>
        Law.Holds(
            Histories,
            history =>
            {
                var index = MeshIndex.Create(history.Mesh, Few);
                foreach (var cluster in history.Later)
                    index = index.With(ClusterChange.Between(index.Mesh.Find(cluster.Id)!, cluster));
                var anew = MeshIndex.Create(index.Mesh, Few);
                Assert.Equal(anew.Services, index.Services);
                foreach (var name in anew.Services.SelectMany(anew.SharedNames))
                    Assert.Equal(anew.VirtualAddresses.Find(name, IpFamilies.Dual), index.VirtualAddresses.Find(name, IpFamilies.Dual));
            },
            Cases);

    /// <summary>The cluster before with a part of it as it is after: often only pods change, seldom all.</summary>
    private static Cluster Mixed(Cluster before, Cluster after, int part) => part switch
    {
        0 => before with { Pods = after.Pods },
        1 => before with { Pods = [.. before.Pods.Skip(1)] },
        2 => before with { Services = after.Services },
        3 => before with { Services = after.Services, Pods = after.Pods },
        4 => before with { ScopePolicy = after.ScopePolicy },
        5 => before with
        {
            ScopePolicy = after.ScopePolicy,
            Exports = after.Exports,
            Imports = after.Imports,
            ClusterLocalHosts = after.ClusterLocalHosts,
            Pods = after.Pods,
        },
        _ => after,
    };
}
