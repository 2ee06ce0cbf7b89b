using ScopeMesh.Policy.Model;
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
    NamespacedName Key,
    AuthorizationScope Scope,
    AuthorizationAction Action,
    ValueList<AuthorizationGroup> Groups)
{
    /// <summary>Whether it decides nothing, and is only asked what it would have decided.</summary>
    public bool IsDryRun { get; init; }
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
