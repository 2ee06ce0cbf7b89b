using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// A policy as node proxies enforce it: what <c>istio.security.Authorization</c> carries, in the same shape. It matches
/// a connection when some group does; so without groups it matches nothing, and an ALLOW policy without groups
/// denies everything.
/// </summary>
/// <param name="Key">Its namespace and name.</param>
/// <param name="Scope">Which workloads it is about.</param>
/// <param name="Action">What becomes of a connection that it matches.</param>
/// <param name="Groups">Of these one must match.</param>
public sealed record AuthorizationPolicy(
    PolicyKey Key,
    AuthorizationScope Scope,
    AuthorizationAction Action,
    ValueList<AuthorizationGroup> Groups);

/// <summary>What names a policy.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
public readonly record struct PolicyKey(string Namespace, string Name)
{
    /// <summary><c>namespace/name</c>, the name of the resource on the wire.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}

/// <summary>Which workloads a policy is about.</summary>
public enum AuthorizationScope
{
    /// <summary>All of the mesh: it stands in the root namespace without a selector.</summary>
    Global,

    /// <summary>Those of its namespace.</summary>
    Namespace,

    /// <summary>Those that list it.</summary>
    WorkloadSelector,
}

/// <summary>What becomes of a connection that a policy matches.</summary>
public enum AuthorizationAction
{
    /// <summary>It is allowed, unless it is denied.</summary>
    Allow,

    /// <summary>It is denied.</summary>
    Deny,
}

/// <summary>Matches when all of its rules do; without rules it matches everything.</summary>
/// <param name="Rules">Of these all must match.</param>
public sealed record AuthorizationGroup(ValueList<AuthorizationRules> Rules);

/// <summary>Matches when one of its matches does; without matches it matches everything.</summary>
/// <param name="Matches">Of these one must match. An empty match matches nothing.</param>
public sealed record AuthorizationRules(ValueList<AuthorizationMatch> Matches);
