using System.Text;

namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>Shows diagnostics to people: the line of the source with the place underlined, the message, the remedy.</summary>
public static class DiagnosticText
{
    private const int ShownColumns = 100;
    private const int ColumnsBefore = 40;

    /// <summary>
    /// Renders a diagnostic, ended by a line feed. Control characters of the source never reach the terminal.
    /// </summary>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="source">The text that it speaks of; a place outside it is shown without a line.</param>
    /// <param name="colour">Whether to use ANSI colours.</param>
    public static string Render(Diagnostic diagnostic, string source, bool colour = false) =>
        Render(diagnostic, new LineMap(source), colour);

    /// <summary>Renders findings on one text, one after the other.</summary>
    /// <param name="diagnostics">The diagnostics.</param>
    /// <param name="source">The text that they speak of.</param>
    /// <param name="colour">Whether to use ANSI colours.</param>
    public static IEnumerable<string> Render(IEnumerable<Diagnostic> diagnostics, string source, bool colour = false)
    {
        var lines = new LineMap(source);
        return diagnostics.Select(diagnostic => Render(diagnostic, lines, colour));
    }

    private static string Render(Diagnostic diagnostic, LineMap lines, bool colour)
    {
        var (span, tone) = (diagnostic.Span, Tone(diagnostic.Severity));
        var text = new StringBuilder();
        text.Append(Painted($"{Word(diagnostic.Severity)} {diagnostic.Code}", tone, colour))
            .Append(": ").Append(Quoting.Printable(diagnostic.Message)).Append('\n');
        var gutter = new string(' ', Math.Max(1, span.Line.ToString().Length));
        if (span.ToString() is { Length: > 0 } place)
            text.Append(gutter).Append("--> ").Append(Quoting.Printable(place)).Append('\n');
        if (span.Line >= 1 && span.Line <= lines.Count)
            Excerpt(lines.Line(span.Line), span, gutter, tone, colour, text);
        if (diagnostic.Remedy is { } remedy)
            text.Append(gutter).Append(" = ").Append(Quoting.Printable(remedy)).Append('\n');
        return text.ToString();
    }

    // Of a long line a window is shown, so that one character of a megabyte can be found.
    private static void Excerpt(
        ReadOnlySpan<char> line, SourceSpan span, string gutter, string tone, bool colour, StringBuilder text)
    {
        var at = Math.Clamp(span.Column - 1, 0, line.Length);
        var from = line.Length <= ShownColumns ? 0 : Math.Max(0, at - ColumnsBefore);
        var shown = line[from..Math.Min(line.Length, from + ShownColumns)];
        var (before, after) = (from > 0 ? "…" : "", from + shown.Length < line.Length ? "…" : "");
        var marks = Math.Max(1, Math.Min(span.Length, shown.Length - (at - from)));
        text.Append(gutter).Append(" |\n")
            .Append(span.Line).Append(" | ").Append(before).Append(Line(shown)).Append(after).Append('\n')
            .Append(gutter).Append(" | ").Append(before.Length > 0 ? " " : "").Append(Padding(shown[..(at - from)]))
            .Append(Painted(new string('^', marks), tone, colour)).Append('\n');
    }

    private static string Line(ReadOnlySpan<char> line) => Quoting.Printable(line, keepTabs: true);

    // A tab under a tab, so that the marks stand below what they mark.
    private static string Padding(ReadOnlySpan<char> line)
    {
        var padding = line.ToArray();
        for (var i = 0; i < padding.Length; i++)
            padding[i] = padding[i] == '\t' ? '\t' : ' ';
        return new string(padding);
    }

    private static string Painted(string text, string tone, bool colour) =>
        colour ? $"\u001b[{tone}m{text}\u001b[0m" : text;

    private static string Word(Severity severity) => severity switch
    {
        Severity.Hint => "hint",
        Severity.Note => "note",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };

    private static string Tone(Severity severity) => severity switch
    {
        Severity.Hint or Severity.Note => "36",
        Severity.Warning => "1;33",
        Severity.Error => "1;31",
    };
}
