using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>A rule, its place among the rules, how decisions call it, and the diagram of its condition.</summary>
internal readonly record struct RuleDiagram(RuleItem Rule, int Place, string Name, int Diagram);

/// <summary>The diagrams of a policy's rules, in one store with those of the policies that it is compared with.</summary>
internal sealed class PolicyDiagrams
{
    private PolicyDiagrams(DiagramStore store, DiagramBuilder builder, ImmutableArray<RuleDiagram> rules)
    {
        (Store, Builder, Rules) = (store, builder, rules);
        Globals = [.. rules.Where(rule => rule.Rule.Scope == Scope.Global).SelectMany(Parts)];
        Locals = [.. rules.Where(rule => rule.Rule.Scope == Scope.Local).SelectMany(Parts)];
    }

    public DiagramStore Store { get; }

    /// <summary>Knows all <c>let</c> names of the policy.</summary>
    public DiagramBuilder Builder { get; }

    /// <summary>The rules in file order.</summary>
    public ImmutableArray<RuleDiagram> Rules { get; }

    /// <summary>When global rules match; a rule that is too large as a whole stands here in parts.</summary>
    public ImmutableArray<int> Globals { get; }

    /// <summary>When local rules match, likewise.</summary>
    public ImmutableArray<int> Locals { get; }

    /// <summary>The diagrams of one policy.</summary>
    public static PolicyDiagrams Of(ScopePolicy policy, AnalysisLimits limits) =>
        Of(policy, new DiagramStore(Alphabet.Of(policy.Items), limits));

    /// <summary>The diagrams of two policies, in one store.</summary>
    public static (PolicyDiagrams First, PolicyDiagrams Second) Of(ScopePolicy first, ScopePolicy second, AnalysisLimits limits)
    {
        var store = new DiagramStore(Alphabet.Of(first.Items, second.Items), limits);
        return (Of(first, store), Of(second, store));
    }

    /// <summary>The Services that are global: those that a global rule matches and no local one.</summary>
    public int Meaning()
    {
        Store.BeginQuestion();
        return Store.AndNot(Store.JoinAll(Connective.Or, Globals), Store.JoinAll(Connective.Or, Locals));
    }

    // `a or b` matches where two rules would, one of which is `a` and the other `b`.
    private IEnumerable<int> Parts(RuleDiagram rule)
    {
        if (rule.Diagram != DiagramStore.Exceeded || rule.Rule.Condition is not OrExpr or)
            return [rule.Diagram];
        return or.Operands.Select(operand =>
        {
            Store.BeginQuestion();
            return Builder.Of(operand);
        });
    }

    private static PolicyDiagrams Of(ScopePolicy policy, DiagramStore store)
    {
        var builder = new DiagramBuilder(store);
        var rules = ImmutableArray.CreateBuilder<RuleDiagram>();
        foreach (var item in policy.Items)
        {
            store.BeginQuestion();
            if (item is LetItem let)
                builder.Define(let.Name.Text, builder.Of(let.Value));
            else if (item is RuleItem rule)
                rules.Add(new RuleDiagram(rule, rules.Count, rule.NameAt(rules.Count + 1), builder.Of(rule.Condition)));
        }
        return new PolicyDiagrams(store, builder, rules.ToImmutable());
    }
}
