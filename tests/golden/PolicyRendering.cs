using ScopeMesh.Policy.Authorization;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Golden;

/// <summary>
/// Authorization policies in few words: a line for each group, <c>{…}</c> for each match, whose fields have the names
/// that policies write.
/// </summary>
internal static class PolicyRendering
{
    public static IEnumerable<string> Of(ValueList<AuthorizationPolicy> policies) =>
        policies.IsEmpty ? ["none"] : policies.SelectMany(Of);

    private static IEnumerable<string> Of(AuthorizationPolicy policy)
    {
        var about = policy.Scope switch
        {
            AuthorizationScope.Global => "the mesh",
            AuthorizationScope.Namespace => "its namespace",
            _ => "who lists it",
        };
        var dryRun = policy.IsDryRun ? " in dry run" : "";
        yield return $"{policy.Action.ToString().ToUpperInvariant()} {policy.Key} about {about}{dryRun}";
        if (policy.Groups.IsEmpty)
            yield return "  nothing";
        foreach (var group in policy.Groups)
            yield return $"  {Of(group)}";
    }

    private static string Of(AuthorizationGroup group) =>
        group.Rules.IsEmpty ? "everything" : string.Join(" and ", group.Rules.Select(Of));

    private static string Of(AuthorizationRules rules) => rules.Matches switch
    {
        [] => "everything",
        [var single] => Of(single),
        var several => $"({string.Join(" or ", several.Select(Of))})",
    };

    private static string Of(AuthorizationMatch match) => "{" + string.Join("; ", Fields(match).Where(field => field.Length > 0)) + "}";

    private static IEnumerable<string> Fields(AuthorizationMatch match) =>
    [
        Field("principals", match.Principals.Select(Of)),
        Field("notPrincipals", match.NotPrincipals.Select(Of)),
        Field("namespaces", match.Namespaces.Select(Of)),
        Field("notNamespaces", match.NotNamespaces.Select(Of)),
        Field("serviceAccounts", match.ServiceAccounts.Select(Of)),
        Field("notServiceAccounts", match.NotServiceAccounts.Select(Of)),
        Field("from", match.SourceIps.Select(block => $"{block}")),
        Field("notFrom", match.NotSourceIps.Select(block => $"{block}")),
        Field("to", match.DestinationIps.Select(block => $"{block}")),
        Field("notTo", match.NotDestinationIps.Select(block => $"{block}")),
        Field("ports", match.DestinationPorts.Select(port => $"{port}")),
        Field("notPorts", match.NotDestinationPorts.Select(port => $"{port}")),
    ];

    private static string Field(string name, IEnumerable<string> values) =>
        values.Any() ? $"{name} {string.Join(", ", values)}" : "";

    private static string Of(ServiceAccountMatch account) => $"{account.Namespace}/{account.ServiceAccount}";

    private static string Of(StringMatch match) => match switch
    {
        StringMatch.Exact exact => exact.Value,
        StringMatch.Prefix prefix => $"{prefix.Value}*",
        StringMatch.Suffix suffix => $"*{suffix.Value}",
        _ => "*",
    };
}
