using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>A rule that none of some Services meets.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">How decisions call it.</param>
public sealed record UnmetRule(RuleItem Rule, string Name);

/// <summary>Finds the rules of a policy that no Service of a mesh meets.</summary>
public static class UnmetRules
{
    /// <summary>Those rules, in the order of the policy. Whether another rule overrules one does not count.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="services">The Services.</param>
    public static ValueList<UnmetRule> Of(ScopePolicy policy, IReadOnlyCollection<ScopeFacts> services)
    {
        var determining = services.SelectMany(service => policy.Matches(in service)).ToHashSet(StringComparer.Ordinal);
        var lets = policy.Items.Where(item => item is LetItem).ToValueList();
        return policy.Rules
            .Select((rule, place) => new UnmetRule(rule, rule.NameAt(place + 1)))
            .Where(rule => !determining.Contains(rule.Name) && !IsMet(rule.Rule, lets, services))
            .ToValueList();
    }

    private static bool IsMet(RuleItem rule, ValueList<ScopeItem> lets, IEnumerable<ScopeFacts> services)
    {
        var alone = new ScopePolicy(lets.Add(rule with { Scope = Scope.Global }), []);
        return services.Any(service => alone.Decide(in service).Scope == Scope.Global);
    }
}
