using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>
/// Numbers for conditions: two have the same one when they read the same with every <c>let</c> in its place, though
/// nothing is expanded. Nesting is bounded, so that it may recurse.
/// </summary>
internal sealed class ConditionNumbers
{
    private readonly Dictionary<Node, int> _numbers = [];

    /// <summary>The rules of a policy as a comparison sees them, in file order.</summary>
    public IReadOnlyList<NumberedRule> Of(ScopePolicy policy)
    {
        var lets = new Dictionary<string, int>();
        var rules = new List<NumberedRule>();
        foreach (var item in policy.Items)
        {
            if (item is LetItem let)
                lets.Add(let.Name.Text, Of(let.Value, lets));
            else if (item is RuleItem rule)
                rules.Add(new NumberedRule(rule.Scope, rule.NameAt(rules.Count + 1), Of(rule.Condition, lets)));
        }
        return rules;
    }

    private int Of(ScopeExpr condition, Dictionary<string, int> lets) => condition.Match(
        constant: constant => Of(new Node("", constant, [])),
        use: use => lets[use.Name.Text],
        not: not => Of(new Node("not", null, [Of(not.Operand, lets)])),
        and: and => Of(new Node("and", null, and.Operands.Select(operand => Of(operand, lets)).ToValueList())),
        or: or => Of(new Node("or", null, or.Operands.Select(operand => Of(operand, lets)).ToValueList())),
        selector: selector => Of(new Node("", selector, [])),
        named: named => Of(new Node("", named, [])));

    private int Of(Node node)
    {
        if (!_numbers.TryGetValue(node, out var number))
            _numbers.Add(node, number = _numbers.Count);
        return number;
    }

    private readonly record struct Node(string Operator, ScopeExpr? Leaf, ValueList<int> Operands);
}

/// <summary>All that a decision can see of a rule. Names, and so these, are unique within a policy.</summary>
/// <param name="Scope">What it asks for.</param>
/// <param name="Name">How decisions call it.</param>
/// <param name="Condition">The number of its condition.</param>
internal readonly record struct NumberedRule(Scope Scope, string Name, int Condition);
