using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Explaining;

/// <summary>Explains decisions; what <see cref="ScopePolicy.Explain"/> calls.</summary>
internal static class ScopeExplainer
{
    public static ScopeExplanation Explain(ScopePolicy policy, in ScopeFacts facts, AnalysisLimits limits)
    {
        var determining = policy.Matches(facts);
        var (rules, lets) = facts.Namespace.Labels is null ? ([], []) : Parts(policy, facts, [.. determining]);
        return new ScopeExplanation(
            facts, policy.Decide(facts), determining, rules.ToValueList(), lets.ToValueList(), NearestSearch.Of(policy, facts, limits));
    }

    private static (List<ExplainedRule> Rules, List<ExplainedLet> Lets) Parts(
        ScopePolicy policy, ScopeFacts facts, HashSet<string> determining)
    {
        var parts = new PartExplainer(facts);
        var (rules, lets) = (new List<ExplainedRule>(), new List<ExplainedLet>());
        foreach (var item in policy.Items)
        {
            if (item is LetItem let)
                lets.Add(parts.Define(let));
            if (item is not RuleItem rule)
                continue;
            var name = rule.NameAt(rules.Count + 1);
            var condition = parts.Explain(rule.Condition);
            rules.Add(new ExplainedRule(name, rule.Scope, condition.Holds, determining.Contains(name), condition, rule.Origin.Span));
        }
        return (rules, lets);
    }
}
