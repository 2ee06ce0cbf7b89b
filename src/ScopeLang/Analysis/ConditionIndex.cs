namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Finds, of many conditions, those that a Service meets. Most conditions cannot be met without one of a few values of
/// labels or names; they are looked at only where the Service has one of these.
/// </summary>
internal sealed class ConditionIndex
{
    // A condition with more of them is looked at every time.
    private const int MostNeeded = 64;

    // Stands for whatever value: a label that must be there.
    private const int AnyValue = -1;

    private readonly DiagramStore _store;
    private readonly IReadOnlyList<int> _conditions;
    private readonly Dictionary<(int Level, int Value), List<int>> _needing = [];
    private readonly List<int> _others = [];

    /// <summary>An index of conditions of one store; those that were exceeded are not in it.</summary>
    public ConditionIndex(DiagramStore store, IReadOnlyList<int> conditions)
    {
        (_store, _conditions) = (store, conditions);
        for (var place = 0; place < conditions.Count; place++)
        {
            if (conditions[place] <= DiagramStore.False)
                continue;
            if (Needed(store, conditions[place]) is not { } needed)
            {
                _others.Add(place);
                continue;
            }
            foreach (var value in needed)
            {
                if (!_needing.TryGetValue(value, out var places))
                    _needing.Add(value, places = []);
                places.Add(place);
            }
        }
    }

    /// <summary>The places of the conditions that a Service of a known namespace meets, in their order.</summary>
    public List<int> MetBy(ScopeFacts facts)
    {
        var met = _others.FindAll(place => _store.Holds(_conditions[place], facts));
        foreach (var value in ValuesOf(facts))
            if (_needing.TryGetValue(value, out var places))
                met.AddRange(places.Where(place => _store.Holds(_conditions[place], facts)));
        met.Sort();
        return [.. met.Distinct()];
    }

    private IEnumerable<(int Level, int Value)> ValuesOf(ScopeFacts facts)
    {
        foreach (var (key, value) in facts.ServiceLabels)
            foreach (var found in ValuesOf(new Variable(Syntax.Subject.Service, key), value))
                yield return found;
        foreach (var (key, value) in facts.Namespace.Labels!)
            foreach (var found in ValuesOf(new Variable(Syntax.Subject.Namespace, key), value))
                yield return found;
        foreach (var found in ValuesOf(Variable.NameOf(Syntax.Subject.Service), facts.Service))
            yield return found;
        foreach (var found in ValuesOf(Variable.NameOf(Syntax.Subject.Cluster), facts.Cluster))
            yield return found;
    }

    private IEnumerable<(int Level, int Value)> ValuesOf(Variable variable, string value)
    {
        var level = _store.Alphabet.FindLevel(variable);
        if (level < 0)
            yield break;
        yield return (level, AnyValue);
        if (_store.Alphabet.FindNumber(value) is >= 0 and var number)
            yield return (level, number);
    }

    // Values one of which every Service has that meets the condition; null where there are none, or too many. On every way
    // down a diagram it is the first label that must be there that counts.
    private static HashSet<(int Level, int Value)>? Needed(DiagramStore store, int condition)
    {
        if (condition == DiagramStore.True)
            return null;
        var needed = new HashSet<(int, int)>();
        var pending = new Stack<int>([condition]);
        var seen = new HashSet<int>();
        while (pending.TryPop(out var node))
        {
            if (node == DiagramStore.False || !seen.Add(node))
                continue;
            if (node == DiagramStore.True)
                return null;
            if (store.Absent(node) == DiagramStore.False && store.Other(node) != DiagramStore.False)
            {
                needed.Add((store.LevelOf(node), AnyValue));
                continue;
            }
            foreach (var edge in store.Edges(node))
                if (edge.Child != DiagramStore.False)
                    needed.Add((store.LevelOf(node), edge.Value));
            pending.Push(store.Absent(node));
            pending.Push(store.Other(node));
            if (needed.Count > MostNeeded)
                return null;
        }
        return needed;
    }
}
