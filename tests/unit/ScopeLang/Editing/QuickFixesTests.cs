using ScopeMesh.ScopeLang.Editing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Editing;

public sealed class QuickFixesTests
{
    [Theory]
    [InlineData("globl when true", "global when true")]
    [InlineData("global when servce(a)", "global when service(a)")]
    [InlineData("global when true & false", "global when true && false")]
    [InlineData("let live = true\nglobal when liv", "let live = true\nglobal when live")]
    [InlineData("global \"opt-in\" when true\ntest \"t\" { expect global by \"opt-on\" }", "global \"opt-in\" when true\ntest \"t\" { expect global by \"opt-in\" }")]
    [InlineData("global when service(\"istio.io/globl\"=a)", "global when service(\"istio.io/global\"=a)")]
    public void What_was_meant_takes_the_place_of_what_stands_there(string text, string expected)
    {
        var document = ScopeDocument.Open(text);
        var fix = Assert.Single(document.Check(), finding => QuickFixes.For(document, finding) is not null);
        Assert.Equal(expected, TextEdit.Apply(text, [QuickFixes.For(document, fix)!.Edit]));
    }

    [Theory]
    [InlineData("global when a < b")]
    [InlineData("global when true &é false")]
    [InlineData("global when (")]
    public void What_nobody_can_guess_has_no_fix(string text)
    {
        var document = ScopeDocument.Open(text);
        Assert.NotEmpty(document.Check());
        Assert.All(document.Check(), finding => Assert.Null(QuickFixes.For(document, finding)));
    }
}
