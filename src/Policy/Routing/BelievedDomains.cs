using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// The foreign trust domains that a cluster believes, as its tables say them: a service of a reserved name, without
/// addresses, ports and endpoints, whose identities have those domains and name nobody, and with the roots of those that
/// have some of their own. As with <see cref="OutboundTraffic"/>, whoever does not know of it passes it over, and believes
/// its own domain alone.
/// </summary>
public static class BelievedDomains
{
    private static readonly NamespacedName Reserved = new("scopemesh.io", "believed-domains.scopemesh.io");

    /// <summary>What stands for the domains in the tables of a cluster, or null where it believes its own alone.</summary>
    /// <param name="cluster">The cluster.</param>
    public static MeshService? Of(Cluster cluster)
    {
        var domains = cluster.TrustDomainAliases.Concat(cluster.Federation.Select(bundle => bundle.TrustDomain))
            .Where(domain => domain != cluster.TrustDomain)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(domain => new SpiffeId(domain, "", ""))
            .ToValueList();
        return domains.IsEmpty ? null : new MeshService
        {
            Name = "believed-domains",
            Namespace = Reserved.Namespace,
            Hostname = Reserved.Name,
            Visibility = ServiceVisibility.Namespace,
            IsCanonical = false,
            SubjectAltNames = domains,
            Federation = cluster.Federation
                .Where(bundle => bundle.RootsPem.Length > 0 && bundle.TrustDomain != cluster.TrustDomain)
                .OrderBy(bundle => bundle.TrustDomain, StringComparer.Ordinal)
                .ToValueList(),
        };
    }

    /// <summary>The foreign trust domains that a table says are believed, ordered.</summary>
    /// <param name="table">A table.</param>
    public static ValueList<string> Of(RouteTable table) =>
        Find(table)?.SubjectAltNames.Select(identity => identity.TrustDomain).ToValueList() ?? [];

    /// <summary>The roots that prove identities of those of them which have roots of their own, ordered by trust domain.</summary>
    /// <param name="table">A table.</param>
    public static ValueList<TrustBundle> RootsOf(RouteTable table) => Find(table)?.Federation ?? [];

    /// <summary>Whether whoever follows a table believes an identity: one of its own trust domain, or of one that is believed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="own">Its own identity.</param>
    /// <param name="other">The other's.</param>
    public static bool Believes(RouteTable table, SpiffeId own, SpiffeId other) =>
        own.TrustDomain == other.TrustDomain || Of(table).AsSpan().Contains(other.TrustDomain);

    /// <summary>What stands for the domains in a table, or null.</summary>
    internal static MeshService? Find(RouteTable table) => table.FindService(Reserved);

    /// <summary>Whether a service is what stands for them.</summary>
    /// <param name="service">A service's key.</param>
    public static bool IsReserved(NamespacedName service) => service == Reserved;
}
