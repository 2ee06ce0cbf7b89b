using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>What is known of a shared <c>let</c> within one decision.</summary>
internal enum LetTruth : byte
{
    NotEvaluated,
    False,
    True,
}

/// <summary>
/// A policy compiled for decisions: conditions as steps of one array, rules found by what guards them, and every shared
/// <c>let</c> evaluated at most once a decision. A decision allocates nothing.
/// </summary>
internal sealed class ScopeMatcher
{
    /// <summary>So few rules are looked at one by one sooner than looked up.</summary>
    private const int FewRules = 8;

    // INVARIANT: local rules before global ones, either in file order; a rule's place here is its number.
    private readonly Rule[] _rules;
    private readonly int _locals;
    private readonly Step[] _steps;
    private readonly int[] _lets;
    private readonly RuleIndex? _index;

    private ScopeMatcher(Rule[] rules, ConditionCompiler conditions, RuleIndex? index)
    {
        _rules = rules;
        _locals = rules.Count(rule => rule.Scope == Scope.Local);
        _steps = [.. conditions.Steps];
        _lets = [.. conditions.SharedLets];
        _index = index;
    }

    /// <summary>Compiles items whose names are all defined.</summary>
    public static ScopeMatcher Compile(IReadOnlyList<ScopeItem> items)
    {
        var conditions = new ConditionCompiler(items);
        var lets = new Dictionary<string, ScopeExpr>();
        var written = new List<(RuleItem Item, Rule Rule)>();
        foreach (var item in items)
        {
            if (item is LetItem let)
            {
                conditions.Define(let);
                lets.Add(let.Name.Text, let.Value);
            }
            else if (item is RuleItem rule)
                written.Add((rule, new Rule(rule.Scope, rule.NameAt(written.Count + 1), conditions.Compile(rule.Condition))));
        }
        var rules = written.OrderBy(rule => rule.Rule.Scope == Scope.Global).ToArray();
        var guards = new GuardFinder(lets);
        var index = rules.Length > FewRules
            ? RuleIndex.Create([.. rules.Select(rule => guards.Find(rule.Item.Condition))])
            : null;
        return new ScopeMatcher(Array.ConvertAll(rules, rule => rule.Rule), conditions, index);
    }

    public ScopeDecision Decide(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown);
        var first = _lets.Length == 0 ? First(in facts, []) : FirstWithLets(in facts);
        if (first == _rules.Length)
            return default;
        ref readonly var rule = ref _rules[first];
        return new ScopeDecision(rule.Scope, rule.Name, ScopeReason.RuleMatched);
    }

    /// <summary>Every rule is tried: whoever wants all names is about to explain them.</summary>
    public ValueList<string> Matches(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return [];
        Span<LetTruth> truths = stackalloc LetTruth[_lets.Length];
        truths.Clear();
        var locals = Matching(_rules.AsSpan(0, _locals), in facts, truths);
        return locals.IsEmpty ? Matching(_rules.AsSpan(_locals), in facts, truths) : locals;
    }

    private ValueList<string> Matching(ReadOnlySpan<Rule> rules, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var rule in rules)
            if (Holds(rule.Condition, in facts, truths))
                names.Add(rule.Name);
        return new ValueList<string>(names.ToImmutable());
    }

    // One byte a shared `let`, at most as many as there are items: 10 KB.
    private int FirstWithLets(in ScopeFacts facts)
    {
        Span<LetTruth> truths = stackalloc LetTruth[_lets.Length];
        truths.Clear();
        return First(in facts, truths);
    }

    /// <summary>The number of the first rule that matches, or the number of rules.</summary>
    private int First(in ScopeFacts facts, Span<LetTruth> truths)
    {
        if (_index is not null)
            return First(_index, in facts, truths);
        for (var number = 0; number < _rules.Length; number++)
            if (Holds(_rules[number].Condition, in facts, truths))
                return number;
        return _rules.Length;
    }

    private int First(RuleIndex index, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var first = First(index.NamespaceLabels, facts.Namespace.Labels!, in facts, truths, _rules.Length);
        first = First(index.ServiceLabels, facts.ServiceLabels, in facts, truths, first);
        if (!index.Services.IsEmpty)
            first = First(OfName(index.Services, facts.Service), in facts, truths, first);
        if (!index.Clusters.IsEmpty)
            first = First(OfName(index.Clusters, facts.Cluster), in facts, truths, first);
        return First(index.Unguarded.AsSpan(), in facts, truths, first);
    }

    private int First(LabelGuards guards, LabelSet labels, in ScopeFacts facts, Span<LetTruth> truths, int first)
    {
        var places = guards.PlacesIn(labels);
        for (var i = 0; i < places; i++)
        {
            var place = guards.PlaceAt(labels, i);
            if (place < 0)
                continue;
            first = First(guards.OfLabel(labels, place), in facts, truths, first);
            first = First(guards.OfPresence(labels, place), in facts, truths, first);
        }
        return first;
    }

    /// <summary>The first of some rules that matches, if it comes before the first that is known to.</summary>
    private int First(ReadOnlySpan<int> rules, in ScopeFacts facts, Span<LetTruth> truths, int first)
    {
        foreach (var number in rules)
        {
            if (number >= first)
                break;
            if (Holds(_rules[number].Condition, in facts, truths))
                return number;
        }
        return first;
    }

    private static ReadOnlySpan<int> OfName(RuleTable table, string name) => table.Find(name, null, LabelSet.HashOf(name));

    private bool Holds(int condition, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var at = condition;
        while (at >= 0)
        {
            ref readonly var step = ref _steps[at];
            var holds = step.Question != Question.Let ? step.Holds(in facts) : LetHolds(step.Slot, in facts, truths);
            at = holds ? step.Then : step.Else;
        }
        return at == Step.True;
    }

    private bool LetHolds(int slot, in ScopeFacts facts, Span<LetTruth> truths)
    {
        if (truths[slot] == LetTruth.NotEvaluated)
            truths[slot] = Holds(_lets[slot], in facts, truths) ? LetTruth.True : LetTruth.False;
        return truths[slot] == LetTruth.True;
    }

    /// <param name="Scope">What the rule asks for.</param>
    /// <param name="Name">How decisions call it.</param>
    /// <param name="Condition">The first step of its condition, or a truth.</param>
    private readonly record struct Rule(Scope Scope, string Name, int Condition);
}
