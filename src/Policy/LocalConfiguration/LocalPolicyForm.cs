using System.Text.Json.Nodes;
using ScopeMesh.Policy.Authorization;
using static ScopeMesh.Policy.LocalConfiguration.LocalConfigurationForm;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>A policy as <see cref="LocalPolicyFields"/> reads it.</summary>
internal static class LocalPolicyForm
{
    public static JsonNode Of(AuthorizationPolicy policy) => Fields(
        ("name", policy.Key.Name),
        ("namespace", policy.Key.Namespace),
        ("scope", Text(policy.Scope)),
        ("action", Text(policy.Action)),
        ("rules", Items(policy.Groups, group => Items(group.Rules, rules => Items(rules.Matches, Of)))),
        ("dryRun", policy.IsDryRun));

    private static JsonNode Of(AuthorizationMatch match) => Fields(
        ("namespaces", Given(match.Namespaces, Of)),
        ("notNamespaces", Given(match.NotNamespaces, Of)),
        ("serviceAccounts", Given(match.ServiceAccounts, Of)),
        ("notServiceAccounts", Given(match.NotServiceAccounts, Of)),
        ("principals", Given(match.Principals, Of)),
        ("notPrincipals", Given(match.NotPrincipals, Of)),
        ("sourceIps", Given(match.SourceIps, Text)),
        ("notSourceIps", Given(match.NotSourceIps, Text)),
        ("destinationIps", Given(match.DestinationIps, Text)),
        ("notDestinationIps", Given(match.NotDestinationIps, Text)),
        ("destinationPorts", Given(match.DestinationPorts, port => JsonValue.Create(port))),
        ("notDestinationPorts", Given(match.NotDestinationPorts, port => JsonValue.Create(port))));

    private static JsonNode Of(ServiceAccountMatch account) =>
        Fields(("namespace", account.Namespace), ("serviceAccount", account.ServiceAccount));

    private static JsonNode Of(StringMatch match) => match switch
    {
        StringMatch.Exact exact => Fields(("Exact", exact.Value)),
        StringMatch.Prefix prefix => Fields(("Prefix", prefix.Value)),
        StringMatch.Suffix suffix => Fields(("Suffix", suffix.Value)),
        _ => Fields(("Presence", new JsonArray())),
    };
}
