using System.Runtime.InteropServices;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>Callers that nothing tells apart, neither before nor after a change.</summary>
/// <param name="Before">The callers as they are before.</param>
/// <param name="After">The same callers in the same order as they are after; null where they are gone.</param>
/// <param name="IsOther">Whether they themselves are others after, so that any of their connections may be.</param>
internal sealed record CallerCrowd(CallerGroup Before, CallerGroup? After, bool IsOther)
{
    /// <summary>The callers that are there before.</summary>
    /// <param name="comparison">The mesh before and after.</param>
    /// <param name="before">What tells them apart before.</param>
    /// <param name="after">What tells them apart after.</param>
    /// <param name="everybody">Whether all are wanted, and not only those that are others after.</param>
    public static IEnumerable<CallerCrowd> Of(MeshComparison comparison, CallerGroups before, CallerGroups after, bool everybody)
    {
        var pairs = Pairs(comparison).Where(pair => everybody || pair.IsOther).ToArray();
        var (groupOf, laterGroupOf) = (
            PlacesOf(before.Group(pairs.Select(pair => pair.Before))),
            PlacesOf(after.Group(pairs.Select(pair => pair.After).OfType<Workload>())));
        return pairs
            .GroupBy(pair => new CrowdKey(
                groupOf[pair.Before.Uid], pair.After is { } later ? laterGroupOf[later.Uid] : -1, pair.IsOther))
            .Select(crowd => new CallerCrowd(
                new CallerGroup(crowd.Select(pair => pair.Before).ToValueList()),
                crowd.Key.After < 0 ? null : new CallerGroup(crowd.Select(pair => pair.After!).ToValueList()),
                crowd.Key.IsOther));
    }

    private static IEnumerable<(Workload Before, Workload? After, bool IsOther)> Pairs(MeshComparison comparison)
    {
        foreach (var cluster in comparison.Before.Mesh.Clusters)
        {
            var later = comparison.After.Mesh.Find(cluster.Id);
            var now = ReferenceEquals(later, cluster)
                ? null
                : (later?.Pods ?? []).ToDictionary(pod => pod.Workload.Uid, pod => pod.Workload, StringComparer.Ordinal);
            foreach (var pod in cluster.Pods)
            {
                var after = now is null ? pod.Workload : now.GetValueOrDefault(pod.Workload.Uid);
                yield return (pod.Workload, after, after is null || !AreAlike(pod.Workload, after));
            }
        }
    }

    /// <summary>Whether a caller's connections go by the same of its own: what concerns those who call it does not count.</summary>
    private static bool AreAlike(Workload before, Workload after) => ReferenceEquals(before, after) || before == after with
    {
        Status = before.Status,
        Services = before.Services,
        AuthorizationPolicies = before.AuthorizationPolicies,
        Capacity = before.Capacity,
    };

    private static Dictionary<string, int> PlacesOf(ValueList<CallerGroup> groups)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < groups.Count; place++)
        {
            foreach (var member in groups[place].Members)
                places[member.Uid] = place;
        }

        return places;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct CrowdKey(int Before, int After, bool IsOther);
}
