using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Analysis;

namespace ScopeMesh.Policy.Drifting;

/// <summary>Namespaces that some clusters have, and labels of theirs that mean something.</summary>
internal static class NamespaceDrift
{
    private const string ItsOwn = "each cluster's own";

    private static readonly (string Key, string Follows)[] Labels =
    [
        (WellKnown.DataplaneModeLabel, "pods are in the mesh in some clusters and out of it in others"),
        (WellKnown.UseWaypointLabel, "Services go through a waypoint in some clusters and past it in others"),
        (WellKnown.UseWaypointNamespaceLabel, "Services go through another waypoint"),
        (WellKnown.IngressUseWaypointLabel, "what comes in from outside takes the waypoint in some clusters alone"),
    ];

    public static IEnumerable<DriftItem?> Find(ComparedMesh mesh)
    {
        var asked = mesh.Clusters
            .SelectMany(cluster => AskedLabels.Of(cluster.Cluster.ScopePolicy).Keys)
            .Except(Labels.Select(label => label.Key), StringComparer.Ordinal)
            .Select(key => (key, Follows: "scope rules that ask for it decide differently on the Services in it"))
            .ToArray();
        foreach (var ns in mesh.Clusters.SelectMany(cluster => cluster.Objects.Namespaces.Keys).Distinct(StringComparer.Ordinal))
        {
            var subject = new DriftSubject(DriftKind.Namespace, ns);
            yield return ComparedMesh.Compare(
                subject, "the namespace", mesh.Clusters, cluster => cluster.Objects.Namespaces.ContainsKey(ns) ? "there" : ComparedMesh.Absent, ItsOwn,
                "what is in it is not compared with clusters that have no such namespace");
            foreach (var (key, follows) in Labels.Concat(asked))
                yield return ComparedMesh.Compare(subject, $"label {key}", mesh.With(ns), cluster => Label(cluster, ns, key), ItsOwn, follows);
            yield return ComparedMesh.Compare(
                subject, $"annotation {WellKnown.TrafficDistributionAnnotation}", mesh.With(ns),
                cluster => cluster.Objects.Namespaces[ns]?.Meta.Annotations[WellKnown.TrafficDistributionAnnotation] ?? "none", ItsOwn,
                "callers prefer other endpoints of the Services in it");
        }
    }

    private static string Label(WrittenCluster cluster, string ns, string key) =>
        cluster.Objects.LabelsOf(ns).TryGet(key, out var value) ? value.Length == 0 ? "empty" : value : "none";
}
