using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Items and parts of them as pieces: long spellings, and no parenthesis or quote that could be left out.</summary>
internal static class ItemPrinter
{
    public static IReadOnlyList<Piece> Pieces(ScopeItem item)
    {
        var to = new PieceWriter();
        switch (item)
        {
            case LetItem let:
                to.Text(Keywords.Let).Text(" ").Text(let.Name.Text).Text(" =");
                Expression(let.Value, to);
                break;
            case RuleItem rule:
                to.Text(ScopePrinter.Word(rule.Scope)).Text(" ");
                if (rule.Name is { } name)
                    to.Text(ScopePrinter.Quoted(name)).Text(" ");
                to.Text(Keywords.When);
                Expression(rule.Condition, to);
                break;
            case TestItem test:
                new TestPrinter(to).Print(test);
                break;
        }
        return to.Pieces;
    }

    public static IReadOnlyList<Piece> Pieces(ScopeExpr expression)
    {
        var to = new PieceWriter();
        to.Open();
        new ExprPrinter(to).Print(expression);
        to.Close();
        return to.Pieces;
    }

    public static IReadOnlyList<Piece> Pieces(Requirement requirement)
    {
        var to = new PieceWriter();
        new ExprPrinter(to).Print(requirement);
        return to.Pieces;
    }

    // An item that is too long for a line is broken after its head first, so that a longer name moves nothing else.
    private static void Expression(ScopeExpr expression, PieceWriter to)
    {
        to.Open();
        to.Indent();
        to.Break(PieceKind.Space, Anchor.First(expression.Origin));
        new ExprPrinter(to).Print(expression);
        to.Outdent();
        to.Close();
    }
}
