using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Makes the diagrams of conditions. Nesting, <c>let</c>s apart, is bounded, so that it may recurse; a <c>let</c> is made
/// once, where it is defined.
/// </summary>
internal sealed class DiagramBuilder
{
    private readonly DiagramStore _store;
    private readonly DiagramBuilder? _outer;
    private readonly Dictionary<string, int> _lets = [];

    public DiagramBuilder(DiagramStore store) => _store = store;

    /// <summary>A builder that knows the <c>let</c>s of another one, and may define them anew.</summary>
    public DiagramBuilder(DiagramBuilder outer) => (_store, _outer) = (outer._store, outer);

    /// <summary>From here on a name stands for a diagram.</summary>
    public void Define(string name, int diagram) => _lets[name] = diagram;

    /// <summary>The diagram of an expression whose <c>let</c> names are defined.</summary>
    public int Of(ScopeExpr expr) => expr switch
    {
        ConstantExpr constant => constant.Value ? DiagramStore.True : DiagramStore.False,
        UseExpr use => Let(use.Name.Text),
        NotExpr not => _store.Not(Of(not.Operand)),
        AndExpr and => _store.JoinAll(Connective.And, and.Operands.Select(Of)),
        OrExpr or => _store.JoinAll(Connective.Or, or.Operands.Select(Of)),
        SelectorExpr selector => Of(selector),
        NamedExpr named => Of(named),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The diagram of one requirement.</summary>
    public int Of(Subject subject, Requirement requirement)
    {
        var variable = new Variable(subject, requirement.Key.Text);
        return requirement.Operator switch
        {
            LabelOperator.In => Values(variable, requirement.Values, hold: true),
            LabelOperator.NotIn => Values(variable, requirement.Values, hold: false),
            LabelOperator.Exists => Presence(variable, hold: true),
            LabelOperator.DoesNotExist => Presence(variable, hold: false),
        };
    }

    /// <summary>The diagram of a condition on a name.</summary>
    public int Of(NamedExpr named) => Values(Variable.NameOf(named.Subject), named.Names, hold: true);

    /// <summary>The diagram of one value of a variable.</summary>
    public int Value(Variable variable, string value) => Values(variable, [value], hold: true);

    private int Let(string name) => _lets.TryGetValue(name, out var diagram) ? diagram : _outer!.Let(name);

    // From the last variable to the first: each requirement goes on top of the others.
    private int Of(SelectorExpr selector) => selector.Requirements
        .OrderByDescending(requirement => _store.Alphabet.LevelOf(new Variable(selector.Subject, requirement.Key.Text)))
        .Aggregate(DiagramStore.True, (rest, requirement) => _store.And(Of(selector.Subject, requirement), rest));

    private int Values(Variable variable, IEnumerable<Word> values, bool hold) =>
        Values(variable, values.Select(value => value.Text), hold);

    private int Values(Variable variable, IEnumerable<string> values, bool hold)
    {
        var (inside, outside) = hold ? (DiagramStore.True, DiagramStore.False) : (DiagramStore.False, DiagramStore.True);
        Edge[] edges =
        [
            .. values.Where(variable.Admits)
                .Select(_store.Alphabet.NumberOf).Distinct().Order()
                .Select(value => new Edge(value, inside)),
        ];
        return _store.Make(_store.Alphabet.LevelOf(variable), outside, outside, edges);
    }

    private int Presence(Variable variable, bool hold) => (variable.IsName, hold) switch
    {
        (true, true) => DiagramStore.True,
        (true, false) => DiagramStore.False,
        (false, true) => _store.Make(_store.Alphabet.LevelOf(variable), DiagramStore.False, DiagramStore.True, []),
        (false, false) => _store.Make(_store.Alphabet.LevelOf(variable), DiagramStore.True, DiagramStore.False, []),
    };
}
