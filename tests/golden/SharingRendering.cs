using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Tests.Golden;

/// <summary>What crosses from cluster to cluster and why, in few words.</summary>
internal static class SharingRendering
{
    /// <summary>Each copy of each Service and whether its cluster exports it, and under it whether each other cluster imports it.</summary>
    public static IEnumerable<string> Of(MeshIndex index)
    {
        foreach (var copy in index.Services.SelectMany(service => service.Copies))
        {
            yield return $"{copy.Cluster.Id} {Verb(index.ExportOf(copy), "exports", "keeps")} {copy.Service.Key}{Why(index.ExportOf(copy))}";
            foreach (var other in index.Mesh.Clusters.Where(other => other.Id != copy.Cluster.Id))
                yield return $"  {other.Id} {Verb(index.ImportOf(other, copy), "imports", "leaves")} it{Why(index.ImportOf(other, copy))}";
        }
    }

    /// <summary>Where two clusters follow different rules.</summary>
    public static IEnumerable<string> Drift(MeshIndex index) => OrNone(
        SharingDrift.Of(index).Select(one =>
            $"{one.Owner} {Verb(one.Export, "exports", "keeps")} {one.Service}, {one.Consumer} {Verb(one.Import, "imports", "leaves")} it"));

    /// <summary>In what copies differ, as one cluster sees them.</summary>
    public static IEnumerable<string> Conflicts(MeshIndex index, string viewer) => OrNone(
        SharingDrift.ConflictsSeenBy(index, viewer).SelectMany(seen => seen.Conflicts.Select(conflict => $"{seen.Service} {conflict}")));

    private static string Verb(SharingDecision decision, string shared, string kept) => decision.IsShared ? shared : kept;

    /// <summary>The reason, and the rule where one decided.</summary>
    private static string Why(SharingDecision decision)
    {
        var rule = decision.Reason is SharingReason.GlobalRule or SharingReason.LocalRule ? $" {decision.Scope.Rule}" : "";
        return $": {Rendering.Kebab(decision.Reason)}{rule}";
    }

    private static IEnumerable<string> OrNone(IEnumerable<string> lines) => lines.DefaultIfEmpty("none");
}
