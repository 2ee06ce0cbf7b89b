using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Diagnostics;

public sealed class DiagnosticJsonTests
{
    [Fact]
    public void Of_nothing_the_empty_array() => Assert.Equal("[]\n", DiagnosticJson.Render([new CheckedText("a.scope", "", [])]));

    [Fact]
    public void Everything_that_a_finding_says() => Assert.Equal(
        """
        [
          {
            "code": "SL001",
            "severity": "error",
            "file": "a \"b\".scope",
            "line": 2,
            "column": 12,
            "endLine": 2,
            "endColumn": 16,
            "offset": 13,
            "length": 4,
            "message": "expected `when`, found `whne`",
            "remedy": "did you mean `when`?"
          },
          {
            "code": "MC001",
            "severity": "hint",
            "file": "folder",
            "message": "café"
          }
        ]

        """,
        DiagnosticJson.Render(
        [
            Parsed("\r\nglobal \"x\" whne true\r\n", "a \"b\".scope"),
            new CheckedText("folder", "", [new Diagnostic("MC001", Severity.Hint, SourceSpan.OfFile("folder"), "café")]),
        ]));

    [Theory]
    [InlineData("abc\ndef\nghi", 1, 5, 2, 3)]
    [InlineData("abc", 2, 0, 1, 3)]
    [InlineData("abc", 3, 99, 1, 4)]
    [InlineData("\uFEFFabc\n", 2, 1, 1, 3)]
    [InlineData("ab\r\ncd", 1, 4, 2, 2)]
    public void A_place_ends_where_its_last_unit_does(string text, int offset, int length, int endLine, int endColumn)
    {
        var start = text.StartsWith('\uFEFF') ? offset : offset + 1;
        var found = new Diagnostic("X", Severity.Note, new SourceSpan("f", 1, start, offset, length), "m");
        var (_, line, column) = Assert.Single(new CheckedText("f", text, [found]).WithEnds());
        Assert.Equal((endLine, endColumn), (line, column));
    }

    internal static CheckedText Parsed(string text, string file) =>
        new(file, text, ScopePolicy.Parse(text, file).Diagnostics);
}
