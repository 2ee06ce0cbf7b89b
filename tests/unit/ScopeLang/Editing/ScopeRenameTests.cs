using ScopeMesh.ScopeLang.Editing;
using static ScopeMesh.Tests.Unit.ScopeLang.Editing.Cursors;

namespace ScopeMesh.Tests.Unit.ScopeLang.Editing;

public sealed class ScopeRenameTests
{
    [Theory]
    [InlineData("let ^a = true\nglobal when not a", "b", "let b = true\nglobal when not b")]
    [InlineData("let a = true\nglobal when (\nlocal when a^", "b", "let b = true\nglobal when (\nlocal when b")]
    [InlineData("global \"^a\" when true\ntest \"a\" { expect global by \"a\" }", "x \"y\"", "global \"x \\\"y\\\"\" when true\ntest \"a\" { expect global by \"x \\\"y\\\"\" }")]
    [InlineData("let ^a = true", "a", "let a = true")]
    public void A_name_changes_everywhere(string text, string name, string expected)
    {
        var (document, offset) = Parse(text);
        var renaming = ScopeRename.Rename(document, offset, name);
        Assert.Null(renaming.Refusal);
        Assert.Equal(expected, TextEdit.Apply(document.Text, renaming.Edits));
    }

    [Theory]
    [InlineData("let ^a = true", "when", "`when` is a word of the language and cannot name a `let`")]
    [InlineData("let ^a = true", "1a", "`1a` cannot name a `let`: a name is an ASCII letter followed by ASCII letters, digits, `-` and `_`")]
    [InlineData("let ^a = true", "", "`` cannot name a `let`: a name is an ASCII letter followed by ASCII letters, digits, `-` and `_`")]
    [InlineData("let ^a = true\nlet b = a", "b", "`b` is a name in this text already")]
    [InlineData("let ^a = true\nglobal when b", "b", "`b` is a name in this text already")]
    [InlineData("global when ^a", "b", "nothing defines `a`")]
    [InlineData("global ^when true", "b", "only a `let` or a rule can be renamed, and none is named here")]
    [InlineData("global \"^a\" when true", "#1", "the rule name `#1` begins with `#`, which calls rules without a name by their place")]
    [InlineData("global \"^a\" when true", "a\nb", "a rule's name stands on one line")]
    [InlineData("global \"^a\" when true", "", "a rule's name cannot be empty")]
    [InlineData("global \"^a\" when true\nlocal \"b\" when true", "b", "a rule is called `b` already")]
    [InlineData("glo^bal when true", "b", "the rule has no name; write one in quotes before `when`")]
    public void A_name_that_cannot_be_is_refused(string text, string name, string why)
    {
        var (document, offset) = Parse(text);
        var renaming = ScopeRename.Rename(document, offset, name);
        Assert.Equal((why, 0), (renaming.Refusal, renaming.Edits.Count));
    }

    [Fact]
    public void What_nothing_names_cannot_be_found()
    {
        Assert.Null(Find("global ^when a"));
        Assert.Null(Find("global when ^a"));
        Assert.Equal("a", Find("let a = true\nglobal when ^a")?.Name);
        Assert.Null(Find("glo^bal when true"));
    }

    private static ScopeSymbol? Find(string marked)
    {
        var (document, offset) = Parse(marked);
        return ScopeRename.Find(document, offset);
    }
}
