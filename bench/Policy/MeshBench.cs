using System.Collections.Immutable;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Policy;

/// <summary>The whole way: manifest records to meshes, indexes and tables; and one pod of them changed.</summary>
internal static class MeshBench
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    public static IEnumerable<Table> Run()
    {
        foreach (var size in Sizes)
            yield return Compilation(size);
        yield return Change(hasOneNetwork: true);
        yield return Change(hasOneNetwork: false);
    }

    /// <summary>From manifest records to the table of one node viewpoint, with its hash.</summary>
    public static RouteTable Compile(ImmutableArray<ClusterManifests> manifests)
    {
        var table = RouteTableCompiler.Compile(MeshOf(manifests), Viewpoint(manifests.Length > 0));
        GC.KeepAlive(table.ContentHash);
        return table;
    }

    private static Table Compilation(int size)
    {
        var manifests = MeshManifests.Of(size, hasOneNetwork: true);
        var mesh = MeshOf(manifests);
        var index = MeshIndex.Create(mesh);
        return new Table(
            $"{size:N0} workloads, {size / 10:N0} Services in {MeshManifests.Clusters} clusters of one network",
            Series.Run(
                [
                    new("manifest records to a table, and its hash", () => Once(Compile(manifests))),
                    new("of that, records to clusters", () => Once(MeshOf(manifests))),
                    new("of that, clusters to an index", () => Once(MeshIndex.Create(mesh))),
                    new("of that, an index to a table", () => Once(RouteTableCompiler.Compile(index, Viewpoint(true)))),
                ],
                rounds: 3,
                turn: TimeSpan.FromMilliseconds(100)));
    }

    private static Table Change(bool hasOneNetwork)
    {
        const int size = 100_000;
        var mesh = MeshOf(MeshManifests.Of(size, hasOneNetwork));
        var before = TableCompilation.Of(MeshIndex.Create(mesh), Viewpoint(hasOneNetwork));
        var hash = before.Table.ContentHash;

        // A pod of a global Service that every cluster has, in another cluster, becomes unready.
        var cluster = mesh.Clusters[^1];
        var pod = cluster.Pods.First(one => one.Workload.Services[0].Service.Name.StartsWith("s0.ns0.", StringComparison.Ordinal));
        var change = new ClusterChange(cluster.Id)
        {
            Pods = [pod with { Workload = pod.Workload with { Status = HealthStatus.Unhealthy } }],
        };
        var (after, delta) = before.With(change);
        var later = mesh with { Clusters = mesh.Clusters.Select(one => one.Id == cluster.Id ? change.Apply(one) : one).ToValueList() };
        var anew = RouteTableCompiler.Compile(later, Viewpoint(hasOneNetwork));
        if (delta.IsEmpty || after.Table.ContentHash == hash || after.Table.ContentHash != anew.ContentHash)
            throw new InvalidOperationException("a changed table is not what it would be from nothing");
        return new Table(
            $"one pod of {size:N0} changed, in {(hasOneNetwork ? "one network" : "ten networks")}",
            Series.Run(
                [
                    new("the mesh to a table, and its hash, anew", () => Once(RouteTableCompiler.Compile(later, Viewpoint(hasOneNetwork)).ContentHash)),
                    new("the change to a table and its delta", () => Repeat(() => before.With(change).Delta)),
                    new("the same, and the hash", () => Repeat(() => before.With(change).After.Table.ContentHash)),
                ],
                rounds: 5,
                turn: TimeSpan.FromMilliseconds(100)));
    }

    public static Mesh MeshOf(ImmutableArray<ClusterManifests> manifests) =>
        new(manifests.Select(MeshManifests.Compile).ToValueList());

    private static Viewpoint Viewpoint(bool hasOneNetwork) => new("c0", hasOneNetwork ? "shared" : "net-0", ViewpointRole.Node);

    private static int Once(object made)
    {
        GC.KeepAlive(made);
        return 1;
    }

    private static int Repeat(Func<object> make)
    {
        const int times = 100;
        for (var i = 0; i < times; i++)
            GC.KeepAlive(make());
        return times;
    }
}
