using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>Finds Services whose scope changes.</summary>
internal static class ScopeChanges
{
    /// <summary>Services that are there before and after and have another scope.</summary>
    public static ValueList<ScopeChange> Between(Mesh before, Mesh after) =>
    [
        .. from cluster in before.Clusters
           let later = after.Find(cluster.Id)
           where later is not null && !ReferenceEquals(cluster, later)
           from service in cluster.Services
           let now = OrderedSearch.Find(later.Services, service.Id, one => one.Id)
           where now is not null
           where ScopeResolver.Decide(cluster, service).Scope != ScopeResolver.Decide(later, now).Scope
           select new ScopeChange(cluster.Id, service.Id, StateOf(cluster, service), StateOf(later, now)),
    ];

    private static ScopeState StateOf(Cluster cluster, ClusterService service)
    {
        var facts = ScopeResolver.Facts(cluster, service);
        var decision = cluster.ScopePolicy.Decide(in facts);
        return new ScopeState(
            decision.Scope,
            decision.Reason,
            decision.Reason == ScopeReason.RuleMatched ? cluster.ScopePolicy.Matches(in facts) : []);
    }
}
