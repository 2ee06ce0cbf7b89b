namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>How far some conditions together cover another.</summary>
/// <param name="Verdict">Whether they cover all of it.</param>
/// <param name="Used">Places of conditions that do: none where they do not.</param>
/// <param name="Left">A Service that meets the condition and none of the others, where they do not cover it.</param>
internal readonly record struct Covering(Verdict Verdict, List<int> Used, ScopeFacts? Left);

/// <summary>
/// Finds out whether conditions together cover another one, by what they leave of it: as long as a Service is left,
/// a condition is looked for that it meets, and taken away. Where none is found, that Service is the proof; so whatever
/// is far from the condition is never looked at.
/// </summary>
internal sealed class CoverSearch(DiagramStore store, IReadOnlyList<int> conditions)
{
    private readonly ConditionIndex _index = new(store, conditions);

    /// <summary>Whether a Service of a known namespace meets one of the conditions.</summary>
    public bool IsMetBy(ScopeFacts facts) => _index.MetBy(facts).Count > 0;

    /// <summary>Whether some of the conditions cover a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="witness">Chooses a Service that meets a condition.</param>
    /// <param name="mayUse">Whether one of the conditions may be used, by its place.</param>
    public Covering Cover(int condition, Func<DiagramStore, int, ScopeFacts> witness, Predicate<int> mayUse)
    {
        store.BeginQuestion();
        var used = new List<int>();
        var rest = condition;
        while (rest > DiagramStore.False)
        {
            var left = witness(store, rest);
            var met = _index.MetBy(left);
            var at = met.FindIndex(mayUse);
            if (at < 0)
                return new Covering(Verdict.No, [], left);
            used.Add(met[at]);
            rest = store.AndNot(rest, conditions[met[at]]);
        }
        return new Covering(rest < 0 ? Verdict.NotAnalysed : Verdict.Yes, used, null);
    }

    /// <summary>The same, with conditions none of which can be left out, in their order.</summary>
    public Covering LeastCover(int condition, Predicate<int> mayUse)
    {
        var covering = Cover(condition, Witnesses.Any, mayUse);
        if (covering.Verdict != Verdict.Yes)
            return covering;
        var used = covering.Used;
        used.Sort();
        for (var i = used.Count - 1; i >= 0; i--)
        {
            var left = store.Without(condition, used.Where((_, place) => place != i).Select(place => conditions[place]));
            if (left < 0)
                return new Covering(Verdict.NotAnalysed, [], null);
            if (left == DiagramStore.False)
                used.RemoveAt(i);
        }
        return covering;
    }
}
