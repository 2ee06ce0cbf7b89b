using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>Visits what an expression is made of. Nesting is bounded, so that it may recurse.</summary>
internal static class ExprLeaves
{
    /// <summary>Visits every part that has no operands, in the order of the text.</summary>
    public static void Visit(ScopeExpr expr, Action<ScopeExpr> visit)
    {
        var operands = expr switch
        {
            NotExpr not => [not.Operand],
            AndExpr and => and.Operands,
            OrExpr or => or.Operands,
            _ => ValueList<ScopeExpr>.Empty,
        };
        if (operands.IsEmpty)
            visit(expr);
        foreach (var operand in operands)
            Visit(operand, visit);
    }
}
