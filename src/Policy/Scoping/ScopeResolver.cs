using System.Collections.Frozen;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Scoping;

/// <summary>Whether each Service of each cluster is global, and by which rule.</summary>
public static class ScopeResolver
{
    /// <summary>Decides on every Service, each by the policy of the cluster that defines it.</summary>
    /// <param name="mesh">The mesh.</param>
    public static MeshScopes Resolve(Mesh mesh) =>
        new(mesh.Clusters
            .SelectMany(cluster => cluster.Services.Select(service => (cluster, service)))
            .ToFrozenDictionary(
                pair => (pair.cluster.Id, pair.service.Key),
                pair => Decide(pair.cluster, pair.service)));

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

/// <summary>The scope of every Service of a mesh.</summary>
public sealed class MeshScopes
{
    private readonly FrozenDictionary<(string Cluster, NamespacedName Service), ScopeDecision> _decisions;

    internal MeshScopes(FrozenDictionary<(string Cluster, NamespacedName Service), ScopeDecision> decisions) =>
        _decisions = decisions;

    /// <summary>The decision on a Service as one cluster defines it; local where it defines none.</summary>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="service">The Service's key.</param>
    public ScopeDecision Of(string cluster, NamespacedName service) =>
        _decisions.GetValueOrDefault((cluster, service));

    /// <summary>Whether a cluster shares its Service with the others.</summary>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="service">The Service's key.</param>
    public bool IsGlobal(string cluster, NamespacedName service) => Of(cluster, service).Scope == Scope.Global;
}
