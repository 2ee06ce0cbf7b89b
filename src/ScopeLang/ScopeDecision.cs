namespace ScopeMesh.ScopeLang;

/// <summary>How far a Service reaches.</summary>
public enum Scope
{
    /// <summary>Reachable from its own cluster only.</summary>
    Local,

    /// <summary>Reachable from every cluster.</summary>
    Global,
}

/// <summary>Why a <see cref="ScopeDecision"/> came out as it did.</summary>
public enum ScopeReason
{
    /// <summary>No rule matched, so the Service is local.</summary>
    NoRuleMatched,

    /// <summary>A rule matched, and no rule of the other kind overruled it.</summary>
    RuleMatched,

    /// <summary>The namespace object is not known, so the Service is local whatever the rules say.</summary>
    NamespaceUnknown,
}

/// <summary>The scope of one Service, and what determined it. <c>default</c> is local, as without rules.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Rule">The first determining rule in file order, or null where none determined it.</param>
/// <param name="Reason">Why.</param>
public readonly record struct ScopeDecision(Scope Scope, string? Rule, ScopeReason Reason);
