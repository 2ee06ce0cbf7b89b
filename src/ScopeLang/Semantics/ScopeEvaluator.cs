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
        var determining = Matches(items, facts);
        if (determining.IsEmpty)
            return new ScopeDecision(Scope.Local, null, ScopeReason.NoRuleMatched);
        var scope = Matching(items, facts).Any(m => m.Rule.Scope == Scope.Local) ? Scope.Local : Scope.Global;
        return new ScopeDecision(scope, determining[0], ScopeReason.RuleMatched);
    }

    /// <summary>The determining rules: the matching local ones if any, else the matching global ones.</summary>
    public static ValueList<string> Matches(IReadOnlyList<ScopeItem> items, ScopeFacts facts)
    {
        var matching = facts.Namespace.Labels is null ? [] : Matching(items, facts).ToList();
        var locals = matching.Where(m => m.Rule.Scope == Scope.Local).ToList();
        return (locals.Count > 0 ? locals : matching).Select(m => m.Name).ToValueList();
    }

    private static IEnumerable<(RuleItem Rule, string Name)> Matching(IReadOnlyList<ScopeItem> items, ScopeFacts facts)
    {
        var lets = new Dictionary<string, bool>();
        foreach (var let in items.OfType<LetItem>())
            lets[let.Name.Text] = Holds(let.Value, facts, lets);
        return items.OfType<RuleItem>()
            .Select((rule, i) => (Rule: rule, Name: rule.NameAt(i + 1)))
            .Where(numbered => Holds(numbered.Rule.Condition, facts, lets));
    }

    private static bool Holds(ScopeExpr expr, ScopeFacts facts, Dictionary<string, bool> lets) => expr.Match(
        constant: constant => constant.Value,
        use: use => lets[use.Name.Text],
        not: not => !Holds(not.Operand, facts, lets),
        and: and => and.Operands.All(operand => Holds(operand, facts, lets)),
        or: or => or.Operands.Any(operand => Holds(operand, facts, lets)),
        selector: selector => selector.ToSelector().Matches(
            selector.Subject == Subject.Service ? facts.ServiceLabels : facts.Namespace.Labels!),
        named: named => named.Names.Any(name => name.Text == NameOf(named.Subject, facts)));

    private static string NameOf(Subject subject, ScopeFacts facts) => subject switch
    {
        Subject.Service => facts.Service,
        Subject.Namespace => facts.Namespace.Name,
        Subject.Cluster => facts.Cluster,
    };
}
