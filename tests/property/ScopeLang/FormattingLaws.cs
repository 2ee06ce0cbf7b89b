using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class FormattingLaws
{
    private const int Columns = 100;

    [Fact]
    public void Any_text_is_formatted_or_has_an_error() => Law.Holds(ParsingLaws.Texts, text =>
    {
        var format = ScopeFormatter.Format(text, "f");
        Assert.Equal(format.Text is null, format.Diagnostics.Any(d => d.Severity == Severity.Error));
        Assert.Equal(ScopePolicy.Parse(text, "f").Diagnostics, format.Diagnostics);
    });

    [Fact]
    public void What_is_formatted_stays_as_it_is() => Law.Holds(ScopeTexts.Drafts, text =>
    {
        var formatted = Formatted(text);
        Assert.Equal(formatted, Formatted(formatted));
    });

    [Fact]
    public void What_is_formatted_is_the_same_policy() => Law.Holds(ScopeTexts.Drafts, text =>
        Assert.Equal(ScopePolicy.Parse(text).Policy, ScopePolicy.Parse(Formatted(text)).Policy));

    [Fact]
    public void Comments_are_kept_in_order() => Law.Holds(ScopeTexts.Drafts, text =>
        Assert.Equal(Comments(text).Select(c => c.Text), Comments(Formatted(text)).Select(c => c.Text)));

    [Fact]
    public void A_comment_leaves_its_line_only_behind_another_comment() => Law.Holds(ScopeTexts.Drafts, text =>
    {
        var (before, after) = (Comments(text), Comments(Formatted(text)));
        for (var i = 0; i < before.Length; i++)
            if (before[i].IsAlone)
                Assert.True(after[i].IsAlone, before[i].Text);
            else if (after[i].IsAlone)
                Assert.Equal(after[i - 1].Line + 1, after[i].Line);
    });

    [Fact]
    public void The_words_are_those_that_the_printer_prints() => Law.Holds(ScopeTexts.Drafts, text =>
        Assert.Equal(
            Tokens(ScopePrinter.Print(ScopePolicy.Parse(text).Policy!)).Select(t => (t.Kind, t.Text)),
            Tokens(Formatted(text)).Select(t => (t.Kind, t.Text))));

    [Fact]
    public void A_line_that_is_too_long_holds_no_place_where_it_could_be_broken() => Law.Holds(ScopeTexts.Drafts, text =>
    {
        foreach (var line in Lines(Formatted(text)).Where(line => End(line[^1]) > Columns))
            for (var i = 1; i < line.Length; i++)
                Assert.False(CouldBreakBefore(i, line), string.Join(' ', line.Select(t => t.Show())));
    });

    [Fact]
    public void An_item_that_fits_and_has_no_comment_is_as_the_printer_prints_it() => Law.Holds(
        from items in ScopeTexts.Items.SelectMany(ScopeTexts.Lengthened)
        from text in ScopeTexts.Commented([.. items.SelectMany(item => item)], percent: 0)
        select text,
        text =>
        {
            var formatted = $"\n{Formatted(text)}".Replace(" # end\n", "\n");
            foreach (var item in ScopePolicy.Parse(text).Policy!.Items.Select(ScopePrinter.Print))
                if (item.Split('\n').All(line => line.Length <= Columns))
                    Assert.Contains($"\n{item}\n", formatted);
        });

    [Fact]
    public void Items_are_formatted_one_by_one_with_the_blank_lines_between_them() => Law.Holds(
        from expressions in ScopeTexts.ClosedExpressions.ArrayOf(4)
        from items in Gen.CollectToArray(expressions.Select(e => ScopeTexts.Commented(["local", "when", .. e], percent: 3)))
        from comments in Gen.Elements("", "# alone").ArrayOf(4)
        from blanks in Gen.Choose(0, 3).ArrayOf(9)
        select (parts: comments.SelectMany((comment, i) => (string[])[comment, items[i].Trim()]).Where(p => p != "").ToArray(), blanks),
        given =>
        {
            var text = string.Concat(given.parts.Select((part, i) => $"{Blanks(given.blanks[i])}{part}\n")) + Blanks(given.blanks[^1]);
            var expected = string.Concat(given.parts.Select((part, i) =>
                (i > 0 && given.blanks[i] > 0 ? "\n" : "") + Formatted(part)));
            Assert.Equal(expected, Formatted(text));
        });

    [Fact]
    public void No_line_is_blank_at_the_ends_or_beside_another_and_every_line_ends() => Law.Holds(ScopeTexts.Drafts, text =>
    {
        var formatted = Formatted(text);
        Assert.DoesNotContain("\n\n\n", formatted);
        Assert.DoesNotContain('\r', formatted);
        Assert.DoesNotContain('\uFEFF', formatted);
        Assert.False(formatted.StartsWith('\n') || formatted.EndsWith("\n\n", StringComparison.Ordinal));
        Assert.True(formatted.Length == 0 || formatted.EndsWith('\n'));
    });

    [Fact]
    public void Nothing_is_aligned() => Law.Holds(ScopeTexts.Drafts, text =>
    {
        var formatted = Formatted(text);
        foreach (var line in Lines(formatted))
        {
            Assert.Equal(0, (line[0].Span.Column - 1) % 2);
            for (var i = 1; i < line.Length; i++)
                Assert.InRange(line[i].Span.Column - End(line[i - 1]), 1, 2);
        }
    });

    [Fact]
    public void How_lines_end_makes_no_difference() => Law.Holds(ScopeTexts.Drafts, text =>
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        foreach (var end in (string[])["\n", "\r\n", "\r"])
            Assert.Equal(Formatted(text), Formatted("\uFEFF" + lines.Replace("\n", end)));
    });

    // Where the layout has a break: after a head, at an operator, behind a comma, and inside brackets that hold something.
    private static bool CouldBreakBefore(int i, Token[] line)
    {
        var (left, right) = (line[i - 1], line[i]);
        return right.Is(Keywords.And) || right.Is(Keywords.Or)
            || left.Kind is TokenKind.Comma or TokenKind.OpenBrace || right.Kind == TokenKind.CloseBrace
            || (left.Kind == TokenKind.OpenParen) != (right.Kind == TokenKind.CloseParen)
            || (line[0].Is(Keywords.Let) && i == 3 && left.Kind == TokenKind.Assign)
            || (line[0].Is(Keywords.Global) || line[0].Is(Keywords.Local)) && left.Is(Keywords.When);
    }

    private static int End(Token token) => token.Span.Column - 1 + token.Span.Length;

    private static string Blanks(int count) => string.Concat(Enumerable.Repeat(" \n", count));

    private static IReadOnlyList<Token> Tokens(string text) => Scanner.Scan(text, "").Tokens;

    private static IEnumerable<Token[]> Lines(string text) =>
        Tokens(text).GroupBy(token => token.Span.Line).Select(line => line.ToArray());

    private static (string Text, int Line, bool IsAlone)[] Comments(string text)
    {
        var scanned = Scanner.Scan(text, "");
        var lines = scanned.Tokens.Select(token => token.Span.Line).ToHashSet();
        return [.. scanned.Comments.Select(c => (c.Text, c.Origin.Span.Line, !lines.Contains(c.Origin.Span.Line)))];
    }

    private static string Formatted(string text)
    {
        var format = ScopeFormatter.Format(text);
        Assert.True(format.Text is not null, $"{text}\n{string.Join('\n', format.Diagnostics)}");
        return format.Text;
    }
}
