using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Explaining;

/// <summary>Finds the fewest changes of labels that make a Service global: a shortest way through diagrams.</summary>
internal sealed class NearestSearch
{
    // A change costs more than any number of choices between a Service's and a namespace's label.
    private const long Change = 1L << 32;
    private const long OfNamespace = 1;
    private const long Impossible = long.MaxValue;

    private readonly PolicyDiagrams _diagrams;
    private readonly DiagramStore _store;
    private readonly ConditionIndex _locals;
    private readonly ScopeFacts _facts;

    private NearestSearch(PolicyDiagrams diagrams, ScopeFacts facts)
    {
        (_diagrams, _store, _facts) = (diagrams, diagrams.Store, facts);
        _locals = new ConditionIndex(diagrams.Store, diagrams.Locals);
    }

    public static NearestChange Of(ScopePolicy policy, ScopeFacts facts, AnalysisLimits limits)
    {
        if (facts.Namespace.Labels is null)
            return new NearestChange(Reach.NamespaceUnknown, []);
        if (policy.Decide(facts).Scope == Scope.Global)
            return new NearestChange(Reach.IsGlobal, []);
        var diagrams = PolicyDiagrams.Of(policy, limits);
        if (diagrams.Locals.Contains(DiagramStore.Exceeded))
            return new NearestChange(Reach.NotAnalysed, []);
        var search = new NearestSearch(diagrams, facts);
        var best = (Changes: default(ValueList<LabelChange>), Cost: Impossible);
        foreach (var global in diagrams.Globals)
        {
            if (search.Nearest(global, best.Cost) is not { } found)
                return new NearestChange(Reach.NotAnalysed, []);
            best = found.Cost < best.Cost ? found : best;
        }
        return best.Cost == Impossible ? new NearestChange(Reach.ByNoLabels, []) : new NearestChange(Reach.ByLabels, best.Changes);
    }

    // The nearest Service that meets the condition of a global rule may be one that a local rule matches. Then those that
    // the local rule matches are taken away, and the search goes on: no other local rule has to be looked at.
    private (ValueList<LabelChange> Changes, long Cost)? Nearest(int global, long enough)
    {
        _store.BeginQuestion();
        var rest = global;
        while (rest >= 0)
        {
            var found = Shortest(rest);
            if (found.Cost >= enough || _locals.MetBy(Changed(found.Changes)) is not [var local, ..])
                return found;
            rest = _store.AndNot(rest, _diagrams.Locals[local]);
        }
        return null;
    }

    private ScopeFacts Changed(ValueList<LabelChange> changes)
    {
        LabelSet Of(Subject subject, LabelSet labels)
        {
            var mine = changes.Where(change => change.Subject == subject).ToList();
            return LabelSet.Create(labels
                .Where(label => !mine.Exists(change => change.Key == label.Key))
                .Concat(mine.Where(change => change.To is not null).Select(change => KeyValuePair.Create(change.Key, change.To!))));
        }

        return _facts with
        {
            ServiceLabels = Of(Subject.Service, _facts.ServiceLabels),
            Namespace = NamespaceFacts.Known(_facts.Namespace.Name, Of(Subject.Namespace, _facts.Namespace.Labels!)),
        };
    }

    private (ValueList<LabelChange> Changes, long Cost) Shortest(int diagram)
    {
        var costs = new Dictionary<int, long> { [DiagramStore.True] = 0 };
        foreach (var node in _store.NodesOf(diagram))
            costs[node] = Outcomes(node).Min(outcome => Cost(costs, outcome));
        var cost = costs.GetValueOrDefault(diagram, Impossible);
        if (cost == Impossible)
            return ([], Impossible);
        var changes = new List<LabelChange>();
        while (diagram != DiagramStore.True)
        {
            var outcome = Outcomes(diagram).MinBy(o => Cost(costs, o));
            if (outcome.Change is { } change)
                changes.Add(change);
            diagram = outcome.Child;
        }
        return (changes.ToValueList(), cost);
    }

    private static long Cost(Dictionary<int, long> costs, (LabelChange? Change, int Child) outcome)
    {
        var rest = costs.GetValueOrDefault(outcome.Child, Impossible);
        if (rest == Impossible || outcome.Change is not { } change)
            return rest;
        return rest + Change + (change.Subject == Subject.Namespace ? OfNamespace : 0);
    }

    // As it is first; then single values, absence, and any other value.
    private IEnumerable<(LabelChange? Change, int Child)> Outcomes(int node)
    {
        var variable = _store.Alphabet.Variables[_store.LevelOf(node)];
        var value = variable.ValueIn(_facts);
        yield return (null, _store.Follow(node, value));
        if (variable.IsName)
            yield break;
        var edges = _store.Edges(node).ToArray();
        LabelChange To(string? other) => new(variable.Subject, variable.Key!, value, other);
        foreach (var edge in edges)
            yield return (To(_store.Alphabet.Values[edge.Value]), edge.Child);
        if (value is not null)
            yield return (To(null), _store.Absent(node));
        var taken = edges.Select(edge => _store.Alphabet.Values[edge.Value]).Append(value);
        yield return (To(Witnesses.Fresh(taken)), _store.Other(node));
    }
}
