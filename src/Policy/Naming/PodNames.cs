using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Naming;

/// <summary>
/// The names of single pods of a headless Service, <c>pod.service.namespace.svc.domain</c> and, unambiguous in the mesh,
/// <c>pod.cluster.service.namespace.svc.domain</c> (as in the MCS API).
/// </summary>
public static class PodNames
{
    /// <summary>Whether the pods of a Service have names of their own.</summary>
    /// <param name="service">The Service.</param>
    public static bool HasAny(ClusterService service) => service is { IsHeadless: true, Source: ServiceSource.Service };

    /// <summary>The name of a pod within its cluster.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="pod">A pod that serves it.</param>
    public static string Short(ClusterService service, Workload pod) => $"{pod.Name}.{service.Hostname}";

    /// <summary>The name of a pod within the mesh.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="pod">A pod that serves it.</param>
    public static string Full(ClusterService service, Workload pod) =>
        $"{pod.Name}.{pod.Cluster.ToLowerInvariant()}.{service.Hostname}";

    /// <summary>Both names, the short one first; none of what is no pod, and of a pod whose name would look like two.</summary>
    /// <param name="copy">A copy of a Service.</param>
    /// <param name="pod">A workload that serves it.</param>
    public static IEnumerable<string> Of(ServiceCopy copy, Workload pod) =>
        HasAny(copy.Service) && IsNamed(pod) ? [Short(copy.Service, pod), Full(copy.Service, pod)] : [];

    /// <summary>Whether a workload has a name of its own: a pod, whose name is one label.</summary>
    /// <param name="workload">A workload that serves a headless Service.</param>
    public static bool IsNamed(Workload workload) => workload.IsPod && !workload.Name.Contains('.', StringComparison.Ordinal);

    /// <summary>
    /// The host name of the headless service whose pod in another network a service of a table stands for, by its name
    /// within the mesh; null where it stands for none.
    /// </summary>
    /// <param name="service">A service of a table.</param>
    public static string? HeadlessOf(MeshService service)
    {
        var (name, hostname) = (service.Name, service.Hostname);
        var last = name.LastIndexOf('.');
        if (last < 0 || name.IndexOf('.') == last || service.Addresses.IsEmpty)
            return null;
        return hostname.StartsWith($"{name}.{service.Namespace}.svc.", StringComparison.Ordinal) ? hostname[(last + 1)..] : null;
    }
}
