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
    // next rule instead. The last decision is that of no rule.
    private readonly int[] _conditions;
    private readonly ScopeDecision[] _decisions;
    private readonly int _locals;
    private readonly Step[] _steps;
    private readonly Operand[] _operands;
    private readonly int[] _lets;
    private readonly RuleIndex? _index;

    // Where a decision begins that needs neither an index nor truths of lets.
    private readonly int? _start;

    private ScopeMatcher(int[] conditions, ScopeDecision[] decisions, ConditionCompiler compiler, RuleIndex? index)
    {
        (_conditions, _decisions, _index) = (conditions, [.. decisions, default], index);
        _locals = decisions.Count(decision => decision.Scope == Scope.Local);
        (_steps, _operands, _lets) = (compiler.Steps, compiler.Operands, compiler.SharedLets);
        _start = index is null && _lets.Length == 0 ? conditions.FirstOrDefault(~0) : null;
    }

    /// <summary>Compiles items whose names are all defined.</summary>
    public static ScopeMatcher Compile(IReadOnlyList<ScopeItem> items)
    {
        var compiler = new ConditionCompiler(items);
        var lets = new Dictionary<string, ScopeExpr>();
        foreach (var let in items.OfType<LetItem>())
        {
            compiler.Define(let);
            lets.Add(let.Name.Text, let.Value);
        }
        var rules = items.OfType<RuleItem>().Select((rule, i) => (rule.Scope, Name: rule.NameAt(i + 1), rule.Condition))
            .OrderBy(rule => rule.Scope == Scope.Global).ToArray();
        var decisions = Array.ConvertAll(rules, rule => new ScopeDecision(rule.Scope, rule.Name, ScopeReason.RuleMatched));
        var isIndexed = rules.Length > FewRules;
        var conditions = new int[rules.Length];
        for (var number = rules.Length - 1; number >= 0; number--)
        {
            var next = isIndexed || number + 1 == rules.Length ? ~rules.Length : conditions[number + 1];
            conditions[number] = compiler.Write(rules[number].Condition, new Exits(~number, next));
        }
        var guards = new GuardFinder(lets);
        var index = isIndexed ? RuleIndex.Create(Array.ConvertAll(rules, rule => guards.Find(rule.Condition))) : null;
        return new ScopeMatcher(conditions, decisions, compiler, index);
    }

    public ScopeDecision Decide(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown);
        return _decisions[_start is { } start ? Run(start, in facts, []) : Find(in facts)];
    }

    /// <summary>Every rule is tried: whoever wants all names is about to explain them.</summary>
    public ValueList<string> Matches(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return [];
        Span<LetTruth> truths = stackalloc LetTruth[_lets.Length];
        truths.Clear();
        var locals = Matching(0, _locals, in facts, truths);
        return locals.IsEmpty ? Matching(_locals, _conditions.Length, in facts, truths) : locals;
    }

    private ValueList<string> Matching(int from, int to, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        for (var number = from; number < to; number++)
            if (Run(_conditions[number], in facts, truths) == number)
                names.Add(_decisions[number].Rule!);
        return new ValueList<string>(names.ToImmutable());
    }

    /// <summary>The number of the first rule that matches, or the number of rules.</summary>
    private int Find(in ScopeFacts facts)
    {
        // One byte a shared `let`, at most as many as there are items: 10 KB.
        Span<LetTruth> truths = stackalloc LetTruth[_lets.Length];
        truths.Clear();
        return _index is null ? Run(_conditions.FirstOrDefault(~0), in facts, truths) : First(_index, in facts, truths);
    }

    private int First(RuleIndex index, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var first = First(index.NamespaceLabels, facts.Namespace.Labels!, in facts, truths, _conditions.Length);
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
            if (Run(_conditions[number], in facts, truths) == number)
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
}
