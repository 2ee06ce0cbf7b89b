using ScopeMesh.Policy.Authorization;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>An authorization policy in ztunnel's shape (<c>Authorization</c> in its <c>rbac.rs</c>): rules, clauses, matches.</summary>
internal sealed record AuthorizationDump(
    string Name,
    string Namespace,
    string Scope,
    string Action,
    IEnumerable<IEnumerable<IEnumerable<MatchDump>>> Rules,
    bool DryRun)
{
    public static AuthorizationDump Of(AuthorizationPolicy policy) => new(
        policy.Key.Name,
        policy.Key.Namespace,
        policy.Scope.ToString(),
        policy.Action.ToString(),
        policy.Groups.Select(group => group.Rules.Select(rules => rules.Matches.Select(MatchDump.Of))),
        policy.IsDryRun);
}

/// <summary>Conditions on a connection. What is null is no condition, and is not written.</summary>
internal sealed record MatchDump
{
    public IEnumerable<object>? Namespaces { get; init; }

    public IEnumerable<object>? NotNamespaces { get; init; }

    public IEnumerable<ServiceAccountDump>? ServiceAccounts { get; init; }

    public IEnumerable<ServiceAccountDump>? NotServiceAccounts { get; init; }

    public IEnumerable<object>? Principals { get; init; }

    public IEnumerable<object>? NotPrincipals { get; init; }

    public IEnumerable<string>? SourceIps { get; init; }

    public IEnumerable<string>? NotSourceIps { get; init; }

    public IEnumerable<string>? DestinationIps { get; init; }

    public IEnumerable<string>? NotDestinationIps { get; init; }

    public IEnumerable<int>? DestinationPorts { get; init; }

    public IEnumerable<int>? NotDestinationPorts { get; init; }

    public static MatchDump Of(AuthorizationMatch match) => new()
    {
        Namespaces = Given(match.Namespaces, Text),
        NotNamespaces = Given(match.NotNamespaces, Text),
        ServiceAccounts = Given(match.ServiceAccounts, ServiceAccountDump.Of),
        NotServiceAccounts = Given(match.NotServiceAccounts, ServiceAccountDump.Of),
        Principals = Given(match.Principals, Text),
        NotPrincipals = Given(match.NotPrincipals, Text),
        SourceIps = Given(match.SourceIps, block => block.ToString()),
        NotSourceIps = Given(match.NotSourceIps, block => block.ToString()),
        DestinationIps = Given(match.DestinationIps, block => block.ToString()),
        NotDestinationIps = Given(match.NotDestinationIps, block => block.ToString()),
        DestinationPorts = Given(match.DestinationPorts, port => port),
        NotDestinationPorts = Given(match.NotDestinationPorts, port => port),
    };

    private static IEnumerable<TDump>? Given<T, TDump>(ValueList<T> values, Func<T, TDump> dump) =>
        values.IsEmpty ? null : values.Select(dump);

    /// <summary>An object with one key, which says what kind of match it is.</summary>
    private static object Text(StringMatch match) => match switch
    {
        StringMatch.Exact exact => new Dictionary<string, string> { ["Exact"] = exact.Value },
        StringMatch.Prefix prefix => new Dictionary<string, string> { ["Prefix"] = prefix.Value },
        StringMatch.Suffix suffix => new Dictionary<string, string> { ["Suffix"] = suffix.Value },
        _ => new Dictionary<string, string[]> { ["Presence"] = [] },
    };
}

/// <summary>A service account, in whatever trust domain.</summary>
internal sealed record ServiceAccountDump(string Namespace, string ServiceAccount)
{
    public static ServiceAccountDump Of(ServiceAccountMatch match) => new(match.Namespace, match.ServiceAccount);
}
