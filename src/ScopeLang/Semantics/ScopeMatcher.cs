using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>
/// A policy compiled for decisions: rules of each kind in file order, selectors with sorted values, and every
/// <c>let</c> evaluated at most once a decision, however often it is used. A decision allocates nothing.
/// </summary>
internal sealed class ScopeMatcher
{
    private readonly ImmutableArray<CompiledRule> _locals;
    private readonly ImmutableArray<CompiledRule> _globals;
    private readonly int _lets;

    private ScopeMatcher(IReadOnlyList<CompiledRule> rules, int lets)
    {
        _locals = [.. rules.Where(r => r.Scope == Scope.Local)];
        _globals = [.. rules.Where(r => r.Scope == Scope.Global)];
        _lets = lets;
    }

    /// <summary>Compiles items whose names are all defined.</summary>
    public static ScopeMatcher Compile(IReadOnlyList<ScopeItem> items)
    {
        var lets = new Dictionary<string, LetCondition>();
        var rules = new List<CompiledRule>();
        foreach (var item in items)
        {
            if (item is LetItem let)
                lets.Add(let.Name.Text, new LetCondition(lets.Count, Condition.Of(let.Value, lets)));
            else if (item is RuleItem rule)
                rules.Add(new CompiledRule(rule.Scope, rule.NameAt(rules.Count + 1), Condition.Of(rule.Condition, lets)));
        }
        return new ScopeMatcher(rules, lets.Count);
    }

    public ScopeDecision Decide(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown);
        // One byte a `let`, at most as many as there are items: 10 KB.
        Span<LetTruth> truths = stackalloc LetTruth[_lets];
        truths.Clear();
        foreach (var rule in _locals)
            if (rule.Condition.Holds(in facts, truths))
                return new ScopeDecision(Scope.Local, rule.Name, ScopeReason.RuleMatched);
        foreach (var rule in _globals)
            if (rule.Condition.Holds(in facts, truths))
                return new ScopeDecision(Scope.Global, rule.Name, ScopeReason.RuleMatched);
        return default;
    }

    public ValueList<string> Matches(in ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return [];
        Span<LetTruth> truths = stackalloc LetTruth[_lets];
        truths.Clear();
        var locals = Matching(_locals, in facts, truths);
        return locals.IsEmpty ? Matching(_globals, in facts, truths) : locals;
    }

    private static ValueList<string> Matching(
        ImmutableArray<CompiledRule> rules, in ScopeFacts facts, Span<LetTruth> truths)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var rule in rules)
            if (rule.Condition.Holds(in facts, truths))
                names.Add(rule.Name);
        return new ValueList<string>(names.ToImmutable());
    }

    private sealed record CompiledRule(Scope Scope, string Name, Condition Condition);
}
