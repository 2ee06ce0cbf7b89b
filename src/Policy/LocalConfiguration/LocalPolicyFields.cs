using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>Reads an authorization policy of ztunnel's local configuration (<c>Authorization</c> of its <c>rbac.rs</c>).</summary>
internal static class LocalPolicyFields
{
    private static readonly FieldType<AuthorizationScope> Scope = FieldTypes.Choice(
        ("Global", AuthorizationScope.Global),
        ("Namespace", AuthorizationScope.Namespace),
        ("WorkloadSelector", AuthorizationScope.WorkloadSelector));

    private static readonly FieldType<AuthorizationAction> Action =
        FieldTypes.Choice(("Allow", AuthorizationAction.Allow), ("Deny", AuthorizationAction.Deny));

    public static Located<AuthorizationPolicy> Read(ObjectReader fields)
    {
        fields.AllowOnly("name", "namespace", "scope", "action", "dryRun", "rules");
        var name = fields.Required("name", FieldTypes.NonEmpty, "");
        var key = new NamespacedName(fields.Required("namespace", LocalTypes.IdentityPart, "").Value, name.Value);
        var scope = fields.Required("scope", Scope, AuthorizationScope.Global).Value;
        var action = fields.Required("action", Action, AuthorizationAction.Deny).Value;
        if (!fields.Has("rules"))
            fields.ReportMissing("rules");
        var policy = new AuthorizationPolicy(key, scope, action, ReadRules(fields))
        {
            IsDryRun = fields.Value("dryRun", FieldTypes.Flag)?.Value ?? false,
        };
        return new Located<AuthorizationPolicy>(policy, name.Span);
    }

    /// <summary>Rules, of which one must match, of clauses, which must all, of matches, of which one must.</summary>
    private static ValueList<AuthorizationGroup> ReadRules(ObjectReader fields)
    {
        var sink = fields.Sink;
        if (!fields.Has("rules"))
            return [];
        var rules = fields.Entries.First(entry => entry.Key == "rules").Value;
        return Each(rules, fields.PathOf("rules"), sink, (rule, rulePath) =>
            new AuthorizationGroup(Each(rule, rulePath, sink, (clause, clausePath) =>
                new AuthorizationRules(Each(clause, clausePath, sink, (match, matchPath) => ReadMatch(match, matchPath, sink))))));
    }

    private static ValueList<T> Each<T>(SourceNode node, string path, DiagnosticSink sink, Func<SourceNode, string, T> read)
    {
        if (node is SourceNode.Sequence sequence)
            return sequence.Items.Select((item, index) => read(item, $"{path}[{index}]")).ToValueList();
        TypeErrors.Report(node, path, "a list", sink);
        return [];
    }

    private static AuthorizationMatch ReadMatch(SourceNode node, string path, DiagnosticSink sink)
    {
        if (node is not SourceNode.Mapping mapping)
        {
            TypeErrors.Report(node, path, "a mapping", sink);
            return AuthorizationMatch.Empty;
        }

        var match = new ObjectReader(mapping, path, sink);
        match.AllowOnly(
            "namespaces", "notNamespaces", "serviceAccounts", "notServiceAccounts", "principals", "notPrincipals", "sourceIps",
            "notSourceIps", "destinationIps", "notDestinationIps", "destinationPorts", "notDestinationPorts");
        return new AuthorizationMatch
        {
            Namespaces = Texts(match, "namespaces"),
            NotNamespaces = Texts(match, "notNamespaces"),
            ServiceAccounts = Accounts(match, "serviceAccounts"),
            NotServiceAccounts = Accounts(match, "notServiceAccounts"),
            Principals = Texts(match, "principals"),
            NotPrincipals = Texts(match, "notPrincipals"),
            SourceIps = Values(match, "sourceIps", LocalTypes.Block),
            NotSourceIps = Values(match, "notSourceIps", LocalTypes.Block),
            DestinationIps = Values(match, "destinationIps", LocalTypes.Block),
            NotDestinationIps = Values(match, "notDestinationIps", LocalTypes.Block),
            DestinationPorts = Values(match, "destinationPorts", LocalTypes.TargetPort),
            NotDestinationPorts = Values(match, "notDestinationPorts", LocalTypes.TargetPort),
        };
    }

    private static ValueList<T> Values<T>(ObjectReader match, string field, FieldType<T> type) =>
        match.Values(field, type).Select(value => value.Value).ToValueList();

    private static ValueList<ServiceAccountMatch> Accounts(ObjectReader match, string field) => match.Objects(field)
        .Select(account =>
        {
            account.AllowOnly("namespace", "serviceAccount");
            return new ServiceAccountMatch(
                account.Required("namespace", FieldTypes.Text, "").Value, account.Required("serviceAccount", FieldTypes.Text, "").Value);
        })
        .ToValueList();

    private static ValueList<StringMatch> Texts(ObjectReader match, string field) =>
        match.Objects(field).Select(ReadText).ToValueList();

    /// <summary>An object with one key, which says what kind of match it is.</summary>
    private static StringMatch ReadText(ObjectReader text)
    {
        text.AllowOnly("Exact", "Prefix", "Suffix", "Presence");
        switch (text.Entries.Select(entry => entry.Key).ToArray())
        {
            case ["Exact"]:
                return new StringMatch.Exact(text.Required("Exact", FieldTypes.Text, "").Value);
            case ["Prefix"]:
                return new StringMatch.Prefix(text.Required("Prefix", FieldTypes.Text, "").Value);
            case ["Suffix"]:
                return new StringMatch.Suffix(text.Required("Suffix", FieldTypes.Text, "").Value);
            case ["Presence"] when text.IsEmpty:
                return new StringMatch.Presence();
            default:
                text.Sink.Error(
                    ManifestCodes.Contradiction,
                    text.Span,
                    $"`{text.Path}` is not one way to match a text",
                    "write one of `{Exact: TEXT}`, `{Prefix: TEXT}`, `{Suffix: TEXT}` and `{Presence: []}`");
                return new StringMatch.Exact("");
        }
    }
}
