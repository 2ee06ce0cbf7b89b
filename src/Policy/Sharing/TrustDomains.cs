using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Sharing;

/// <summary>Whose identities a cluster's workloads believe: those of its own trust domain, and of those that it federates.</summary>
public static class TrustDomains
{
    /// <summary>Whether workloads of two clusters can prove to each other who they are.</summary>
    /// <param name="one">A cluster.</param>
    /// <param name="other">Another.</param>
    public static bool BelieveEachOther(Cluster one, Cluster other) =>
        Believes(one, other.TrustDomain) && Believes(other, one.TrustDomain);

    /// <summary>Whether a cluster believes identities of a trust domain.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="trustDomain">The trust domain.</param>
    public static bool Believes(Cluster cluster, string trustDomain) =>
        cluster.TrustDomain == trustDomain
        || cluster.TrustDomainAliases.AsSpan().Contains(trustDomain)
        || cluster.Federation.Any(bundle => bundle.TrustDomain == trustDomain);
}
