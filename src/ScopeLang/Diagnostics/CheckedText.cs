namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>A text and what was found in it, as the renderings of diagnostics need them.</summary>
/// <param name="File">How its diagnostics call its file.</param>
/// <param name="Text">The text.</param>
/// <param name="Diagnostics">What was found.</param>
public sealed record CheckedText(string File, string Text, ValueList<Diagnostic> Diagnostics)
{
    /// <summary>Where each span ends: the line and the column behind its last unit, both 0 for the file as a whole.</summary>
    internal IEnumerable<(Diagnostic Diagnostic, int EndLine, int EndColumn)> WithEnds()
    {
        var lines = new LineMap(Text);
        foreach (var diagnostic in Diagnostics)
        {
            var (line, column) = End(diagnostic.Span, lines);
            yield return (diagnostic, line, column);
        }
    }

    private (int Line, int Column) End(SourceSpan span, LineMap lines)
    {
        if (span.Line == 0)
            return (0, 0);
        var (line, column) = lines.Locate(span.Offset + span.Length);
        // A byte order mark is a unit of the text and no column of its first line.
        var end = (line, column: line == 1 && Text.StartsWith('\uFEFF') ? column - 1 : column);
        return end.CompareTo((span.Line, span.Column)) < 0 ? (span.Line, span.Column) : end;
    }
}
