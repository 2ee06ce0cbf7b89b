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
        var tests = Tests(policy);
        return new CoverageReport(
            goals.Rules.Select(goal => Measure(goals.Store, goal, tests)).ToValueList(),
            goals.Conditions.Select(goal => Measure(goals.Store, goal, tests)).ToValueList());
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

    private static RuleCoverage Measure(DiagramStore store, RuleGoal goal, ScopeFacts[] tests) => new(
        goal.Rule.Name,
        goal.Determines == DiagramStore.Exceeded ? Exercise.NotAnalysed
        : goal.Determines == DiagramStore.False ? Exercise.Infeasible
        : tests.Any(facts => store.Holds(goal.Determines, facts)) ? Exercise.Covered : Exercise.Missing,
        goal.Rule.Rule.Origin.Span);

    private static ConditionCoverage Measure(DiagramStore store, ConditionGoal goal, ScopeFacts[] tests)
    {
        bool Shows(int diagram) => tests.Any(facts => store.Holds(diagram, facts));
        var best = goal.Pairs
            .Select(pair => (WhenTrue: Shows(pair.WhenTrue), WhenFalse: Shows(pair.WhenFalse)))
            .OrderByDescending(shown => (shown.WhenTrue ? 1 : 0) + (shown.WhenFalse ? 1 : 0))
            .FirstOrDefault();
        var exercise = best is (true, true) ? Exercise.Covered
            : goal.IsExceeded ? Exercise.NotAnalysed
            : goal.Pairs.IsEmpty ? Exercise.Infeasible
            : Exercise.Missing;
        return new ConditionCoverage(goal.Text, goal.Within, exercise, best.WhenTrue, best.WhenFalse, goal.Origin.Span);
    }
}
