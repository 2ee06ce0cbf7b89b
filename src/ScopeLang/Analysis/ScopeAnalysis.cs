using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Questions about whole policies, answered exactly for every Service that there could be, by decision diagrams.
/// Services of unknown namespaces are local by any policy, and left out. What would exceed
/// <see cref="AnalysisLimits"/> is <see cref="Verdict.NotAnalysed"/>; no answer is a guess.
/// </summary>
public static class ScopeAnalysis
{
    /// <summary>
    /// What is valid in a policy and probably not meant: warnings, each decided exactly; a note for a rule that the
    /// bounds do not let be analysed; and hints on names.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    /// <returns>The findings, in the order of the text.</returns>
    public static ValueList<Diagnostic> Check(ScopePolicy policy, AnalysisLimits? limits = null) =>
        RuleFindings.Of(PolicyDiagrams.Of(policy, limits ?? AnalysisLimits.Default))
            .Concat(UnusedLets(policy))
            .Concat(SimilarKeys.Of(policy.Items))
            .OrderBy(finding => finding.Span.Offset)
            .ToValueList();

    /// <summary>Whether some Service is global. The witness is one.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static ScopeAnswer Satisfiable(ScopePolicy policy, AnalysisLimits? limits = null)
    {
        var diagrams = PolicyDiagrams.Of(policy, limits ?? AnalysisLimits.Default);
        return Comparison.FindGlobal(policy, diagrams);
    }

    /// <summary>Whether every Service that is global by one policy is so by another. The witness is one that is not.</summary>
    /// <param name="policy">The policy that may say less.</param>
    /// <param name="other">The policy that may say more.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static ScopeAnswer Implies(ScopePolicy policy, ScopePolicy other, AnalysisLimits? limits = null)
    {
        var (first, second) = PolicyDiagrams.Of(policy, other, limits ?? AnalysisLimits.Default);
        return Comparison.Implies((policy, first), (other, second));
    }

    /// <summary>Whether two policies make the same Services global. The witness is one on which they differ.</summary>
    /// <param name="policy">A policy.</param>
    /// <param name="other">Another.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static ScopeAnswer Equivalent(ScopePolicy policy, ScopePolicy other, AnalysisLimits? limits = null)
    {
        var (first, second) = PolicyDiagrams.Of(policy, other, limits ?? AnalysisLimits.Default);
        var forth = Comparison.Implies((policy, first), (other, second));
        if (forth.Verdict == Verdict.No)
            return forth;
        var back = Comparison.Implies((other, second), (policy, first));
        return back.Verdict == Verdict.Yes ? forth : back;
    }

    /// <summary>Whether no Service is global by both of two policies. The witness is one that is.</summary>
    /// <param name="policy">A policy.</param>
    /// <param name="other">Another.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static ScopeAnswer Disjoint(ScopePolicy policy, ScopePolicy other, AnalysisLimits? limits = null)
    {
        var (first, second) = PolicyDiagrams.Of(policy, other, limits ?? AnalysisLimits.Default);
        return Comparison.Disjoint((policy, first), (other, second));
    }

    /// <summary>Where two policies differ, among given Services and beyond.</summary>
    /// <param name="before">The first policy.</param>
    /// <param name="after">The second policy.</param>
    /// <param name="services">Services of a mesh; their namespaces may be unknown.</param>
    /// <param name="maxWitnesses">The most Services to show beyond those.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static ScopeDifference Diff(
        ScopePolicy before, ScopePolicy after, IEnumerable<ScopeFacts> services, int maxWitnesses = 20, AnalysisLimits? limits = null)
    {
        ScopeChange Compared(ScopeFacts facts) => new(facts, before.Decide(facts), after.Decide(facts));

        var changes = services.Select(Compared).Where(change => change.Before.Scope != change.After.Scope).ToValueList();
        var (first, second) = PolicyDiagrams.Of(before, after, limits ?? AnalysisLimits.Default);
        var difference = first.Store.Xor(first.Meaning(), second.Meaning());
        if (difference < 0)
            return OneDifference(
                Comparison.Implies((before, first), (after, second)), Comparison.Implies((after, second), (before, first)), changes, Compared);
        var sum = SumOfProducts.Of(first.Store, difference, maxWitnesses);
        // Each by a Service that no other product has.
        var search = new CoverSearch(first.Store, [.. sum.Products.Select(product => product.Diagram(first.Store))]);
        var beyond = sum.Products
            .Select((product, i) => search.Cover(product.Diagram(first.Store), Witnesses.Leanest, other => other != i).Left)
            .OfType<ScopeFacts>()
            .Select(Compared)
            .ToValueList();
        return new ScopeDifference(difference == DiagramStore.False ? Verdict.Yes : Verdict.No, changes, beyond, sum.IsComplete);
    }

    // Where the difference as a whole is too large, one Service on either side may still be found.
    private static ScopeDifference OneDifference(
        ScopeAnswer forth, ScopeAnswer back, ValueList<ScopeChange> changes, Func<ScopeFacts, ScopeChange> compared)
    {
        var beyond = new[] { forth.Witness, back.Witness }.OfType<ScopeFacts>().Select(compared).ToValueList();
        var same = !beyond.IsEmpty || !changes.IsEmpty ? Verdict.No
            : (forth.Verdict, back.Verdict) == (Verdict.Yes, Verdict.Yes) ? Verdict.Yes
            : Verdict.NotAnalysed;
        return new ScopeDifference(same, changes, beyond, IsComplete: same == Verdict.Yes);
    }

    private static IEnumerable<Diagnostic> UnusedLets(ScopePolicy policy)
    {
        var used = policy.Items
            .SelectMany(ScopeExprs.Leaves)
            .OfType<UseExpr>()
            .Select(use => use.Name.Text)
            .ToHashSet(StringComparer.Ordinal);
        return policy.Items.OfType<LetItem>().Where(let => !used.Contains(let.Name.Text)).Select(let => new Diagnostic(
            ScopeCodes.UnusedLet, Severity.Hint, let.Name.Origin.Span, $"nothing uses `{Quoting.Excerpt(let.Name.Text)}`", "drop it"));
    }
}
