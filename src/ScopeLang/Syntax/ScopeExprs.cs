namespace ScopeMesh.ScopeLang.Syntax;

/// <summary>Walks over expressions, without recursion: however wide and deep they are.</summary>
internal static class ScopeExprs
{
    /// <summary>The expression of a <c>let</c> or a rule; null for a test.</summary>
    public static ScopeExpr? Of(ScopeItem item) => item switch
    {
        LetItem let => let.Value,
        RuleItem rule => rule.Condition,
        _ => null,
    };

    /// <summary>The expression and all its parts, each before its own parts, in the order of the text.</summary>
    public static IEnumerable<ScopeExpr> Parts(ScopeExpr root)
    {
        var pending = new Stack<ScopeExpr>([root]);
        while (pending.TryPop(out var expr))
        {
            yield return expr;
            if (expr is NotExpr not)
                pending.Push(not.Operand);
            var operands = expr is AndExpr and ? and.Operands : expr is OrExpr or ? or.Operands : [];
            for (var i = operands.Count - 1; i >= 0; i--)
                pending.Push(operands[i]);
        }
    }

    /// <summary>The selectors, names, constants and uses of <c>let</c> names in an expression, in the order of the text.</summary>
    public static IEnumerable<ScopeExpr> Leaves(ScopeExpr root) =>
        Parts(root).Where(part => part is not (NotExpr or AndExpr or OrExpr));

    /// <summary>Those of a <c>let</c> or a rule; a test has none.</summary>
    public static IEnumerable<ScopeExpr> Leaves(ScopeItem item) => Of(item) is { } root ? Leaves(root) : [];
}
