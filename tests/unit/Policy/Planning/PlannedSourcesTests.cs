using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Planning;

namespace ScopeMesh.Tests.Unit.Policy.Planning;

public sealed class PlannedSourcesTests
{
    private const string Cart = "{apiVersion: v1, kind: Service, metadata: {name: cart}, spec: {ports: [{port: 80}]}}";

    private static readonly MeshSources Sources = new(
        new SourceText("mesh/mesh.scope", "global \"all\" when true"),
        null,
        [
            new ClusterSources("east", "mesh/clusters/east", null, null, [Text("mesh/clusters/east/cart.yaml", Cart)]),
            new ClusterSources("west", "mesh/clusters/west", null, null, [Text("mesh/clusters/west/a/b.yaml", Cart)]),
        ]);

    [Fact]
    public void Files_of_a_folder_take_the_place_of_those_of_the_same_path_whatever_folder_they_came_from()
    {
        var once = PlannedSources.Overlay(
            Sources, [new PlacedFile("clusters/west/a/b.yaml", Text("over/clusters/west/a/b.yaml", "x: 1")), new PlacedFile("README.yaml", Text("r", "x"))], "over");
        Assert.Equal(["over/clusters/west/a/b.yaml"], Files(once.Sources, "west"));
        var twice = PlannedSources.Overlay(once.Sources, [new PlacedFile("clusters/west/a/b.yaml", Text("more/clusters/west/a/b.yaml", "x: 2"))], "more");
        Assert.Equal(["more/clusters/west/a/b.yaml"], Files(twice.Sources, "west"));
        Assert.Equal(["mesh/clusters/east/cart.yaml"], Files(twice.Sources, "east"));
    }

    [Fact]
    public void Empty_files_remove_and_with_its_last_file_a_cluster_goes()
    {
        var later = PlannedSources.Overlay(
            Sources, [new PlacedFile("mesh.scope", Text("over/mesh.scope", "")), new PlacedFile("clusters/east/cart.yaml", Text("over/clusters/east/cart.yaml", ""))], "over");
        Assert.Null(later.Problem);
        Assert.Null(later.Sources.Scope);
        Assert.Equal(["west"], later.Sources.Clusters.Select(cluster => cluster.Id));
    }

    [Fact]
    public void A_new_cluster_may_come_in_a_folder()
    {
        var later = PlannedSources.Overlay(Sources, [new PlacedFile("clusters/north/cart.yaml", Text("over/clusters/north/cart.yaml", Cart))], "over");
        Assert.Equal("over/clusters/north", later.Sources.Clusters.Single(cluster => cluster.Id == "north").Folder);
    }

    [Fact]
    public void A_policy_becomes_the_clusters_own_and_manifests_are_applied()
    {
        var later = PlannedSources.Put(Sources, "east", Text("own.scope", "local \"none\" when true"));
        Assert.Equal("own.scope", later.Sources.Clusters[0].Scope?.File);
        later = PlannedSources.Put(later.Sources, "east", Text("<stdin>", Cart));
        Assert.IsType<Amendment.Applied>(Assert.Single(later.Sources.Clusters[0].Amendments));
    }

    [Fact]
    public void What_cannot_be_applied_says_why()
    {
        Assert.Equal("there is no cluster `north`; there are `east`, `west`", PlannedSources.Without(Sources, "north").Problem);
        Assert.Equal("there is no cluster `north`; there are `east`, `west`", PlannedSources.Put(Sources, "north", Text("a.scope", "")).Problem);
        Assert.Equal(
            "`over` holds nothing of a mesh folder; name one with `mesh.scope`, `mesh.yaml` or `clusters/ID/FILE.yaml`",
            PlannedSources.Overlay(Sources, [new PlacedFile("notes.yaml", Text("over/notes.yaml", "x"))], "over").Problem);
        var labelled = PlannedSources.Amend(Sources, "east", [new Amendment.Labelled("label:east/default,a=b", "default", null, "a", "b")]).Sources;
        Assert.Equal(
            "`over` takes the place of manifests of cluster `east` after `label:east/default,a=b` has changed its objects; name it before that",
            PlannedSources.Overlay(labelled, [new PlacedFile("clusters/east/cart.yaml", Text("over/clusters/east/cart.yaml", Cart))], "over").Problem);
    }

    [Fact]
    public void Amendments_change_objects_one_after_the_other()
    {
        var later = PlannedSources.Amend(Sources, "east",
        [
            new Amendment.Applied(Text("more.yaml", Cart.Replace("80", "81", StringComparison.Ordinal) + "\n---\n" + Cart.Replace("cart", "till", StringComparison.Ordinal))),
            new Amendment.Labelled("first", "default", "till", "a", "1"),
            new Amendment.Labelled("second", "default", "till", "a", "2"),
            new Amendment.Labelled("third", "default", null, "env", "prod"),
        ]).Sources;
        var east = MeshCompiler.Compile(later).Mesh.Find("east")!;
        Assert.Equal([81, 80], east.Services.Select(service => service.Ports[0].ServicePort));
        Assert.Equal("2", east.FindService(new NamespacedName("default", "till"))!.Labels["a"]);
        Assert.Equal("prod", east.FindNamespace("default")!.Labels["env"]);
        var gone = PlannedSources.Amend(later, "east", [new Amendment.Deleted("delete", "Service", new NamespacedName("default", "cart"))]).Sources;
        Assert.Equal(["till"], MeshCompiler.Compile(gone).Mesh.Find("east")!.Services.Select(service => service.Name.Name));
    }

    private static SourceText Text(string file, string text) => new(file, text);

    private static IEnumerable<string> Files(MeshSources sources, string cluster) =>
        sources.Clusters.Single(one => one.Id == cluster).Manifests.Select(manifest => manifest.File);
}
