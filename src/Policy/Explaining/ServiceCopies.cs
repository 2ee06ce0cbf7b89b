using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Says of the Services of one name which of them a cluster sees, and what decided.</summary>
internal static class ServiceCopies
{
    /// <summary>Every copy, ordered by cluster.</summary>
    public static IEnumerable<ExplainedCopy> Of(MeshIndex index, ServiceGroup group, string viewer)
    {
        var merged = index.Merge(group, viewer);
        var own = group.Find(viewer);
        foreach (var copy in group.Copies)
        {
            var export = index.ExportOf(copy);
            SharingDecision? import = copy == own || index.FindCluster(viewer) is not { } cluster ? null : index.ImportOf(cluster, copy);
            yield return new ExplainedCopy(
                copy.Cluster.Id,
                merged?.Includes(copy.Cluster.Id) ?? false,
                export,
                import,
                Why(index, copy, own, export, import, viewer),
                copy.Members.Count(member => member.Status == HealthStatus.Healthy),
                copy.Members.Count);
        }
    }

    private static string Why(
        MeshIndex index, ServiceCopy copy, ServiceCopy? own, SharingDecision export, SharingDecision? import, string viewer)
    {
        if (import is not { } imported)
        {
            return export.IsShared
                ? $"it is the caller's own, and shared: {Because(copy.Cluster, copy, export)}"
                : $"it is the caller's own, and it alone counts, since its cluster keeps it: {Because(copy.Cluster, copy, export)}";
        }

        if (!export.IsShared)
            return $"`{copy.Cluster.Id}` keeps it for itself: {Because(copy.Cluster, copy, export)}";
        if (own is not null && !index.ExportOf(own).IsShared)
            return $"`{copy.Cluster.Id}` shares it, and `{viewer}` keeps its own copy for itself, which hides all others";
        var taker = index.FindCluster(viewer)!;
        return imported.IsShared
            ? $"`{copy.Cluster.Id}` shares it: {Because(copy.Cluster, copy, export)}; `{viewer}` takes it: {Because(taker, copy, imported)}"
            : $"`{copy.Cluster.Id}` shares it, and `{viewer}` does not take it: {Because(taker, copy, imported)}";
    }

    /// <summary>What decided that a cluster shares or takes a copy, or does not.</summary>
    /// <param name="decider">The cluster that decides.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="decision">The decision.</param>
    private static string Because(Cluster decider, ServiceCopy copy, SharingDecision decision) => decision.Reason switch
    {
        SharingReason.NoRule => decision.Scope.Reason == ScopeReason.NamespaceUnknown
            ? "its namespace is not known"
            : $"no rule of the scope policy of `{decider.Id}` matches, and no ServiceExport names it",
        SharingReason.GlobalRule => $"it is global by {Rules(decider, copy)}",
        SharingReason.LocalRule => $"it is local by {Rules(decider, copy)}",
        SharingReason.ServiceExport => "a ServiceExport names it",
        SharingReason.ServiceImport => "a ServiceImport asks for it",
        SharingReason.WaypointOfShared => "it is the waypoint of a service that is shared",
        SharingReason.ClusterLocal => $"the `serviceSettings` of `{decider.Id}` keep it within the cluster",
        SharingReason.Untrusted => $"trust domain `{copy.Cluster.TrustDomain}` of `{copy.Cluster.Id}` and `{decider.TrustDomain}` of `{decider.Id}` do not believe each other",
    };

    private static string Rules(Cluster decider, ServiceCopy copy)
    {
        var facts = ScopeResolver.Facts(copy.Cluster, copy.Service);
        var rules = decider.ScopePolicy.Explain(facts).Rules.Where(rule => rule.Determines);
        return string.Join(
            ", ", rules.Select(rule => $"rule {DecisionText.Rules([rule.Name])}{Place(rule.Span)}"));
    }

    private static string Place(SourceSpan span) => string.IsNullOrEmpty(span.File) ? "" : $" at {span.File}:{span.Line}";
}
