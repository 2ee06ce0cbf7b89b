using ScopeMesh.Policy.Authorization;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// Authorization policies in few words: <c>{…}</c> for each match, whose fields have the names that policies write.
/// </summary>
public static class PolicyText
{
    /// <summary>A group: its rules, all of which must match.</summary>
    /// <param name="group">The group.</param>
    public static string Of(AuthorizationGroup group) =>
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
