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
    /// <summary>So few rules are tried one after the other sooner than looked up.</summary>
    private const int FewRules = 12;

    // INVARIANT: local rules before global ones, either in file order; a rule's place here is its number. Its condition
    // results in its number where it holds, and otherwise in the number of rules. Without an index, it goes on to the
    // next rule instead.
    private readonly Rule[] _rules;
    private readonly ScopeDecision[] _decisions;
    private readonly int _start;
    private readonly int _locals;
    private readonly Step[] _steps;
    private readonly Operand[] _operands;
    private readonly int[] _lets;
    private readonly RuleIndex? _index;
    private readonly bool _isPlain;

    private ScopeMatcher(Rule[] rules, ConditionCompiler conditions, RuleIndex? index)
    {
        _rules = rules;
        _decisions = [.. rules.Select(rule => new ScopeDecision(rule.Scope, rule.Name, ScopeReason.RuleMatched)), default];
        _start = rules.Length == 0 ? ~0 : rules[0].Condition;
        _locals = rules.Count(rule => rule.Scope == Scope.Local);
        _steps = [.. conditions.Steps];
        _operands = [.. conditions.Operands];
        _lets = [.. conditions.SharedLets];
        _index = index;
        _isPlain = index is null && _lets.Length == 0;
    }

    /// <summary>Compiles items whose names are all defined.</summary>
    public static ScopeMatcher Compile(IReadOnlyList<ScopeItem> items)
    {
        var conditions = new ConditionCompiler(items);
        var lets = new Dictionary<string, ScopeExpr>();
        foreach (var let in items.OfType<LetItem>())
        {
            conditions.Define(let);
            lets.Add(let.Name.Text, let.Value);
        }
        var ordered = items.OfType<RuleItem>().Select((rule, i) => (Item: rule, Name: rule.NameAt(i + 1)))
            .OrderBy(rule => rule.Item.Scope == Scope.Global).ToArray();
        var isIndexed = ordered.Length > FewRules;
        var rules = new Rule[ordered.Length];
        for (var number = rules.Length - 1; number >= 0; number--)
        {
            var next = isIndexed || number + 1 == rules.Length ? ~rules.Length : rules[number + 1].Condition;
            var condition = conditions.Write(ordered[number].Item.Condition, new Exits(~number, next));
            rules[number] = new Rule(ordered[number].Item.Scope, ordered[number].Name, condition);
        }
        if (!isIndexed)
            return new ScopeMatcher(rules, conditions, null);
        var guards = new GuardFinder(lets);
        var index = RuleIndex.Create([.. ordered.Select(rule => guards.Find(rule.Item.Condition))]);
        return new ScopeMatcher(rules, conditions, index);
    }

    public ScopeDecision Decide(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown);
        return _decisions[_isPlain ? Run(_start, in facts, []) : Find(in facts)];
    }

    /// <summary>Every rule is tried: whoever wants all names is about to explain them.</summary>
    public ValueList<string> Matches(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return [];
        Span<LetTruth> truths = stackalloc LetTruth[_lets.Length];
        truths.Clear();
        var locals = Matching(0, _locals, in facts, truths);
        return locals.IsEmpty ? Matching(_locals, _rules.Length, in facts, truths) : locals;
    }

    private ValueList<string> Matching(int from, int to, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var number = from; number < to; number++)
            if (Run(_rules[number].Condition, in facts, truths) == number)
                names.Add(_rules[number].Name);
        return new ValueList<string>(names.ToImmutable());
    }

    /// <summary>The number of the first rule that matches, or the number of rules.</summary>
    private int Find(in ScopeFacts facts)
    {
        // One byte a shared `let`, at most as many as there are items: 10 KB.
        Span<LetTruth> truths = stackalloc LetTruth[_lets.Length];
        truths.Clear();
        return _index is null ? Run(_start, in facts, truths) : First(_index, in facts, truths);
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
            if (Run(_rules[number].Condition, in facts, truths) == number)
                return number;
        }
        return first;
    }

    private static ReadOnlySpan<int> OfName(RuleTable table, string name) => table.Find(name, null, LabelSet.HashOf(name));

    private int Run(int at, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var steps = _steps;
        while ((uint)at < (uint)steps.Length)
        {
            ref readonly var step = ref steps[at];
            bool holds;
            if (step.Question == Question.Label)
            {
                var labels = LabelsOf(step.Subject, in facts);
                var places = labels.PlacesOf(step.Number);
                holds = places != 0 && labels.Contains(in _operands[at], step.Number, places);
            }
            else
                holds = Holds(at, in facts, truths);
            at = holds ? step.Exits.Then : step.Exits.Else;
        }
        return ~at;
    }

    private bool Holds(int at, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var (step, operand) = (_steps[at], _operands[at]);
        var labels = LabelsOf(step.Subject, in facts);
        return step.Question switch
        {
            Question.Label => labels.Contains(in operand, step.Number, labels.PlacesOf(step.Number)),
            Question.LabelIn => labels.IndexOf(operand.Key, step.Number) is >= 0 and var place
                && operand.Values.Contains(labels.ValueAt(place)),
            Question.Key => labels.IndexOf(operand.Key, step.Number) >= 0,
            Question.Name => operand.Values.Contains(NameOf(step.Subject, in facts)),
            Question.Let => LetHolds(step.Number, in facts, truths),
        };
    }

    private bool LetHolds(int slot, in ScopeFacts facts, Span<LetTruth> truths)
    {
        if (truths[slot] == LetTruth.NotEvaluated)
            truths[slot] = (LetTruth)Run(_lets[slot], in facts, truths);
        return truths[slot] == LetTruth.True;
    }

    private static LabelSet LabelsOf(Subject subject, in ScopeFacts facts) =>
        subject == Subject.Service ? facts.ServiceLabels : facts.Namespace.Labels!;

    private static string NameOf(Subject subject, in ScopeFacts facts) => subject switch
    {
        Subject.Service => facts.Service,
        Subject.Namespace => facts.Namespace.Name,
        Subject.Cluster => facts.Cluster,
    };

    /// <param name="Scope">What the rule asks for.</param>
    /// <param name="Name">How decisions call it.</param>
    /// <param name="Condition">The first step of its condition, or a truth.</param>
    private readonly record struct Rule(Scope Scope, string Name, int Condition);
}
