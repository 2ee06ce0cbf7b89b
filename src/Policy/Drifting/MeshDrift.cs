using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Drifting;

/// <summary>
/// Finds what differs between the clusters of a mesh: by namespace sameness, what has one name is to be one thing. A pure
/// function of the texts and of what compiling them gave.
/// </summary>
public static class MeshDrift
{
    /// <summary>The differences that are asked for. Never fails; the order of clusters, files and objects does not count.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="compilation">What compiling those texts gave.</param>
    /// <param name="question">What is asked for.</param>
    public static DriftReport Find(MeshSources sources, MeshCompilation compilation, DriftQuestion question)
    {
        var clusters = WrittenCluster.Of(sources, compilation)
            .Where(cluster => question.Between.IsEmpty || question.Between.Contains(cluster.Cluster.Id))
            .ToValueList();
        var mesh = new ComparedMesh(clusters, MeshIndex.Create(compilation.Mesh));
        IEnumerable<DriftItem?> items =
        [
            .. ClusterDrift.Find(mesh),
            .. ScopePolicyDrift.Find(mesh),
            .. NamespaceDrift.Find(mesh),
            .. ServiceDrift.Find(mesh),
            .. WaypointDrift.Find(mesh),
            .. PolicyDrift.Find(mesh),
        ];
        return new DriftReport(items
            .OfType<DriftItem>()
            .Where(question.IsAbout)
            .OrderBy(item => item.Kind)
            .ThenBy(item => item.Namespace, StringComparer.Ordinal)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .ThenBy(item => item.What, StringComparer.Ordinal)
            .ToValueList());
    }
}
