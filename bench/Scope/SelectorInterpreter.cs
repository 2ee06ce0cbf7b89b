using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Scope;

/// <summary>
/// Label selectors over dictionaries as <c>k8s.io/apimachinery/pkg/labels</c> interprets them: requirements one by one
/// through interfaces, <c>Has</c> and then <c>Get</c>, values searched from the first to the last. Selectors are built before.
/// </summary>
internal sealed class SelectorInterpreter(IEnumerable<SelectorRule> rules)
{
    private readonly Rule[] _rules = [.. rules
        .OrderBy(rule => rule.Scope == ScopeLang.Scope.Global)
        .Select(rule => new Rule(rule.Scope, rule.Name, new Selector(rule.Namespace), new Selector(rule.Service)))];

    public ScopeDecision Decide(ILabels ns, ILabels service)
    {
        foreach (var rule in _rules)
            if (rule.Namespace.Matches(ns) && rule.Service.Matches(service))
                return new ScopeDecision(rule.Scope, rule.Name, ScopeReason.RuleMatched);
        return default;
    }

    private sealed record Rule(ScopeLang.Scope Scope, string Name, ISelector Namespace, ISelector Service);
}

internal interface ILabels
{
    bool Has(string key);

    string Get(string key);
}

internal sealed class LabelMap(Dictionary<string, string> labels) : ILabels
{
    public bool Has(string key) => labels.ContainsKey(key);

    public string Get(string key) => labels.GetValueOrDefault(key, "");
}

internal interface ISelector
{
    bool Matches(ILabels labels);
}

internal sealed class Selector(LabelSelector selector) : ISelector
{
    private readonly List<Requirement> _requirements =
        [.. selector.Requirements.Select(r => new Requirement(r.Key, r.Operator, [.. r.Values]))];

    public bool Matches(ILabels labels)
    {
        foreach (var requirement in _requirements)
            if (!requirement.Matches(labels))
                return false;
        return true;
    }

    private sealed class Requirement(string key, LabelOperator op, List<string> values)
    {
        public bool Matches(ILabels labels) => op switch
        {
            LabelOperator.In => labels.Has(key) && HasValue(labels.Get(key)),
            LabelOperator.NotIn => !labels.Has(key) || !HasValue(labels.Get(key)),
            LabelOperator.Exists => labels.Has(key),
            LabelOperator.DoesNotExist => !labels.Has(key),
        };

        private bool HasValue(string value)
        {
            foreach (var one in values)
                if (one == value)
                    return true;
            return false;
        }
    }
}
