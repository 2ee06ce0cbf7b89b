using System.Text;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>
/// Prints policies canonically: one item a line, long spellings, and no parenthesis or quote that could be left out.
/// Policies that are equal print the same text, and the text parses to an equal policy. Comments are not printed.
/// </summary>
public static class ScopePrinter
{
    /// <summary>The canonical text, ended by a line feed; empty for a policy without items.</summary>
    /// <param name="policy">The policy.</param>
    public static string Print(ScopePolicy policy)
    {
        var text = new StringBuilder();
        foreach (var item in policy.Items)
        {
            ItemLayout.Write(ItemPrinter.Pieces(item), [], Page.Unbounded, text);
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The canonical text of one item.</summary>
    /// <param name="item">The item, of a valid policy.</param>
    public static string Print(ScopeItem item) => Print(ItemPrinter.Pieces(item));

    /// <summary>The canonical text of an expression.</summary>
    /// <param name="expression">The expression, of a valid policy.</param>
    public static string Print(ScopeExpr expression) => Print(ItemPrinter.Pieces(expression));

    /// <summary>The canonical text of one requirement.</summary>
    /// <param name="requirement">The requirement, of a valid policy.</param>
    public static string Print(Requirement requirement) => Print(ItemPrinter.Pieces(requirement));

    internal static string Word(Scope scope) => scope switch
    {
        Scope.Local => Keywords.Local,
        Scope.Global => Keywords.Global,
    };

    internal static string Quoted(Word word) => $"\"{word.Text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static string Print(IReadOnlyList<Piece> pieces)
    {
        var text = new StringBuilder();
        ItemLayout.Write(pieces, [], Page.Unbounded, text);
        return text.ToString();
    }
}
