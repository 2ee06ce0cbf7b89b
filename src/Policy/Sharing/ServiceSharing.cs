using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

/// <summary>
/// Which Services cross from cluster to cluster. One is shared between two clusters when its owner exports it and the
/// other imports it, each by its own policy and both on the owner's labels; so that clusters whose policies differ are
/// no undefined case, but share less.
/// </summary>
public static class ServiceSharing
{
    /// <summary>Whether a cluster lets others have a Service of its own.</summary>
    /// <param name="owner">The cluster that defines it.</param>
    /// <param name="service">The Service.</param>
    public static SharingDecision Export(Cluster owner, ClusterService service)
    {
        var facts = ScopeResolver.Facts(owner, service);
        return Decide(
            owner, service, owner.ScopePolicy.Decide(in facts), Exports(owner, service), SharingReason.ServiceExport);
    }

    /// <summary>Whether a cluster takes a Service that another one exports.</summary>
    /// <param name="consumer">The cluster that would take it.</param>
    /// <param name="owner">The cluster that defines it.</param>
    /// <param name="service">The Service.</param>
    public static SharingDecision Import(Cluster consumer, Cluster owner, ClusterService service)
    {
        var facts = ScopeResolver.Facts(owner, service);
        var scope = consumer.ScopePolicy.Decide(in facts);
        if (!TrustDomains.BelieveEachOther(consumer, owner))
            return new SharingDecision(IsShared: false, SharingReason.Untrusted, scope);
        var isAsked = consumer.Imports.AsSpan().BinarySearch(service.Name) >= 0;
        return Decide(
            consumer,
            service,
            scope,
            isAsked || Exports(owner, service),
            isAsked ? SharingReason.ServiceImport : SharingReason.ServiceExport);
    }

    private static SharingDecision Decide(
        Cluster cluster, ClusterService service, ScopeDecision scope, bool isListed, SharingReason listed)
    {
        if (cluster.ClusterLocalHosts.Keeps(service.Hostname))
            return new SharingDecision(IsShared: false, SharingReason.ClusterLocal, scope);
        if (scope.Scope == Scope.Global)
            return new SharingDecision(IsShared: true, SharingReason.GlobalRule, scope);
        if (scope.Reason == ScopeReason.RuleMatched)
            return new SharingDecision(IsShared: false, SharingReason.LocalRule, scope);
        return isListed
            ? new SharingDecision(IsShared: true, listed, scope)
            : new SharingDecision(IsShared: false, SharingReason.NoRule, scope);
    }

    private static bool Exports(Cluster owner, ClusterService service) => owner.FindExport(service.Name) is not null;
}
