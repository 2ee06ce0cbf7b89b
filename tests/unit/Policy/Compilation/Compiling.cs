using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>
/// Meshes of a few documents. A cluster has a Node and a network besides, in a file of their own, so that what a
/// situation writes begins at line 1 of <c>clusters/ID/f.yaml</c>.
/// </summary>
internal static class Compiling
{
    /// <summary>A cluster with a network and a Node, and these documents.</summary>
    public static ClusterSources Cluster(string id, params string[] documents) => Bare(id,
        [
            new SourceText($"clusters/{id}/base.yaml", $$$"""
                apiVersion: v1
                kind: Namespace
                metadata: {name: istio-system, labels: {topology.istio.io/network: {{{id}}}-network}}
                ---
                apiVersion: v1
                kind: Node
                metadata: {name: n1, labels: {topology.kubernetes.io/region: r, topology.kubernetes.io/zone: z, topology.istio.io/subzone: s}}
                spec: {podCIDR: 10.244.0.0/24}
                """),
            File(id, documents),
        ]);

    /// <summary>A cluster of these files and nothing besides.</summary>
    public static ClusterSources Bare(string id, params SourceText[] files) =>
        new(id, $"clusters/{id}", null, null, files.ToValueList());

    /// <summary>The file <c>f.yaml</c> of a cluster.</summary>
    public static SourceText File(string id, params string[] documents) =>
        new($"clusters/{id}/f.yaml", string.Join("\n---\n", documents));

    /// <summary>The scope policy of a mesh.</summary>
    public static SourceText Scope(string text) => new("mesh.scope", text);

    /// <summary>The MeshConfig of a mesh.</summary>
    public static SourceText Config(string text) => new("mesh.yaml", text);

    /// <summary>Compiles clusters without anything for the mesh as a whole.</summary>
    public static MeshCompilation Compile(params ClusterSources[] clusters) => Compile(null, null, clusters);

    /// <summary>Compiles clusters.</summary>
    public static MeshCompilation Compile(
        SourceText? scope, SourceText? config, ClusterSources[] clusters, MeshCompilation? previous = null) =>
        MeshCompiler.Compile(new MeshSources(scope, config, clusters.ToValueList()), previous);

    /// <summary>The one cluster of these documents, without findings but notes.</summary>
    public static Cluster East(params string[] documents)
    {
        var compilation = Compile(Cluster("east", documents));
        Assert.DoesNotContain(compilation.Diagnostics, finding => finding.Severity > Severity.Note);
        return Assert.Single(compilation.Mesh.Clusters);
    }

    /// <summary>The findings, a line each.</summary>
    public static string[] Findings(MeshCompilation compilation) =>
        [.. compilation.Diagnostics.Select(diagnostic => diagnostic.ToString())];

    /// <summary>The pods of a cluster, as <c>namespace/name</c>.</summary>
    public static string[] Pods(this Cluster cluster) => [.. cluster.Pods.Select(pod => pod.Name.ToString())];

    /// <summary>The Services of a cluster, as <c>namespace/name</c>.</summary>
    public static string[] Services(this Cluster cluster) => [.. cluster.Services.Select(service => service.Name.ToString())];
}
