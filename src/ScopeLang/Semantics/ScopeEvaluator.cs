using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>
/// The meaning of a policy, written to be read: the reference that <see cref="ScopeMatcher"/> must agree with.
/// </summary>
internal static class ScopeEvaluator
{
    /// <summary>A Service is global if and only if some global rule matches and no local rule matches.</summary>
    public static ScopeDecision Decide(IReadOnlyList<ScopeItem> items, ScopeFacts facts)
    {
        if (facts.Namespace.Labels is null)
            return new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown);
        var (scope, determining) = Determining(items, facts);
        return determining is [var first, ..]
            ? new ScopeDecision(scope, first, ScopeReason.RuleMatched)
            : new ScopeDecision(Scope.Local, null, ScopeReason.NoRuleMatched);
    }

    /// <summary>The matching local rules if there are any, else the matching global ones.</summary>
    public static (Scope Scope, string[] Rules) Determining(IReadOnlyList<ScopeItem> items, ScopeFacts facts)
    {
        var lets = new Dictionary<string, bool>();
        foreach (var let in items.OfType<LetItem>())
            lets[let.Name.Text] = Holds(let.Value, facts, lets);
        var matching = items.OfType<RuleItem>()
            .Select((rule, i) => (rule.Scope, rule.Condition, Name: rule.NameAt(i + 1)))
            .Where(rule => facts.Namespace.Labels is not null && Holds(rule.Condition, facts, lets))
            .ToLookup(rule => rule.Scope, rule => rule.Name);
        var scope = matching.Contains(Scope.Local) ? Scope.Local : Scope.Global;
        return (scope, [.. matching[scope]]);
    }

    private static bool Holds(ScopeExpr expr, ScopeFacts facts, Dictionary<string, bool> lets) => expr.Match(
        constant: constant => constant.Value,
        use: use => lets[use.Name.Text],
        not: not => !Holds(not.Operand, facts, lets),
        and: and => and.Operands.All(operand => Holds(operand, facts, lets)),
        or: or => or.Operands.Any(operand => Holds(operand, facts, lets)),
        selector: selector => selector.Requirements.All(requirement => Meets(
            selector.Subject == Subject.Service ? facts.ServiceLabels : facts.Namespace.Labels ?? LabelSet.Empty, requirement)),
        named: named => named.Names.Any(name => name.Text == (named.Subject switch
        {
            Subject.Service => facts.Service,
            Subject.Namespace => facts.Namespace.Name,
            Subject.Cluster => facts.Cluster,
        })));

    private static bool Meets(LabelSet labels, Requirement requirement) => requirement.Operator switch
    {
        LabelOperator.In => labels.Any(l => l.Key == requirement.Key.Text && requirement.Values.Any(v => v.Text == l.Value)),
        LabelOperator.NotIn => !labels.Any(l => l.Key == requirement.Key.Text && requirement.Values.Any(v => v.Text == l.Value)),
        LabelOperator.Exists => labels.Any(l => l.Key == requirement.Key.Text),
        LabelOperator.DoesNotExist => !labels.Any(l => l.Key == requirement.Key.Text),
    };
}
