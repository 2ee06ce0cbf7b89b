using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Workloads by the names that people use for them.</summary>
internal static class Callers
{
    /// <summary>The pods that <c>CLUSTER/NAMESPACE/NAME</c> means: the one of that name, else those of an owner of that name.</summary>
    /// <exception cref="InputException">It is no such name, or there is no such pod.</exception>
    public static IReadOnlyList<Workload> Find(Mesh mesh, string name)
    {
        var found = TryFind(mesh, name);
        if (found.Count > 0)
            return found;
        if (name.Split('/') is not [{ Length: > 0 } id, { Length: > 0 } ns, { Length: > 0 } pod])
            throw new InputException(ExitCode.Usage, $"`{name}` is no CLUSTER/NAMESPACE/NAME");
        if (mesh.Find(id) is not { } cluster)
            throw InputException.NotThere("cluster", id, mesh.Clusters.Select(known => known.Id));
        var inNamespace = cluster.Workloads.Where(workload => workload.Namespace == ns).ToArray();
        throw new InputException(
            ExitCode.Unavailable,
            $"there is no pod or owner `{pod}` in namespace `{ns}` of cluster `{id}`; there {Known(inNamespace)}");
    }

    /// <summary>The same, or nothing.</summary>
    public static IReadOnlyList<Workload> TryFind(Mesh mesh, string name)
    {
        if (name.Split('/') is not [var id, var ns, { Length: > 0 } pod] || mesh.Find(id) is not { } cluster)
            return [];
        var inNamespace = cluster.Workloads.Where(workload => workload.Namespace == ns).ToArray();
        return Array.FindAll(inNamespace, workload => workload.Name == pod) is { Length: > 0 } named
            ? named
            : [.. inNamespace
                .Where(workload => workload.Owner == pod)
                .OrderBy(workload => workload.Status != HealthStatus.Healthy)
                .ThenBy(workload => workload.Name, StringComparer.Ordinal)];
    }

    private static string Known(Workload[] workloads) => workloads.Length == 0
        ? "is no pod in that namespace"
        : $"are {Listing(workloads.Select(workload => workload.Owner.Length > 0 ? workload.Owner : workload.Name).Distinct().Order(StringComparer.Ordinal))}";

    private static string Listing(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
