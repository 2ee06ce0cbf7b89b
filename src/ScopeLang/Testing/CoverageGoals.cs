using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>Services for which something is seen of a rule; of a global rule nothing is where a local one overrules it.</summary>
internal readonly record struct Shown(int Diagram, bool OfGlobal);

/// <summary>That a rule determines a decision: the Services for which it does.</summary>
internal readonly record struct RuleGoal(RuleDiagram Rule, Shown Determines, Exercise Best);

/// <summary>The Services that show a condition true, and those that show it false, by one rule. There are some of either.</summary>
internal readonly record struct ConditionPair(RuleDiagram Rule, Shown WhenTrue, Shown WhenFalse);

/// <summary>That a condition is seen to matter: by any of some pairs.</summary>
internal sealed record ConditionGoal(
    string Text, string Within, Origin Origin, ImmutableArray<ConditionPair> Pairs, bool IsExceeded);

/// <summary>What tests of a policy should exercise: every rule, and every condition that stands in rules and lets.</summary>
internal sealed class CoverageGoals
{
    private readonly ScopePolicy _policy;
    private readonly PolicyDiagrams _diagrams;
    private readonly DiagramStore _store;
    private readonly CoverSearch _locals;
    private readonly bool _areLocalsExceeded;
    private readonly List<ConditionGoal> _conditions = [];
    private readonly Dictionary<string, List<ScopeItem>> _users;
    private readonly Dictionary<RuleItem, RuleDiagram> _rules;

    private CoverageGoals(ScopePolicy policy, PolicyDiagrams diagrams)
    {
        (_policy, _diagrams, _store) = (policy, diagrams, diagrams.Store);
        _rules = diagrams.Rules.ToDictionary(rule => rule.Rule, (IEqualityComparer<RuleItem>)ReferenceEqualityComparer.Instance);
        _users = Users(policy);
        _locals = new CoverSearch(_store, diagrams.Locals);
        _areLocalsExceeded = diagrams.Locals.Contains(DiagramStore.Exceeded);
        Rules = [.. diagrams.Rules.Select(Goal)];
        foreach (var item in policy.Items)
            Add(item);
    }

    public DiagramStore Store => _store;

    public ImmutableArray<RuleGoal> Rules { get; }

    public IReadOnlyList<ConditionGoal> Conditions => _conditions;

    public static CoverageGoals Of(ScopePolicy policy, AnalysisLimits limits) => new(policy, PolicyDiagrams.Of(policy, limits));

    private void Add(ScopeItem item)
    {
        if (ScopeExprs.Of(item) is not { } condition)
            return;
        _store.BeginQuestion();
        var within = item is LetItem let ? let.Name.Text : _rules[(RuleItem)item].Name;
        var effects = Effects(item);
        foreach (var occurrence in Occurrences.Of(_store, _diagrams.Builder, condition))
        {
            _store.BeginQuestion();
            _conditions.Add(Goal(within, occurrence, effects));
        }
    }

    private ConditionGoal Goal(string within, Occurrence occurrence, IEnumerable<(RuleDiagram Rule, int Matters)> effects)
    {
        var pairs = ImmutableArray.CreateBuilder<ConditionPair>();
        var isExceeded = false;
        foreach (var (rule, effect) in effects)
        {
            var matters = _store.And(occurrence.Matters, effect);
            var (whenTrue, whenFalse) = (_store.And(matters, occurrence.Holds), _store.AndNot(matters, occurrence.Holds));
            foreach (var (one, other) in new[]
            {
                (_store.And(whenTrue, rule.Diagram), _store.AndNot(whenFalse, rule.Diagram)),
                (_store.AndNot(whenTrue, rule.Diagram), _store.And(whenFalse, rule.Diagram)),
            })
            {
                var pair = new ConditionPair(rule, ShownBy(rule, one), ShownBy(rule, other));
                var (first, second) = (Best(pair.WhenTrue), Best(pair.WhenFalse));
                isExceeded |= first == Exercise.NotAnalysed || second == Exercise.NotAnalysed;
                if ((first, second) == (Exercise.Missing, Exercise.Missing))
                    pairs.Add(pair);
            }
        }
        return new ConditionGoal(occurrence.Text, within, occurrence.Origin, pairs.ToImmutable(), isExceeded);
    }

