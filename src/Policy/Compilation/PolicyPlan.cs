using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Finds the scope policy of a place that may hold one: a <c>mesh.scope</c>, or rules in a <c>mesh.yaml</c>, not both.</summary>
internal static class PolicyPlan
{
    /// <summary>
    /// What holds where nobody wrote rules: the default of Istio's ambient profile, which makes a Service global
    /// that asks for it.
    /// </summary>
    public static ScopePolicy Default { get; } =
        ScopePolicy.Parse("""global "istio.io/global" when service(istio.io/global=true)""").Policy!;

    /// <summary>The policy of one place; the one that was in force before where what is written has an error.</summary>
    /// <param name="scope">The place's scope file, if any.</param>
    /// <param name="config">The place's MeshConfig, if any.</param>
    /// <param name="inherited">What holds where the place has no rules.</param>
    /// <param name="lastGood">What was in force before, if anything was.</param>
    /// <param name="bag">Where findings go.</param>
    public static ScopePolicy Compile(
        SourceText? scope, SourceText? config, ScopePolicy inherited, ScopePolicy? lastGood, DiagnosticBag bag)
    {
        var imported = config is null ? null : ServiceScopeConfigs.Import(config.Text, config.File);
        var hasRules = imported is { CarriesRules: true };
        if (scope is not null && hasRules)
        {
            bag.Error(
                CompilationCodes.ScopeRulesTwice,
                SourceSpan.OfFile(config!.File),
                $"scope rules stand both in `{scope.File}` and in `{config.File}`",
                "remove one of the two");
            return KeepLastGood(lastGood, scope.File, bag);
        }

        if (scope is null && !hasRules && imported is not { Policy: null })
            return inherited;
        var (policy, diagnostics) = scope is null ? (imported!.Policy, imported.Diagnostics) : Parse(scope);
        bag.AddRange(diagnostics);
        return policy ?? KeepLastGood(lastGood, (scope ?? config)!.File, bag);
    }

    private static (ScopePolicy? Policy, ValueList<Diagnostic> Diagnostics) Parse(SourceText scope)
    {
        var parse = ScopePolicy.Parse(scope.Text, scope.File);
        return (parse.Policy, parse.Diagnostics);
    }

    private static ScopePolicy KeepLastGood(ScopePolicy? lastGood, string file, DiagnosticBag bag)
    {
        bag.Warning(
            CompilationCodes.LastGoodPolicy,
            SourceSpan.OfFile(file),
            lastGood is null
                ? "the policy has errors; until they are corrected nothing is global"
                : "the policy has errors; the last one without stays in force");

        // At a first start nothing is known to be wanted global, so nothing is: not even what an outer policy shares,
        // since the broken one may have been written to keep it in.
        return lastGood ?? ScopePolicy.Empty;
    }
}
