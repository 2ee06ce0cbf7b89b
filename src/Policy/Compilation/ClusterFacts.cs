using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What holds for a whole cluster, whatever object of it is compiled.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Network">Its network, where a Node or a workload names none of its own.</param>
/// <param name="TrustDomain">The trust domain of its workloads' identities.</param>
/// <param name="SystemNamespace">The namespace of its control plane, whose policies hold for all of it.</param>
/// <param name="DomainSuffix">The suffix of its Services' host names.</param>
/// <param name="IsDualStack">Whether its pods have addresses of both families.</param>
internal sealed record ClusterFacts(
    string Id, string Network, string TrustDomain, string SystemNamespace, string DomainSuffix, bool IsDualStack)
{
    /// <summary>The host name of a Service.</summary>
    public string HostnameOf(NamespacedName service) => $"{service.Name}.{service.Namespace}.svc.{DomainSuffix}";
}
