using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// Compiles AuthorizationPolicies as Istio's ambient mode does, with one difference: a value that cannot be read is never
/// dropped in silence. An ALLOW rule with such a value allows nothing. A DENY rule takes it as matching everything, so
/// that it denies at least what its author meant.
/// </summary>
public static class AuthorizationPolicyCompiler
{
    internal const string DryRun = "istio.io/dry-run";

    /// <summary>Compiles one policy. Never fails.</summary>
    /// <param name="manifest">The policy as written.</param>
    /// <param name="rootNamespace">The namespace whose policies are about the whole mesh.</param>
    /// <param name="trust">The trust domains that it may speak of.</param>
    public static CompiledPolicy Compile(AuthorizationPolicyManifest manifest, string rootNamespace, PolicyTrust trust)
    {
        if (NotEnforced(manifest) is { } finding)
            return new CompiledPolicy(null, null, [finding]);
        var diagnostics = new List<Diagnostic>();
        var isDryRun = IsDryRun(manifest, diagnostics);
        var action = manifest.Action?.Value == PolicyAction.Deny ? AuthorizationAction.Deny : AuthorizationAction.Allow;
        if (action == AuthorizationAction.Deny && manifest.Rules.IsEmpty)
            diagnostics.Add(new Diagnostic(
                AuthorizationCodes.WithoutRules,
                Severity.Warning,
                manifest.Action!.Value.Span,
                "a `DENY` policy without rules denies nothing",
                "add rules; `rules: [{}]` denies everything"));
        var values = new PolicyValueReader(action, manifest.Meta.Namespace.Value, trust, diagnostics);
        var groups = manifest.Rules
            .Select(rule => PolicyRuleCompiler.Compile(rule, action, values, diagnostics))
            .OfType<AuthorizationGroup>()
            .ToValueList();
        var key = new NamespacedName(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);
        return new CompiledPolicy(
            new AuthorizationPolicy(key, ScopeOf(manifest, rootNamespace), action, groups) { IsDryRun = isDryRun },
            manifest.Selector?.ToLabelSelector(),
            diagnostics.OrderBy(diagnostic => diagnostic.Span.Offset).ToValueList());
    }

    private static AuthorizationScope ScopeOf(AuthorizationPolicyManifest manifest, string rootNamespace)
    {
        if (manifest.Selector is not null)
            return AuthorizationScope.WorkloadSelector;
        return manifest.Meta.Namespace.Value == rootNamespace ? AuthorizationScope.Global : AuthorizationScope.Namespace;
    }

    private static Diagnostic? NotEnforced(AuthorizationPolicyManifest manifest)
    {
        if (manifest.TargetRefs is { } targets)
            return Warning(
                targets, "the policy has targets, and so is for waypoints alone", "select workloads by `selector`");
        if (manifest.Action is { Value: PolicyAction.Audit or PolicyAction.Custom } action)
            return Warning(
                action.Span,
                $"node proxies do not know the action `{action.Value.ToString().ToUpperInvariant()}`",
                "write `ALLOW` or `DENY`");
        return null;
    }

    /// <summary>Whether the policy decides nothing, as Go reads truth.</summary>
    private static bool IsDryRun(AuthorizationPolicyManifest manifest, List<Diagnostic> diagnostics)
    {
        if (!manifest.Meta.Annotations.TryGet(DryRun, out var dryRun))
            return false;
        switch (dryRun.Value)
        {
            case "1" or "t" or "T" or "true" or "TRUE" or "True":
                diagnostics.Add(Warning(
                    dryRun.Span, $"`{DryRun}` keeps the policy from being enforced", "take the annotation off"));
                return true;
            case "0" or "f" or "F" or "false" or "FALSE" or "False":
                return false;
            default:
                diagnostics.Add(new Diagnostic(
                    AuthorizationCodes.UnknownDryRun,
                    Severity.Warning,
                    dryRun.Span,
                    $"`{DryRun}` is {UserText.Quote(dryRun.Value)}, so the policy is enforced",
                    "write `\"true\"` or `\"false\"`"));
                return false;
        }
    }

    private static Diagnostic Warning(SourceSpan span, string message, string remedy) =>
        new(AuthorizationCodes.NotEnforced, Severity.Warning, span, message, remedy);
}
