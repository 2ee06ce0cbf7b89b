using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>Tests that a policy lacks.</summary>
/// <param name="Tests">Tests that it passes; with them everything is covered that can be, and none of them can be left out.</param>
/// <param name="IsComplete">Whether nothing was left out because a diagram would exceed its bounds.</param>
public sealed record MissingTests(ValueList<TestItem> Tests, bool IsComplete);

/// <summary>Measures what the <c>test</c> blocks of a policy exercise, and finds the tests that it lacks.</summary>
public static class ScopeCoverage
{
    /// <summary>What the tests exercise. Tests that fail count like others: coverage is about what they ask.</summary>
    /// <param name="policy">The policy with its tests.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static CoverageReport Measure(ScopePolicy policy, AnalysisLimits? limits = null)
    {
        var goals = CoverageGoals.Of(policy, limits ?? AnalysisLimits.Default);
        var shown = new ShownConditions(goals);
        foreach (var facts in Tests(policy))
            shown.Add(facts);
        return new CoverageReport(
            goals.Rules.Select(goal => Measure(goal, shown)).ToValueList(),
            goals.Conditions.Select(goal => Measure(goal, shown)).ToValueList());
    }

    /// <summary>The tests that a policy lacks.</summary>
    /// <param name="policy">The policy with the tests that it has.</param>
    /// <param name="limits">The bounds; the default ones where none are given.</param>
    public static MissingTests Missing(ScopePolicy policy, AnalysisLimits? limits = null)
    {
        var goals = CoverageGoals.Of(policy, limits ?? AnalysisLimits.Default);
        return MissingTestSearch.Of(policy, goals, Tests(policy));
    }

    // A service of an unknown namespace is decided on before any rule is looked at.
    private static ScopeFacts[] Tests(ScopePolicy policy) =>
        [.. policy.Items.OfType<TestItem>().Select(TestFacts.Of).Where(facts => facts.Namespace.Labels is not null)];

    private static RuleCoverage Measure(RuleGoal goal, ShownConditions shown) => new(
        goal.Rule.Name,
        shown.Contains(goal.Determines) ? Exercise.Covered : goal.Best,
        goal.Rule.Rule.Origin.Span);

    private static ConditionCoverage Measure(ConditionGoal goal, ShownConditions shown)
    {
        var best = goal.Pairs
            .Select(pair => (WhenTrue: shown.Contains(pair.WhenTrue), WhenFalse: shown.Contains(pair.WhenFalse)))
            .OrderByDescending(one => (one.WhenTrue ? 1 : 0) + (one.WhenFalse ? 1 : 0))
            .FirstOrDefault();
        var exercise = best is (true, true) ? Exercise.Covered
            : goal.IsExceeded ? Exercise.NotAnalysed
            : goal.Pairs.IsEmpty ? Exercise.Infeasible
            : Exercise.Missing;
        return new ConditionCoverage(goal.Text, goal.Within, exercise, best.WhenTrue, best.WhenFalse, goal.Origin.Span);
    }
}
