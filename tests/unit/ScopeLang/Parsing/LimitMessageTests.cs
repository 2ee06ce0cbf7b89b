using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Parsing;

/// <summary>What a text that exceeds a limit is told, in full.</summary>
public sealed class LimitMessageTests
{
    [Fact]
    public void Too_many_items() => Renders(
        string.Concat(Enumerable.Repeat("global when true\n", ScopeLimits.Items)) + "local when false",
        """
        error SL031: a policy holds 10000 items at most
             --> shop.scope:10001:1
              |
        10001 | local when false
              | ^^^^^
              = join rules of one kind with `or`
        """);

    [Fact]
    public void Too_many_values() => Renders(
        $"global when service(a in (\n{string.Join(", ", Enumerable.Repeat("b", ScopeLimits.SetValues))},\nc))",
        """
        error SL032: `a` lists 1001 values, 1000 are the most
         --> shop.scope:3:1
          |
        3 | c))
          | ^
        """);

    [Fact]
    public void Too_deep_nesting() => Renders(
        $"global when {string.Concat(Enumerable.Repeat("not ", ScopeLimits.NestingLevels))}\nnot service(a)",
        """
        error SL033: nested deeper than 256 levels of parentheses, `not` and `let`
         --> shop.scope:2:1
          |
        2 | not service(a)
          | ^^^
        """);

    private static void Renders(string text, string expected)
    {
        var rendered = string.Concat(ScopePolicy.Parse(text, "shop.scope").Diagnostics.Select(d => DiagnosticText.Render(d, text)));
        Assert.Equal(expected + "\n", rendered);
    }
}
