using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>Finds pods that come, go, or change their readiness.</summary>
internal static class PodChanges
{
    /// <summary>The pods, by owner and by what happens to them.</summary>
    public static ValueList<PodChange> Between(Mesh before, Mesh after) => PlannedCallers
        .By(Changes(before, after), change => change.Pod, change => change.Kind)
        .Select(change => new PodChange(change.Caller, change.Kind))
        .ToValueList();

    private static IEnumerable<(Workload Pod, PodChangeKind Kind)> Changes(Mesh before, Mesh after)
    {
        foreach (var id in before.Clusters.Concat(after.Clusters).Select(cluster => cluster.Id).Distinct())
        {
            var (old, now) = (before.Find(id), after.Find(id));
            if (ReferenceEquals(old, now))
                continue;
            var olds = (old?.Pods ?? []).ToDictionary(pod => pod.Workload.Uid, pod => pod.Workload);
            foreach (var pod in now?.Pods ?? [])
            {
                if (!olds.Remove(pod.Workload.Uid, out var was))
                    yield return (pod.Workload, PodChangeKind.Added);
                else if (was.Status != pod.Workload.Status)
                    yield return (pod.Workload, pod.Workload.Status == HealthStatus.Healthy ? PodChangeKind.Ready : PodChangeKind.Unready);
            }

            foreach (var gone in olds.Values)
                yield return (gone, PodChangeKind.Removed);
        }
    }
}
