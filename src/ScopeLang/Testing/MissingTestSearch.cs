using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>
/// Finds tests for what is not covered: one for each truth of each condition and for each rule that lacks one, and then,
/// from the last to the first, without those whose work others do.
/// </summary>
internal sealed class MissingTestSearch
{
    private readonly DiagramStore _store;
    private readonly CoverageGoals _goals;
    private readonly ScopeFacts[] _present;
    private readonly List<(ScopeFacts Facts, string Name)> _found = [];

    private MissingTestSearch(CoverageGoals goals, ScopeFacts[] present) =>
        (_store, _goals, _present) = (goals.Store, goals, present);

    public static MissingTests Of(ScopePolicy policy, CoverageGoals goals, ScopeFacts[] present)
    {
        var search = new MissingTestSearch(goals, present);
        foreach (var goal in goals.Conditions)
            search.Cover(goal);
        foreach (var goal in goals.Rules.Where(goal => goal.Determines > DiagramStore.False))
            search.Cover(goal.Determines, $"`{Quoting.Excerpt(goal.Rule.Name)}` decides");
        search.DropSuperfluous();
        var names = search._found.Select((found, i) => (found.Facts, Name: $"generated {i + 1}: {found.Name}"));
        return new MissingTests(
            names.Select(found => TestFacts.Test(found.Name, found.Facts, policy.Decide(found.Facts))).ToValueList(),
            !goals.Conditions.Any(goal => goal.IsExceeded) && goals.Rules.All(goal => goal.Determines >= 0));
    }

    // By the pair that lacks least.
    private void Cover(ConditionGoal goal)
    {
        if (goal.Pairs.IsEmpty)
            return;
        var pair = goal.Pairs.MaxBy(one => (Shows(one.WhenTrue) ? 1 : 0) + (Shows(one.WhenFalse) ? 1 : 0));
        var (text, rule) = (Quoting.Excerpt(goal.Text), Quoting.Excerpt(pair.Rule.Name));
        Cover(pair.WhenTrue, $"{text} holds, and matters to `{rule}`");
        Cover(pair.WhenFalse, $"{text} does not hold, and matters to `{rule}`");
    }

    private void Cover(int diagram, string name)
    {
        if (!Shows(diagram) && Witnesses.Of(_store, diagram) is { } facts)
            _found.Add((facts, name));
    }

    private bool Shows(int diagram) =>
        _present.Any(facts => _store.Holds(diagram, facts)) || _found.Exists(found => _store.Holds(diagram, found.Facts));

    private void DropSuperfluous()
    {
        for (var i = _found.Count - 1; i >= 0; i--)
        {
            var tried = _found[i];
            _found.RemoveAt(i);
            if (!IsAllCovered())
                _found.Insert(i, tried);
        }
    }

    private bool IsAllCovered() =>
        _goals.Rules.All(goal => goal.Determines <= DiagramStore.False || Shows(goal.Determines))
        && _goals.Conditions.All(goal => goal.Pairs.IsEmpty || goal.Pairs.Any(pair => Shows(pair.WhenTrue) && Shows(pair.WhenFalse)));
}
