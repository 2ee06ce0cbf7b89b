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
            text.Append(Print(item)).Append('\n');
        return text.ToString();
    }

    /// <summary>The canonical text of one item.</summary>
    /// <param name="item">The item, of a valid policy.</param>
    public static string Print(ScopeItem item) => item.Match(
        let: let => $"{Keywords.Let} {let.Name} = {Print(let.Value)}",
        rule: rule => rule.Name is { } name
            ? $"{Word(rule.Scope)} {Quoted(name)} {Keywords.When} {Print(rule.Condition)}"
            : $"{Word(rule.Scope)} {Keywords.When} {Print(rule.Condition)}",
        test: TestPrinter.Print);

    /// <summary>The canonical text of an expression.</summary>
    /// <param name="expression">The expression, of a valid policy.</param>
    public static string Print(ScopeExpr expression)
    {
        var text = new StringBuilder();
        ExprPrinter.Print(expression, text);
        return text.ToString();
    }

    /// <summary>The canonical text of one requirement.</summary>
    /// <param name="requirement">The requirement, of a valid policy.</param>
    public static string Print(Requirement requirement)
    {
        var text = new StringBuilder();
        ExprPrinter.Print(requirement, text);
        return text.ToString();
    }

    internal static string Word(Scope scope) => scope switch
    {
        Scope.Local => Keywords.Local,
        Scope.Global => Keywords.Global,
    };

    internal static string Quoted(Word word) => $"\"{word.Text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
