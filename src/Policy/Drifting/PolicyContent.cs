using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Drifting;

/// <summary>What policies say, as text that is the same for those that say the same in whatever order and place.</summary>
internal static class PolicyContent
{
    public static string Of(AuthorizationPolicyManifest policy)
    {
        var rules = policy.Rules.Select(Rule).Order(StringComparer.Ordinal).ToArray();
        var target = policy.TargetRefs is null ? Selected(policy.Selector) : "what it targets";
        return $"{(policy.Action?.Value ?? PolicyAction.Allow).ToString().ToUpperInvariant()} to {target}: {(rules.Length == 0 ? "nothing" : string.Join("; ", rules))}";
    }

    public static string Of(PeerAuthenticationManifest peer)
    {
        var ports = peer.PortLevelMtls.OrderBy(port => port.Port.Value).Select(port => $", port {port.Port.Value} {Word(port.Mode.Value)}");
        return $"{Word(peer.Mode?.Value ?? MtlsMode.Unset)}{string.Concat(ports)} for {Selected(peer.Selector)}";
    }

    private static string Selected(SelectorManifest? selector) =>
        selector?.ToLabelSelector() is { IsEverything: false } wanted ? SelectorText.Of(wanted) : "everybody";

    private static string Rule(PolicyRuleManifest rule)
    {
        string[] parts =
        [
            .. Clause("from", rule.From.Select(Source)),
            .. Clause("to", rule.To.Select(Operation)),
            .. rule.When.Select(condition => $"when {condition.Key.Value} {Values("is", "is not", condition.Values)}").Order(StringComparer.Ordinal),
        ];
        return parts.Length == 0 ? "anything" : string.Join(" ", parts);
    }

    private static IEnumerable<string> Clause(string word, IEnumerable<string> alternatives)
    {
        var ordered = alternatives.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return ordered.Length == 0 ? [] : [$"{word} {string.Join(" or ", ordered)}"];
    }

    private static string Source(PolicySourceManifest source) => Fields(
        ("principals", source.Principals),
        ("requestPrincipals", source.RequestPrincipals),
        ("namespaces", source.Namespaces),
        ("serviceAccounts", source.ServiceAccounts),
        ("ipBlocks", source.IpBlocks),
        ("remoteIpBlocks", source.RemoteIpBlocks));

    private static string Operation(PolicyOperationManifest operation) => Fields(
        ("hosts", operation.Hosts), ("ports", operation.Ports), ("methods", operation.Methods), ("paths", operation.Paths));

    private static string Fields(params (string Name, PolicyValues Values)[] fields) => string.Join(
        " and ", fields.Where(field => !field.Values.IsEmpty).Select(field => $"{field.Name} {Values("in", "not in", field.Values)}"));

    private static string Values(string any, string none, PolicyValues values)
    {
        string[] parts =
        [
            .. values.Any.IsEmpty ? [] : (string[])[$"{any} [{Join(values.Any)}]"],
            .. values.None.IsEmpty ? [] : (string[])[$"{none} [{Join(values.None)}]"],
        ];
        return string.Join(" and ", parts);
    }

    private static string Join(ValueList<Located<string>> texts) =>
        string.Join(", ", texts.Select(text => text.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string Word(MtlsMode mode) => mode.ToString().ToUpperInvariant();
}
