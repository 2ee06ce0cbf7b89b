using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The pods of a cluster after amendments: a pod that a Deployment's controller would make is written nowhere else.</summary>
internal static class AmendedPods
{
    /// <summary>Amends a cluster.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="amendments">What is done.</param>
    /// <param name="bag">Where findings go.</param>
    public static Cluster Of(Cluster cluster, ValueList<Amendment> amendments, DiagnosticBag bag)
    {
        foreach (var amendment in amendments)
        {
            if (amendment is Amendment.Unready unready)
                cluster = Unready(cluster, unready, bag);
        }

        return cluster;
    }

    private static Cluster Unready(Cluster cluster, Amendment.Unready unready, DiagnosticBag bag)
    {
        var isPod = cluster.Pods.Any(pod => pod.Name == unready.Pod);
        bool IsMeant(Workload pod) =>
            pod.Namespace == unready.Pod.Namespace && (isPod ? pod.Name : pod.Owner) == unready.Pod.Name;
        if (!cluster.Pods.Any(pod => IsMeant(pod.Workload)))
        {
            var known = cluster.Pods.Select(pod => pod.Name.ToString());
            AmendedManifests.Report(unready, cluster.Id, $"pod `{unready.Pod}`", [.. known], bag, unready.Pod.ToString());
            return cluster;
        }

        return cluster with
        {
            Pods = cluster.Pods
                .Select(pod => IsMeant(pod.Workload)
                    ? pod with { Workload = pod.Workload with { Status = HealthStatus.Unhealthy } }
                    : pod)
                .ToValueList(),
        };
    }
}
