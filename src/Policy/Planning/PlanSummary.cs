using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>A plan in one sentence.</summary>
public static class PlanSummary
{
    /// <summary>What changes, the gravest first, and that nothing else does.</summary>
    /// <param name="plan">The plan.</param>
    public static string Of(MeshPlan plan)
    {
        var parts = Parts(plan).Where(part => part.Length > 0).ToArray();
        return parts.Length == 0 ? "nothing changes" : $"{string.Join(", ", parts)}; nothing else changes";
    }

    private static IEnumerable<string> Parts(MeshPlan plan) =>
    [
        Journeys(plan, "is refused from now on", "are refused from now on", JourneyChangeKind.Lost),
        Journeys(plan, "is refused in part", "are refused in part", JourneyChangeKind.Worse),
        Journeys(plan, "is received from now on", "are received from now on", JourneyChangeKind.Gained, JourneyChangeKind.Better),
        Journeys(plan, "takes another way", "take another way", JourneyChangeKind.Moved),
        Journeys(plan, "is refused for another reason", "are refused for another reason", JourneyChangeKind.RefusedOtherwise),
        Some(plan.Closing.Sum(closing => closing.Count), "open connection closes", "open connections close"),
        Some(plan.Scopes.Count(scope => scope.After.Scope == Scope.Global), "service becomes global", "services become global"),
        Some(plan.Scopes.Count(scope => scope.After.Scope == Scope.Local), "service becomes local", "services become local"),
        Some(
            plan.Shares.Count(share => (share.After?.Takers.Count ?? 0) < (share.Before?.Takers.Count ?? 0)),
            "copy of a service is taken by fewer clusters",
            "copies of services are taken by fewer clusters"),
        Some(
            plan.Shares.Count(share => (share.After?.Takers.Count ?? 0) > (share.Before?.Takers.Count ?? 0)),
            "copy of a service is taken by more clusters",
            "copies of services are taken by more clusters"),
        Pods(plan, "comes", "come", PodChangeKind.Added),
        Pods(plan, "goes", "go", PodChangeKind.Removed),
        Pods(plan, "becomes ready", "become ready", PodChangeKind.Ready),
        Pods(plan, "becomes unready", "become unready", PodChangeKind.Unready),
        Some(plan.Addresses.Count, "virtual address moves", "virtual addresses move"),
        Some(plan.Conflicts.Count(one => one.IsNew) + plan.Drift.Count(one => one.IsNew), "difference between clusters comes", "differences between clusters come"),
        Some(plan.Conflicts.Count(one => !one.IsNew) + plan.Drift.Count(one => !one.IsNew), "difference between clusters goes", "differences between clusters go"),
        Some(plan.Findings.Count(one => one.IsNew), "finding comes", "findings come"),
        Some(plan.Findings.Count(one => !one.IsNew), "finding goes", "findings go"),
        Tables(plan),
    ];

    private static string Journeys(MeshPlan plan, string one, string several, params JourneyChangeKind[] kinds)
    {
        var pairs = plan.Journeys.Where(journey => kinds.Contains(journey.Kind)).Sum(journey => journey.Callers.Count);
        return Some(pairs, $"client of a service {one}", $"clients of services {several}");
    }

    private static string Pods(MeshPlan plan, string one, string several, PodChangeKind kind) => Some(
        plan.Pods.Where(pods => pods.Change == kind).Sum(pods => pods.Pods.Pods.Count), $"pod {one}", $"pods {several}");

    private static string Tables(MeshPlan plan)
    {
        var entries = plan.Tables.SelectMany(table => table.Entries).ToArray();
        return entries.Length == 0
            ? ""
            : $"{Some(entries.Length, "entry changes", "entries change")} in {plan.Tables.Count} of {plan.Extent.Tables} route tables";
    }

    private static string Some(int count, string one, string several) => count switch
    {
        0 => "",
        1 => $"1 {one}",
        _ => $"{count} {several}",
    };
}
