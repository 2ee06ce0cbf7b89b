using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Parsing;

public sealed class TextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("# only a comment")]
    [InlineData(" \t\r\n")]
    public void A_text_without_items_is_the_empty_policy(string text) =>
        Assert.Equal(ScopePolicy.Empty, ScopePolicy.Parse(text).Policy);

    [Fact]
    public void A_byte_order_mark_and_CRLF_are_accepted()
    {
        var policy = ScopePolicy.Parse("let a = true\nglobal when a").Policy;
        Assert.Equal(policy, ScopePolicy.Parse("\uFEFFlet a = true\r\nglobal when a\r\n").Policy);
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "let a = true\r\nglobal when a"u8];
        Assert.Equal(policy, ScopePolicy.Parse(bytes).Policy);
    }

    [Theory]
    [InlineData("\uFEFFx", 1, 1, 1)]
    [InlineData("global when true\r\nx", 2, 1, 18)]
    [InlineData("global when true\rx", 2, 1, 17)]
    [InlineData("# \ud83d\ude00\n\n §", 3, 2, 7)]
    public void Places_count_lines_columns_and_UTF_16_units_as_editors_do(string text, int line, int column, int offset)
    {
        var span = Assert.Single(ScopePolicy.Parse(text).Diagnostics).Span;
        Assert.Equal((line, column, offset, 1), (span.Line, span.Column, span.Offset, span.Length));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_one_finding_at_the_first_of_them()
    {
        byte[] bytes = [.. "global when true\r\n# é"u8, 0xFF, 0xFE];
        var finding = Assert.Single(ScopePolicy.Parse(bytes, "f").Diagnostics);
        Assert.Equal("f:2:4: error SL005: byte 0xFF is not UTF-8; save the file as UTF-8", finding.ToString());
        Assert.Equal(Encoding.UTF8.GetString(bytes.AsSpan(0, bytes.Length - 2)).Length, finding.Span.Offset);
    }

    [Fact]
    public void Comments_are_kept_in_their_order_and_count_for_nothing()
    {
        var parsed = ScopePolicy.Parse("# one \t\nglobal \"a # no\" when # two\n  true#three");
        Assert.Equal(["# one", "# two", "#three"], parsed.Policy!.Comments.Select(comment => comment.Text));
        Assert.Equal(ScopePolicy.Parse("global \"a # no\" when true").Policy, parsed.Policy);
    }

    [Theory]
    [InlineData("global when service(a)\nlocal wen true\nglobal when service(b))\nlet x = (\nglobal when x", 2, 3, 4)]
    [InlineData("global when service(a\nlocal when true\nglobal when service named\nlet x = true", 1, 3)]
    [InlineData("globle \"x\" when service(a)\nlocl when service(b)\nlett x = service(a)\ntset \"a\" { expect local }", 1, 2, 3, 4)]
    [InlineData("global when service nmaed x\ntset \"a\" { expect local }\nlocal when service(a\nlocl when true", 1, 2, 3, 4)]
    [InlineData("global foo when true\nlet a b = true", 1, 2)]
    [InlineData("test \"a\" {\nglobal when true\ntest \"b\" { expect global by \"c\" }\nglobal \"c\" when §", 1, 4)]
    public void Every_broken_item_is_reported_and_nothing_else(string text, params int[] lines) =>
        Assert.Equal(lines, ScopePolicy.Parse(text).Diagnostics.Select(d => d.Span.Line));

    [Fact]
    public void Colours_are_used_on_request_and_control_characters_never_reach_the_terminal()
    {
        var text = "global \"\u001b[2J\" wen true";
        var finding = Assert.Single(ScopePolicy.Parse(text).Diagnostics);
        Assert.DoesNotContain('\u001b', DiagnosticText.Render(finding, text));
        var coloured = DiagnosticText.Render(finding, text, colour: true);
        Assert.StartsWith("\u001b[1;31merror SL001\u001b[0m: expected", coloured);
        Assert.DoesNotContain("[2J", coloured.Replace("\uFFFD[2J", ""));
    }
}
