using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>
/// Reads AuthorizationPolicies. Unlike elsewhere an unknown field is an error: a misspelt <c>principals</c> would
/// leave a rule that lets everybody in.
/// </summary>
internal static class AuthorizationPolicyFields
{
    private static readonly FieldType<PolicyAction> Action = FieldTypes.Choice(
        ("ALLOW", PolicyAction.Allow),
        ("DENY", PolicyAction.Deny),
        ("AUDIT", PolicyAction.Audit),
        ("CUSTOM", PolicyAction.Custom));

    public static AuthorizationPolicyManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.ObjectOrEmpty("spec");
        spec.AllowOnly("selector", "targetRef", "targetRefs", "action", "provider", "rules");
        return new AuthorizationPolicyManifest(
            meta,
            fields.Span,
            spec.Object("selector") is { } selector ? SelectorFields.ReadWorkloadSelector(selector) : null,
            spec.KeySpan("targetRefs") ?? spec.KeySpan("targetRef"),
            spec.Value("action", Action),
            spec.Objects("rules").Select(ReadRule).ToValueList());
    }

    private static PolicyRuleManifest ReadRule(ObjectReader rule)
    {
        rule.AllowOnly("from", "to", "when");
        foreach (var clause in (ReadOnlySpan<string>)["from", "to", "when"])
            if (rule.IsEmptyList(clause))
                ReportEmpty(rule, clause);
        return new PolicyRuleManifest(
            rule.Objects("from").Select(ReadSource).ToValueList(),
            rule.Objects("to").Select(ReadOperation).ToValueList(),
            rule.Objects("when").Select(ReadCondition).ToValueList(),
            rule.Span);
    }

    private static PolicySourceManifest ReadSource(ObjectReader from)
    {
        from.AllowOnly("source");
        var source = from.RequiredObject("source");
        if (source.IsEmpty)
            ReportEmpty(from, "source");
        source.AllowOnly(
            "principals",
            "notPrincipals",
            "requestPrincipals",
            "notRequestPrincipals",
            "namespaces",
            "notNamespaces",
            "serviceAccounts",
            "notServiceAccounts",
            "ipBlocks",
            "notIpBlocks",
            "remoteIpBlocks",
            "notRemoteIpBlocks");
        return new PolicySourceManifest(
            Values(source, "principals", "notPrincipals"),
            Values(source, "requestPrincipals", "notRequestPrincipals"),
            Values(source, "namespaces", "notNamespaces"),
            Values(source, "serviceAccounts", "notServiceAccounts"),
            Values(source, "ipBlocks", "notIpBlocks"),
            Values(source, "remoteIpBlocks", "notRemoteIpBlocks"),
            source.Span);
    }

    private static PolicyOperationManifest ReadOperation(ObjectReader to)
    {
        to.AllowOnly("operation");
        var operation = to.RequiredObject("operation");
        if (operation.IsEmpty)
            ReportEmpty(to, "operation");
        operation.AllowOnly("hosts", "notHosts", "ports", "notPorts", "methods", "notMethods", "paths", "notPaths");
        return new PolicyOperationManifest(
            Values(operation, "hosts", "notHosts"),
            Values(operation, "ports", "notPorts"),
            Values(operation, "methods", "notMethods"),
            Values(operation, "paths", "notPaths"),
            operation.Span);
    }

    private static PolicyConditionManifest ReadCondition(ObjectReader condition)
    {
        condition.AllowOnly("key", "values", "notValues");
        var values = Values(condition, "values", "notValues");
        if (values.IsEmpty)
            condition.ReportMissing("values");
        return new PolicyConditionManifest(condition.Required("key", FieldTypes.NonEmpty, ""), values, condition.Span);
    }

    /// <summary>Istio refuses these too: they look like nobody, and would mean everybody.</summary>
    private static void ReportEmpty(ObjectReader fields, string field)
    {
        if (fields.KeySpan(field) is { } span)
            fields.Sink.Error(
                ManifestCodes.Missing, span, $"`{fields.PathOf(field)}` is empty", "fill it in, or leave it out");
    }

    private static PolicyValues Values(ObjectReader fields, string any, string none) =>
        new(fields.Values(any, FieldTypes.Text), fields.Values(none, FieldTypes.Text));
}
