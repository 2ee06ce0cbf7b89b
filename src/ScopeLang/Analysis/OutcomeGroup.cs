namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>Outcomes of a variable that lead to the same, while a cover is made.</summary>
internal sealed class OutcomeGroup(int lower, int upper)
{
    private readonly List<int> _values = [];
    private bool _holdsAbsent;
    private bool _holdsOthers;

    /// <summary>What must be covered where one of the outcomes is met.</summary>
    public int Lower => lower;

    /// <summary>What may be covered there.</summary>
    public int Upper => upper;

    /// <summary>The groups of a variable: that of its absence first, then by the smallest value, any other value last.</summary>
    public static List<OutcomeGroup> Of(DiagramStore store, int level, int lower, int upper)
    {
        var groups = new List<OutcomeGroup>();
        OutcomeGroup GroupOf(int lowerChild, int upperChild)
        {
            var group = groups.Find(g => (g.Lower, g.Upper) == (lowerChild, upperChild));
            if (group is null)
                groups.Add(group = new OutcomeGroup(lowerChild, upperChild));
            return group;
        }

        bool Asks(int diagram) => store.LevelOf(diagram) == level;
        int Child(int diagram, int value) => Asks(diagram) ? store.Child(diagram, value) : diagram;
        if (!store.Alphabet.Variables[level].IsName)
            GroupOf(Asks(lower) ? store.Absent(lower) : lower, Asks(upper) ? store.Absent(upper) : upper)._holdsAbsent = true;
        foreach (var value in Mentioned(store, level, lower, upper))
            GroupOf(Child(lower, value), Child(upper, value))._values.Add(value);
        GroupOf(Asks(lower) ? store.Other(lower) : lower, Asks(upper) ? store.Other(upper) : upper)._holdsOthers = true;
        return groups;
    }

    /// <summary>The node whose outcomes lead to what their groups were covered by.</summary>
    public static int Joined(DiagramStore store, int level, IReadOnlyList<(OutcomeGroup Group, int Covered)> parts)
    {
        var other = parts.First(part => part.Group._holdsOthers).Covered;
        var absent = parts.Where(part => part.Group._holdsAbsent).Select(part => part.Covered).FirstOrDefault(other);
        var edges = parts.SelectMany(part => part.Group._values.Select(value => new Edge(value, part.Covered)));
        return store.Make(level, absent, other, [.. edges.OrderBy(edge => edge.Value)]);
    }

    /// <summary>
    /// The requirements that the outcomes meet and no others do: one conjunction, or two where absence and single values
    /// are together.
    /// </summary>
    public IEnumerable<Literal[]> Requirements(DiagramStore store, int level, IEnumerable<OutcomeGroup> all)
    {
        var mayBeAbsent = _holdsAbsent || store.Alphabet.Variables[level].IsName;
        if (_holdsOthers)
        {
            var excluded = all.Where(group => group != this).SelectMany(group => group._values).Order().ToValueList();
            Literal[] presence = mayBeAbsent ? [] : [new Literal(level, LabelOperator.Exists, [])];
            yield return excluded.IsEmpty ? presence : [.. presence, new Literal(level, LabelOperator.NotIn, excluded)];
            yield break;
        }
        if (_holdsAbsent)
            yield return [new Literal(level, LabelOperator.DoesNotExist, [])];
        if (_values.Count > 0)
            yield return [new Literal(level, LabelOperator.In, _values.ToValueList())];
    }

    private static IEnumerable<int> Mentioned(DiagramStore store, int level, params int[] diagrams) => diagrams
        .Where(diagram => store.LevelOf(diagram) == level)
        .SelectMany(diagram => store.Edges(diagram).ToArray())
        .Select(edge => edge.Value)
        .Distinct()
        .Order();
}
