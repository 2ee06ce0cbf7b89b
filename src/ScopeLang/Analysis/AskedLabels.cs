using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>The labels that a policy asks for, of Services and namespaces.</summary>
/// <param name="Keys">The keys, ordered, each once.</param>
/// <param name="Values">The keys with the values that they are compared with, ordered, each once.</param>
public sealed record AskedLabels(ValueList<string> Keys, ValueList<(string Key, string Value)> Values)
{
    /// <summary>The labels that the rules of a policy, and the definitions that they use, ask for.</summary>
    /// <param name="policy">The policy.</param>
    public static AskedLabels Of(ScopePolicy policy)
    {
        var asked = policy.Items
            .SelectMany(ScopeExprs.Leaves)
            .OfType<SelectorExpr>()
            .SelectMany(selector => selector.Requirements)
            .ToArray();
        return new AskedLabels(
            asked.Select(requirement => requirement.Key.Text).Distinct().Order(StringComparer.Ordinal).ToValueList(),
            asked.SelectMany(requirement => requirement.Values.Select(value => (requirement.Key.Text, value.Text))).Distinct().Order().ToValueList());
    }

    /// <summary>Whether a rule compares a label with a value.</summary>
    /// <param name="key">The label's key.</param>
    /// <param name="value">The value.</param>
    public bool Asks(string key, string value) => Values.Contains((key, value));
}
