namespace ScopeMesh.ScopeLang.Syntax;

/// <summary>Walks over expressions, without recursion.</summary>
internal static class ScopeExprs
{
    /// <summary>The expression and all its parts, each before its own parts, in the order of the text.</summary>
    public static IEnumerable<ScopeExpr> Parts(ScopeExpr root)
    {
        var pending = new Stack<ScopeExpr>([root]);
        while (pending.TryPop(out var expr))
        {
            yield return expr;
            if (expr is NotExpr not)
                pending.Push(not.Operand);
            var operands = Operands(expr);
            for (var i = operands.Count - 1; i >= 0; i--)
                pending.Push(operands[i]);
        }
    }

    /// <summary>The selectors, names, constants and uses of <c>let</c> names in an expression, in the order of the text.</summary>
    public static IEnumerable<ScopeExpr> Leaves(ScopeExpr root) =>
        Parts(root).Where(part => part is not (NotExpr or AndExpr or OrExpr));

    /// <summary>What a chain joins; nothing for any other expression.</summary>
    public static ValueList<ScopeExpr> Operands(ScopeExpr expr) => expr switch
    {
        AndExpr and => and.Operands,
        OrExpr or => or.Operands,
        _ => [],
    };
}
