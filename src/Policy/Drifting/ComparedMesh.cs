using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Drifting;

/// <summary>The clusters that are compared.</summary>
/// <param name="Clusters">The clusters with their manifests, ordered by id.</param>
/// <param name="Index">The whole mesh: who counts may be none of those that are compared.</param>
internal sealed record ComparedMesh(ValueList<WrittenCluster> Clusters, MeshIndex Index)
{
    /// <summary>What is said of something that a cluster has not.</summary>
    public const string Absent = "not there";

    /// <summary>The clusters that have a namespace, implied ones too.</summary>
    public IEnumerable<WrittenCluster> With(string ns) => Clusters.Where(cluster => cluster.Objects.Namespaces.ContainsKey(ns));

    /// <summary>A difference, or null where all say the same. Who is to be passed over says null.</summary>
    public static DriftItem? Compare(
        DriftSubject subject, string what, IEnumerable<WrittenCluster> clusters, Func<WrittenCluster, string?> say, string counts, string follows)
    {
        var values = clusters
            .Select(cluster => (cluster.Cluster.Id, Value: say(cluster)))
            .Where(said => said.Value is not null)
            .GroupBy(said => said.Value!, said => said.Id, StringComparer.Ordinal)
            .Select(group => new DriftValue(group.Key, group.ToValueList()))
            .ToValueList();
        return values.Count < 2 ? null : new DriftItem(subject.Kind, subject.Namespace, subject.Name, what, values, counts, follows);
    }
}

/// <summary>What is compared.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Namespace">Its namespace, or empty.</param>
/// <param name="Name">Its name, or empty.</param>
internal readonly record struct DriftSubject(DriftKind Kind, string Namespace = "", string Name = "");
