namespace ScopeMesh.ScopeLang.Testing;

/// <summary>What the Services of a set of tests show, kept up as tests come and go.</summary>
internal sealed class ShownConditions
{
    private readonly CoverageGoals _goals;
    private readonly Shown[] _all;
    private readonly Dictionary<Shown, int> _tests;

    /// <summary>Begins without tests.</summary>
    public ShownConditions(CoverageGoals goals)
    {
        _goals = goals;
        _all =
        [
            .. goals.Rules.Select(goal => goal.Determines)
                .Concat(goals.Conditions.SelectMany(goal => goal.Pairs).SelectMany(pair => new[] { pair.WhenTrue, pair.WhenFalse }))
                .Where(shown => shown.Diagram >= 0)
                .Distinct(),
        ];
        _tests = _all.ToDictionary(shown => shown, _ => 0);
    }

    /// <summary>Whether some test shows it.</summary>
    public bool Contains(Shown shown) => _tests.GetValueOrDefault(shown) > 0;

    /// <summary>A test comes; gives what it shows.</summary>
    public Shown[] Add(ScopeFacts facts)
    {
        var isOverruled = _goals.IsOverruled(facts);
        var shown = Array.FindAll(_all, one => _goals.Shows(facts, one, isOverruled));
        Count(shown, 1);
        return shown;
    }

    /// <summary>A test that shows this goes.</summary>
    public void Remove(Shown[] shown) => Count(shown, -1);

    /// <summary>A test that went comes again.</summary>
    public void Restore(Shown[] shown) => Count(shown, 1);

    private void Count(Shown[] shown, int tests)
    {
        foreach (var one in shown)
            _tests[one] += tests;
    }
}
