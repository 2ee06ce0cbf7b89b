using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Scoping;

/// <summary>Whether each Service of each cluster is global, and by which rule.</summary>
public static class ScopeResolver
{
    /// <summary>The decision on one Service.</summary>
    /// <param name="cluster">The cluster that defines it.</param>
    /// <param name="service">The Service.</param>
    public static ScopeDecision Decide(Cluster cluster, ClusterService service) =>
        cluster.ScopePolicy.Decide(Facts(cluster, service));

    /// <summary>What a policy is told of a Service.</summary>
    /// <param name="cluster">The cluster that defines it.</param>
    /// <param name="service">The Service.</param>
    public static ScopeFacts Facts(Cluster cluster, ClusterService service)
    {
        var name = service.Name.Namespace;
        var ns = cluster.FindNamespace(name) is { } known
            ? NamespaceFacts.Known(name, known.Labels)
            : NamespaceFacts.Unknown(name);
        return new ScopeFacts(cluster.Id, ns, service.Name.Name, service.Labels);
    }
}
