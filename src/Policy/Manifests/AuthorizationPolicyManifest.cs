using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>An AuthorizationPolicy (<c>security.istio.io</c>). Its values are text: compilation reads them.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Selector">The workloads that it is about; null where none is written.</param>
/// <param name="TargetRefs">Where <c>targetRef</c> or <c>targetRefs</c> is written, which makes it a waypoint's.</param>
/// <param name="Action">What it does; ALLOW where none is written.</param>
/// <param name="Rules">Its rules, of which one must match.</param>
public sealed record AuthorizationPolicyManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    SelectorManifest? Selector,
    SourceSpan? TargetRefs,
    Located<PolicyAction>? Action,
    ValueList<PolicyRuleManifest> Rules) : Manifest(Meta, Span);

/// <summary>A rule: some source, some operation, and every condition.</summary>
/// <param name="From">The sources; any where empty.</param>
/// <param name="To">The operations; any where empty.</param>
/// <param name="When">The conditions.</param>
/// <param name="Span">Where it begins.</param>
public sealed record PolicyRuleManifest(
    ValueList<PolicySourceManifest> From,
    ValueList<PolicyOperationManifest> To,
    ValueList<PolicyConditionManifest> When,
    SourceSpan Span);

/// <summary>Who calls: every field that has values must match.</summary>
/// <param name="Principals">Peers' identities.</param>
/// <param name="RequestPrincipals">Requests' identities (HTTP).</param>
/// <param name="Namespaces">Peers' namespaces.</param>
/// <param name="ServiceAccounts">Peers' service accounts.</param>
/// <param name="IpBlocks">Peers' addresses.</param>
/// <param name="RemoteIpBlocks">Clients' addresses as forwarded (HTTP).</param>
/// <param name="Span">Where it begins.</param>
public sealed record PolicySourceManifest(
    PolicyValues Principals,
    PolicyValues RequestPrincipals,
    PolicyValues Namespaces,
    PolicyValues ServiceAccounts,
    PolicyValues IpBlocks,
    PolicyValues RemoteIpBlocks,
    SourceSpan Span);

/// <summary>What is called: every field that has values must match.</summary>
/// <param name="Hosts">Host headers (HTTP).</param>
/// <param name="Ports">Ports.</param>
/// <param name="Methods">Methods (HTTP).</param>
/// <param name="Paths">Paths (HTTP).</param>
/// <param name="Span">Where it begins.</param>
public sealed record PolicyOperationManifest(
    PolicyValues Hosts,
    PolicyValues Ports,
    PolicyValues Methods,
    PolicyValues Paths,
    SourceSpan Span);

/// <summary>A condition on an attribute.</summary>
/// <param name="Key">The attribute, such as <c>source.ip</c>.</param>
/// <param name="Values">Its values.</param>
/// <param name="Span">Where it begins.</param>
public sealed record PolicyConditionManifest(Located<string> Key, PolicyValues Values, SourceSpan Span);

/// <summary>A field and its negation (<c>ports</c> and <c>notPorts</c>).</summary>
/// <param name="Any">The values of which one must match, where there are any.</param>
/// <param name="None">The values of which none may match.</param>
public sealed record PolicyValues(ValueList<Located<string>> Any, ValueList<Located<string>> None)
{
    /// <summary>Whether neither is written.</summary>
    public bool IsEmpty => Any.IsEmpty && None.IsEmpty;
}

/// <summary>What an AuthorizationPolicy does.</summary>
public enum PolicyAction
{
    /// <summary>Allows what matches, and so denies what nothing allows.</summary>
    Allow,

    /// <summary>Denies what matches.</summary>
    Deny,

    /// <summary>Records what matches.</summary>
    Audit,

    /// <summary>Asks somebody else about what matches.</summary>
    Custom,
}
