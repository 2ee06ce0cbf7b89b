using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>
/// What may follow a beginning of a name in a mesh. Names in parts are given part by part: one that ends in <c>/</c> or
/// <c>:</c> goes on.
/// </summary>
/// <param name="view">The mesh.</param>
internal sealed class MeshNames(MeshView view)
{
    private Mesh Mesh => view.Mesh;

    public IEnumerable<string> Clusters() => Mesh.Clusters.Select(cluster => cluster.Id);

    /// <summary>Pods and their owners. A pod that has an owner is named once more is written than the owner's name.</summary>
    public IEnumerable<string> Callers(string begun) => InParts(
        begun, cluster => cluster.Workloads.SelectMany(workload => Names(workload, begun.Split('/')[^1])
            .Select(name => (workload.Namespace, name))));

    /// <summary>Services with their clusters.</summary>
    public IEnumerable<string> Services(string begun) =>
        InParts(begun, cluster => cluster.Services.Select(service => (service.Name.Namespace, service.Name.Name)));

    /// <summary>Services whatever their clusters.</summary>
    public IEnumerable<string> ServiceNames(string begun)
    {
        var all = Mesh.Clusters.SelectMany(cluster => cluster.Services).Select(service => service.Name);
        return begun.Contains('/')
            ? Begin(begun, all.Select(name => $"{name.Namespace}/{name.Name}"))
            : Begin(begun, all.Select(name => $"{name.Namespace}/"));
    }

    /// <summary>Hosts and ports, by the names that a caller may use.</summary>
    /// <param name="begun">What is written.</param>
    /// <param name="caller">Who calls; without, all Services of the mesh are named.</param>
    public IEnumerable<string> Destinations(string begun, Workload? caller)
    {
        var seen = caller is null ? null : view.Of(caller);
        var services = seen is null
            ? Mesh.Clusters.SelectMany(cluster => cluster.Services)
                .Select(service => (service.Hostname, service.Name.Namespace, service.Ports))
            : seen.Services
                .Where(service => service.Visibility != ServiceVisibility.Namespace || service.Namespace == caller!.Namespace)
                .Select(service => (service.Hostname, service.Namespace, service.Ports));
        return Begin(begun, services.SelectMany(service =>
            Forms(service.Hostname, service.Namespace, begun, caller?.Namespace)
                .SelectMany(form => WithPorts(form, service.Ports.Select(port => port.ServicePort).ToArray(), begun))));
    }

    private IEnumerable<string> InParts(string begun, Func<Cluster, IEnumerable<(string Namespace, string Name)>> names)
    {
        var parts = begun.Split('/');
        if (parts.Length == 1)
            return Begin(begun, Mesh.Clusters.Select(cluster => $"{cluster.Id}/"));
        return Mesh.Find(parts[0]) is not { } cluster ? []
            : Begin(begun, names(cluster).Select(found => parts.Length == 2
                ? $"{cluster.Id}/{found.Namespace}/"
                : $"{cluster.Id}/{found.Namespace}/{found.Name}"));
    }

    private static IEnumerable<string> Names(Workload workload, string begun)
    {
        if (workload.Owner.Length > 0)
            yield return workload.Owner;
        if (begun.Length > workload.Owner.Length && begun.StartsWith(workload.Owner, StringComparison.Ordinal)
            || workload.Owner.Length == 0)
        {
            yield return workload.Name;
        }
    }

    // The full name comes last, once more is written than the usual one.
    private IEnumerable<string> Forms(string hostname, string ns, string begun, string? callerNamespace)
    {
        var end = $".{ns}.svc.{Mesh.DomainSuffix}";
        if (hostname.Contains('*'))
            yield break;
        if (!hostname.EndsWith(end, StringComparison.Ordinal))
        {
            yield return hostname;
            yield break;
        }

        var name = hostname[..^end.Length];
        if (ns == callerNamespace)
            yield return name;
        yield return $"{name}.{ns}";
        if (begun.StartsWith($"{name}.{ns}.", StringComparison.Ordinal))
            yield return hostname;
    }

    private static IEnumerable<string> WithPorts(string host, int[] ports, string begun) =>
        ports.Length == 1 || begun.StartsWith($"{host}:", StringComparison.Ordinal)
            ? ports.Select(port => $"{host}:{port}")
            : [$"{host}:"];

    private static IEnumerable<string> Begin(string begun, IEnumerable<string> names) => names
        .Where(name => name.StartsWith(begun, StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);
}
