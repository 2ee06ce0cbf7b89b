using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Planning;

/// <summary>
/// Host names at which it makes no difference which namespace and service account calls: one Service that everybody sees has
/// the name, no waypoint stands before it, and no policy about what serves it names callers.
/// </summary>
internal sealed class IndifferentHosts
{
    private readonly ILookup<string, ServiceGroup> _groups;
    private readonly Dictionary<string, NamingPolicies> _policies;

    /// <summary>Those of a mesh.</summary>
    /// <param name="view">The mesh.</param>
    public IndifferentHosts(MeshView view)
    {
        _groups = view.Index.Groups.ToLookup(group => group.Key.Name, StringComparer.Ordinal);
        _policies = view.Mesh.Clusters.ToDictionary(cluster => cluster.Id, NamingPolicies.Of);
    }

    /// <summary>Whether a host name is one of them.</summary>
    /// <param name="host">A full host name.</param>
    public bool Contains(string host)
    {
        var groups = _groups[host].ToArray();
        return groups.Length < 2 && Array.TrueForAll(groups, group => group.Copies.All(IsIndifferent));
    }

    /// <summary>The uids of what serves a host name.</summary>
    /// <param name="host">A full host name.</param>
    public HashSet<string> MembersOf(string host) =>
        [.. _groups[host].SelectMany(group => group.Copies).SelectMany(copy => copy.Members).Select(member => member.Uid)];

    private bool IsIndifferent(ServiceCopy copy) =>
        copy.Service is { Visibility: ServiceVisibility.Public, Waypoint: null, WeightedWaypoints.IsEmpty: true }
        && !copy.Members.Any(_policies[copy.Cluster.Id].AreAbout);

    /// <summary>The policies of a cluster that name callers.</summary>
    private sealed record NamingPolicies(HashSet<NamespacedName> Listed, HashSet<string> Namespaces, bool IsGlobal)
    {
        public static NamingPolicies Of(Cluster cluster)
        {
            var naming = cluster.Authorizations.Where(NamesCallers).ToArray();
            return new NamingPolicies(
                [.. naming.Select(policy => policy.Key)],
                [.. naming.Where(policy => policy.Scope == AuthorizationScope.Namespace).Select(policy => policy.Key.Namespace)],
                Array.Exists(naming, policy => policy.Scope == AuthorizationScope.Global));
        }

        public bool AreAbout(Workload workload) =>
            IsGlobal || Namespaces.Contains(workload.Namespace) || workload.AuthorizationPolicies.Any(Listed.Contains);

        private static bool NamesCallers(AuthorizationPolicy policy) => policy.Groups
            .SelectMany(group => group.Rules)
            .SelectMany(rules => rules.Matches)
            .Any(match => !(match.Principals.IsEmpty && match.NotPrincipals.IsEmpty
                && match.Namespaces.IsEmpty && match.NotNamespaces.IsEmpty
                && match.ServiceAccounts.IsEmpty && match.NotServiceAccounts.IsEmpty));
    }
}
