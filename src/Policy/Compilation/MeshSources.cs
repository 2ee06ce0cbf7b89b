using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The texts of a mesh folder, as they were read.</summary>
/// <param name="Scope">The mesh's scope policy (<c>mesh.scope</c>), if there is one.</param>
/// <param name="Config">The mesh's MeshConfig (<c>mesh.yaml</c>), if there is one.</param>
/// <param name="Clusters">The clusters, in any order.</param>
public sealed record MeshSources(SourceText? Scope, SourceText? Config, ValueList<ClusterSources> Clusters)
{
    /// <summary>Nothing was read.</summary>
    public static MeshSources Empty { get; } = new(null, null, []);
}

/// <summary>The texts of one cluster.</summary>
/// <param name="Id">Its id: the name of its folder.</param>
/// <param name="Folder">Its folder, for diagnostics.</param>
/// <param name="Scope">A scope policy of its own, which stands in the place of the mesh's.</param>
/// <param name="Config">A MeshConfig of its own, whose values stand in the place of the mesh's.</param>
/// <param name="Manifests">Its manifests, in any order.</param>
public sealed record ClusterSources(
    string Id, string Folder, SourceText? Scope, SourceText? Config, ValueList<SourceText> Manifests)
{
    /// <summary>What is done to its objects after its manifests are read, one after the other.</summary>
    public ValueList<Amendment> Amendments { get; init; }
}
