using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>
/// Finds tests for what is not covered: one for each truth of each condition and for each rule that lacks one, and then,
/// from the last to the first, without those whose work others do.
/// </summary>
internal sealed class MissingTestSearch
{
    private readonly CoverageGoals _goals;
    private readonly ShownConditions _shown;
    private readonly List<FoundTest> _found = [];

    private MissingTestSearch(CoverageGoals goals, IEnumerable<ScopeFacts> present)
    {
        _goals = goals;
        _shown = new ShownConditions(goals);
        foreach (var facts in present)
            _shown.Add(facts);
    }

    /// <summary>The tests that are missing beside those that are present.</summary>
    public static MissingTests Of(ScopePolicy policy, CoverageGoals goals, IEnumerable<ScopeFacts> present)
    {
        var search = new MissingTestSearch(goals, present);
        foreach (var goal in goals.Conditions)
            search.Cover(goal);
        foreach (var goal in goals.Rules.Where(goal => goal.Best == Exercise.Missing))
            search.Cover(goal.Determines, $"`{Quoting.Excerpt(goal.Rule.Name)}` decides");
        search.DropSuperfluous();
        var tests = search._found.Select((found, i) =>
            TestFacts.Test($"generated {i + 1}: {found.Name}", found.Facts, policy.Decide(found.Facts)));
        return new MissingTests(
            tests.ToValueList(),
            !goals.Conditions.Any(goal => goal.IsExceeded) && goals.Rules.All(goal => goal.Best != Exercise.NotAnalysed));
    }

    // By the pair that lacks least.
    private void Cover(ConditionGoal goal)
    {
        if (goal.Pairs.IsEmpty)
            return;
        var pair = goal.Pairs.MaxBy(one => (_shown.Contains(one.WhenTrue) ? 1 : 0) + (_shown.Contains(one.WhenFalse) ? 1 : 0));
        var (text, rule) = (Quoting.Excerpt(goal.Text), Quoting.Excerpt(pair.Rule.Name));
        Cover(pair.WhenTrue, $"{text} holds, and matters to `{rule}`");
        Cover(pair.WhenFalse, $"{text} does not hold, and matters to `{rule}`");
    }

    private void Cover(Shown shown, string name)
    {
        if (_shown.Contains(shown))
            return;
        var facts = _goals.Witness(shown);
        _found.Add(new FoundTest(name, facts, _shown.Add(facts)));
    }

    private void DropSuperfluous()
    {
        // Only what a test shows can be lost with it.
        var rules = _goals.Rules.Where(goal => goal.Best == Exercise.Missing).ToLookup(goal => goal.Determines, goal => (Func<bool>)(() => IsCovered(goal)));
        var conditions = _goals.Conditions
            .SelectMany(goal => goal.Pairs.SelectMany(pair => new[] { pair.WhenTrue, pair.WhenFalse }).Distinct().Select(shown => (shown, goal)))
            .ToLookup(one => one.shown, one => (Func<bool>)(() => IsCovered(one.goal)));
        for (var i = _found.Count - 1; i >= 0; i--)
        {
            var met = _found[i].Met;
            _shown.Remove(met);
            if (met.All(shown => _shown.Contains(shown) || (rules[shown].All(isCovered => isCovered()) && conditions[shown].All(isCovered => isCovered()))))
                _found.RemoveAt(i);
            else
                _shown.Restore(met);
        }
    }

    private bool IsCovered(RuleGoal goal) => _shown.Contains(goal.Determines);

    private bool IsCovered(ConditionGoal goal) =>
        goal.Pairs.Any(pair => _shown.Contains(pair.WhenTrue) && _shown.Contains(pair.WhenFalse));

    /// <summary>A test, and what it shows.</summary>
    private sealed record FoundTest(string Name, ScopeFacts Facts, Shown[] Met);
}