    // The rules that an item is in, by way of lets or not, and where they would be the opposite had the item been.
    private List<(RuleDiagram Rule, int Matters)> Effects(ScopeItem item)
    {
        if (item is not LetItem let)
            return [(_rules[(RuleItem)item], DiagramStore.True)];
        var (ifTrue, ifFalse) = (Rebuilt(let, DiagramStore.True), Rebuilt(let, DiagramStore.False));
        return [.. ifTrue.Zip(ifFalse, (one, other) => (one.Rule, _store.Xor(one.Diagram, other.Diagram)))];
    }

    private List<(RuleDiagram Rule, int Diagram)> Rebuilt(LetItem changed, int value)
    {
        var builder = new DiagramBuilder(_diagrams.Builder);
        builder.Define(changed.Name.Text, value);
        var rebuilt = new List<(RuleDiagram, int)>();
        foreach (var touched in Touched(changed))
        {
            if (touched is LetItem let && !ReferenceEquals(let, changed))
                builder.Define(let.Name.Text, builder.Of(let.Value));
            else if (touched is RuleItem rule)
                rebuilt.Add((_rules[rule], builder.Of(rule.Condition)));
        }
        return rebuilt;
    }

    // The item, and what uses it, in file order.
    private IEnumerable<ScopeItem> Touched(ScopeItem item)
    {
        var touched = new HashSet<ScopeItem>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<ScopeItem>([item]);
        while (pending.TryPop(out var next))
        {
            if (!touched.Add(next) || next is not LetItem let)
                continue;
            foreach (var user in _users.GetValueOrDefault(let.Name.Text) ?? [])
                pending.Push(user);
        }
        return touched.Count == 1 ? touched : _policy.Items.Where(touched.Contains);
    }

    /// <summary>Whether a Service of a known namespace shows something.</summary>
    public bool Shows(ScopeFacts facts, Shown shown, bool isOverruled) =>
        !(shown.OfGlobal && isOverruled) && _store.Holds(shown.Diagram, facts);

    /// <summary>Whether a local rule matches a Service of a known namespace.</summary>
    public bool IsOverruled(ScopeFacts facts) => _locals.IsMetBy(facts);

    /// <summary>A Service that shows something which can be shown.</summary>
    public ScopeFacts Witness(Shown shown) => shown.OfGlobal
        ? _locals.Cover(shown.Diagram, Witnesses.Leanest, _ => true).Left!.Value
        : Witnesses.Leanest(_store, shown.Diagram);

    private static Shown ShownBy(RuleDiagram rule, int diagram) => new(diagram, rule.Rule.Scope == Scope.Global);

    private RuleGoal Goal(RuleDiagram rule)
    {
        var shown = ShownBy(rule, rule.Diagram);
        return new RuleGoal(rule, shown, Best(shown));
    }

    // What no test does yet, at best: it may be missing, or it may be that none could.
    private Exercise Best(Shown shown)
    {
        if (shown.Diagram <= DiagramStore.False)
            return shown.Diagram < 0 ? Exercise.NotAnalysed : Exercise.Infeasible;
        if (!shown.OfGlobal)
            return Exercise.Missing;
        return _areLocalsExceeded ? Exercise.NotAnalysed : _locals.Cover(shown.Diagram, Witnesses.Leanest, _ => true).Verdict switch
        {
            Verdict.No => Exercise.Missing,
            Verdict.Yes => Exercise.Infeasible,
            Verdict.NotAnalysed => Exercise.NotAnalysed,
        };
    }

    private static Dictionary<string, List<ScopeItem>> Users(ScopePolicy policy)
    {
        var users = new Dictionary<string, List<ScopeItem>>(StringComparer.Ordinal);
        foreach (var item in policy.Items)
        {
            foreach (var name in ScopeExprs.Leaves(item).OfType<UseExpr>().Select(use => use.Name.Text).Distinct(StringComparer.Ordinal))
            {
                if (!users.TryGetValue(name, out var items))
                    users.Add(name, items = []);
                items.Add(item);
            }
        }
        return users;
    }
}
