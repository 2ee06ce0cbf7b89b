using ScopeMesh.Hosts.LanguageServer;
using ScopeMesh.ScopeLang.Editing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Unit.Hosts.LanguageServer;

public sealed class WordingTests
{
    [Fact]
    public void Columns_count_UTF_16_units_and_lines_end_as_editors_end_them()
    {
        var document = ScopeDocument.Open("global \"\ud83d\ude00é\" when tru\r\nlocal when a\rlocal when b\n");
        var ranges = document.Diagnostics.Select(finding => Wording.DiagnosticOf(document, finding).Range);
        Assert.Equal(
            [(0, 18, 21), (1, 11, 12), (2, 11, 12)],
            ranges.Select(range => (range.Start.Line, range.Start.Character, range.End.Character)));
    }

    [Fact]
    public void A_position_outside_the_text_is_the_nearest_inside()
    {
        var document = ScopeDocument.Open("ab\r\ncd");
        Assert.Equal(
            [0, 2, 4, 6, 6, 6],
            new[] { (-1, 9), (0, 9), (1, -7), (1, 9), (2, 0), (int.MaxValue, int.MaxValue) }
                .Select(at => Wording.OffsetOf(document, new Lsp.Position(at.Item1, at.Item2))));
    }

    [Fact]
    public void Positions_lead_back_to_their_offsets() => Law.Holds(BrokenTexts.WithOffsets, given =>
    {
        var document = ScopeDocument.Open(given.Text);
        foreach (var token in document.SemanticTokens())
        {
            var range = Wording.RangeOf(document, token.Span);
            Assert.Equal(token.Span.Offset, Wording.OffsetOf(document, range.Start));
            Assert.Equal(token.Span.Offset + token.Span.Length, Wording.OffsetOf(document, range.End));
        }
    });

    [Fact]
    public void Encoded_tokens_are_the_tokens() => Law.Holds(BrokenTexts.WithOffsets, given =>
    {
        var document = ScopeDocument.Open(given.Text);
        var expected = document.SemanticTokens()
            .Where(token => token.Role is not (TokenRole.Punctuation or TokenRole.Unknown))
            .Select(token => (token.Span.Offset, token.Span.Length, token.IsDefinition));
        Assert.Equal(expected, Decoded(document, Wording.TokensOf(document).Data));
    });

    private static IEnumerable<(int Offset, int Length, bool IsDefinition)> Decoded(ScopeDocument document, int[] data)
    {
        var (line, character) = (0, 0);
        foreach (var token in data.Chunk(5))
        {
            (line, character) = (line + token[0], token[0] == 0 ? character + token[1] : token[1]);
            Assert.InRange(token[3], 0, Wording.Legend.TokenTypes.Length - 1);
            yield return (Wording.OffsetOf(document, new Lsp.Position(line, character)), token[2], token[4] == 1);
        }
    }
}
