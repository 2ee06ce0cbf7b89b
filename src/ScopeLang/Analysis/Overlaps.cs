namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Finds, for a condition, those of some others that it may have a Service in common with. A condition that asks a
/// variable for one of few values, as most rules do, has none in common with those that ask it for other values.
/// </summary>
internal sealed class Overlaps
{
    private readonly DiagramStore _store;
    private readonly IReadOnlyList<int> _conditions;
    private readonly Dictionary<(int Level, int Value), List<int>> _byValue = [];
    private readonly Dictionary<int, HashSet<int>> _asking = [];
    private readonly Dictionary<int, int[]> _notAsking = [];

    public Overlaps(DiagramStore store, IReadOnlyList<int> conditions)
    {
        (_store, _conditions) = (store, conditions);
        for (var place = 0; place < conditions.Count; place++)
        {
            foreach (var (level, values) in Demands(store, conditions[place]))
            {
                if (!_asking.TryGetValue(level, out var asking))
                    _asking.Add(level, asking = []);
                asking.Add(place);
                foreach (var value in values)
                {
                    if (!_byValue.TryGetValue((level, value), out var places))
                        _byValue.Add((level, value), places = []);
                    places.Add(place);
                }
            }
        }
    }

    /// <summary>The places of the conditions that may overlap with one, in their order.</summary>
    public IEnumerable<int> With(int condition)
    {
        IEnumerable<int> best = Enumerable.Range(0, _conditions.Count);
        var least = _conditions.Count;
        foreach (var (level, values) in Demands(_store, condition))
        {
            if (!_asking.TryGetValue(level, out var asking))
                continue;
            var count = _conditions.Count - asking.Count + values.Sum(value => _byValue.GetValueOrDefault((level, value))?.Count ?? 0);
            if (count >= least)
                continue;
            least = count;
            best = NotAsking(level, asking)
                .Concat(values.SelectMany(value => _byValue.GetValueOrDefault((level, value)) ?? []))
                .Distinct()
                .Order();
        }
        return best;
    }

    private int[] NotAsking(int level, HashSet<int> asking)
    {
        if (!_notAsking.TryGetValue(level, out var places))
            _notAsking.Add(level, places = [.. Enumerable.Range(0, _conditions.Count).Where(place => !asking.Contains(place))]);
        return places;
    }

    // Down from the top, as long as there is one way to meet the condition: the variables that must have one of few values.
    private static IEnumerable<(int Level, int[] Values)> Demands(DiagramStore store, int condition)
    {
        while (condition > DiagramStore.True)
        {
            var edges = store.Edges(condition).ToArray();
            var ways = edges.Select(edge => edge.Child).Append(store.Absent(condition)).Append(store.Other(condition))
                .Where(child => child != DiagramStore.False)
                .Distinct()
                .ToArray();
            if (store.Absent(condition) == DiagramStore.False && store.Other(condition) == DiagramStore.False)
                yield return (store.LevelOf(condition), [.. edges.Where(edge => edge.Child != DiagramStore.False).Select(edge => edge.Value)]);
            if (ways.Length != 1)
                yield break;
            condition = ways[0];
        }
    }
}
