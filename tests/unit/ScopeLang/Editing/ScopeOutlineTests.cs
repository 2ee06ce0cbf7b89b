using ScopeMesh.ScopeLang.Editing;
using static ScopeMesh.Tests.Unit.ScopeLang.Editing.Cursors;

namespace ScopeMesh.Tests.Unit.ScopeLang.Editing;

public sealed class ScopeOutlineTests
{
    [Fact]
    public void Broken_items_are_listed_as_far_as_they_go()
    {
        var items = ScopeOutline.Items(ScopeDocument.Open("let a = (\nglobal when\nlocal \"b\"\ntest\nlet\nnonsense"));
        Assert.Equal(
            [(OutlineKind.Let, "a"), (OutlineKind.GlobalRule, "#1"), (OutlineKind.LocalRule, "b"), (OutlineKind.Test, "")],
            items.Take(4).Select(item => (item.Kind, item.Name)));
    }

    [Fact]
    public void Items_of_several_lines_and_blocks_of_comments_fold()
    {
        var document = ScopeDocument.Open("# a\n# b\n\n# c\nlet x = # d\n  true\n# e\n# f\n# g\ntest \"t\" {\n  expect local\n}\n");
        Assert.Equal(
            [(1, 2, true), (5, 6, false), (7, 9, true), (10, 12, false)],
            ScopeOutline.Folds(document).Select(fold => (fold.FirstLine, fold.LastLine, fold.IsComment)));
    }

    [Fact]
    public void A_rule_without_a_name_is_found_by_its_place()
    {
        var (document, offset) = Parse("global \"a\" when true\nlocal when false\ntest \"t\" { expect local by \"^#2\" }");
        var symbol = ScopeSymbols.At(document, offset)!;
        Assert.Equal((SymbolKind.Rule, "#2", 2), (symbol.Kind, symbol.Name, symbol.Definition?.Line));
    }

    [Fact]
    public void A_second_definition_counts_as_a_use_of_the_first()
    {
        var (document, offset) = Parse("let a = true\nlet ^a = false\nglobal when a");
        var symbol = ScopeSymbols.At(document, offset)!;
        Assert.Equal(1, symbol.Definition?.Line);
        Assert.Equal([2, 3], symbol.References.Select(span => span.Line));
    }

    [Fact]
    public void A_text_beyond_the_limit_is_not_looked_into()
    {
        var document = ScopeDocument.Open(new string(' ', 1 << 20) + "global when true");
        Assert.Single(document.Diagnostics);
        Assert.Empty(document.SemanticTokens());
        Assert.Empty(ScopeOutline.Items(document));
    }
}
