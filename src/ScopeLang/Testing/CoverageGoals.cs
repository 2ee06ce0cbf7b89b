using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>That a rule determines a decision: the Services for which it does.</summary>
internal readonly record struct RuleGoal(RuleDiagram Rule, int Determines);

/// <summary>The Services that show a condition true, and those that show it false, by one rule.</summary>
internal readonly record struct ConditionPair(RuleDiagram Rule, int WhenTrue, int WhenFalse);

/// <summary>That a condition is seen to matter: by any of some pairs.</summary>
internal sealed record ConditionGoal(
    string Text, string Within, Origin Origin, ImmutableArray<ConditionPair> Pairs, bool IsExceeded);

/// <summary>What tests of a policy should exercise: every rule, and every condition that stands in rules and lets.</summary>
internal sealed class CoverageGoals
{
    private readonly ScopePolicy _policy;
    private readonly PolicyDiagrams _diagrams;
    private readonly DiagramStore _store;
    private readonly List<ConditionGoal> _conditions = [];
    private readonly Dictionary<string, List<ScopeItem>> _users;
    private readonly Dictionary<RuleItem, RuleDiagram> _rules;

    private CoverageGoals(ScopePolicy policy, PolicyDiagrams diagrams)
    {
        (_policy, _diagrams, _store) = (policy, diagrams, diagrams.Store);
        _rules = diagrams.Rules.ToDictionary(rule => rule.Rule, (IEqualityComparer<RuleItem>)ReferenceEqualityComparer.Instance);
        _users = Users(policy);
        Rules = [.. diagrams.Rules.Select(rule => new RuleGoal(rule, Shown(rule, rule.Diagram)))];
        foreach (var item in policy.Items)
            foreach (var (subject, occurrence) in Occurrences(item))
                _conditions.Add(Goal(item, subject, occurrence));
    }

    public DiagramStore Store => _store;

    public ImmutableArray<RuleGoal> Rules { get; }

    public IReadOnlyList<ConditionGoal> Conditions => _conditions;

    public static CoverageGoals Of(ScopePolicy policy, AnalysisLimits limits) => new(policy, PolicyDiagrams.Of(policy, limits));

    private ConditionGoal Goal(ScopeItem item, Subject subject, object occurrence)
    {
        _store.BeginQuestion();
        var condition = occurrence is Requirement requirement
            ? _diagrams.Builder.Of(subject, requirement)
            : _diagrams.Builder.Of((NamedExpr)occurrence);
        var (ifTrue, ifFalse) = (Rebuilt(item, occurrence, DiagramStore.True), Rebuilt(item, occurrence, DiagramStore.False));
        var pairs = ImmutableArray.CreateBuilder<ConditionPair>();
        var isExceeded = false;
        foreach (var ((rule, withTrue), (_, withFalse)) in ifTrue.Zip(ifFalse))
        {
            var matters = _store.Xor(withTrue, withFalse);
            var (trueAndMatters, falseAndMatters) = (_store.And(matters, condition), _store.AndNot(matters, condition));
            foreach (var matchesWhenTrue in new[] { true, false })
            {
                var (join, other) = matchesWhenTrue ? (Connective.And, Connective.AndNot) : (Connective.AndNot, Connective.And);
                var whenTrue = Shown(rule, _store.JoinAll(join, [trueAndMatters, rule.Diagram]));
                var whenFalse = Shown(rule, _store.JoinAll(other, [falseAndMatters, rule.Diagram]));
                isExceeded |= whenTrue < 0 || whenFalse < 0;
                if (whenTrue > DiagramStore.False && whenFalse > DiagramStore.False)
                    pairs.Add(new ConditionPair(rule, whenTrue, whenFalse));
            }
        }
        var (text, origin) = occurrence is Requirement found
            ? (ScopePrinter.Print(new SelectorExpr(subject, [found], found.Origin)), found.Origin)
            : (ScopePrinter.Print((NamedExpr)occurrence), ((NamedExpr)occurrence).Origin);
        var within = item is LetItem let ? let.Name.Text : _rules[(RuleItem)item].Name;
        return new ConditionGoal(text, within, origin, pairs.ToImmutable(), isExceeded);
    }

    // The rules that an occurrence is in, by way of lets or not, with something else in its place.
    private List<(RuleDiagram Rule, int Diagram)> Rebuilt(ScopeItem item, object occurrence, int replacement)
    {
        var builder = _diagrams.Builder.Replacing(occurrence, replacement);
        var rebuilt = new List<(RuleDiagram, int)>();
        foreach (var touched in Touched(item))
        {
            if (touched is LetItem let)
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

    // A global rule shows nothing of itself where a local one overrules it.
    private int Shown(RuleDiagram rule, int diagram) =>
        rule.Rule.Scope == Scope.Local ? diagram : _store.Without(diagram, _diagrams.Locals);

    private static Dictionary<string, List<ScopeItem>> Users(ScopePolicy policy)
    {
        var users = new Dictionary<string, List<ScopeItem>>(StringComparer.Ordinal);
        foreach (var item in policy.Items)
        {
            foreach (var name in Condition(item).SelectMany(ScopeExprs.Leaves).OfType<UseExpr>().Select(use => use.Name.Text).Distinct(StringComparer.Ordinal))
            {
                if (!users.TryGetValue(name, out var items))
                    users.Add(name, items = []);
                items.Add(item);
            }
        }
        return users;
    }

    private static IEnumerable<(Subject Subject, object Occurrence)> Occurrences(ScopeItem item) =>
        Condition(item).SelectMany(ScopeExprs.Leaves).SelectMany(leaf => leaf switch
        {
            SelectorExpr selector => selector.Requirements.Select(requirement => (selector.Subject, (object)requirement)),
            NamedExpr named => [(named.Subject, named)],
            _ => Enumerable.Empty<(Subject, object)>(),
        });

    private static IEnumerable<ScopeExpr> Condition(ScopeItem item) => item switch
    {
        LetItem let => [let.Value],
        RuleItem rule => [rule.Condition],
        _ => [],
    };
}
