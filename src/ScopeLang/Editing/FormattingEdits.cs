using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>Formatting as an edit that leaves alone what need not change, so that a cursor elsewhere stays where it is.</summary>
public static class FormattingEdits
{
    /// <summary>The edits that format a text; none where it is formatted already, or broken.</summary>
    /// <param name="document">The text.</param>
    public static ValueList<TextEdit> Of(ScopeDocument document)
    {
        var text = document.Text;
        if (ScopeFormatter.Format(text, document.File).Text is not { } formatted || formatted == text)
            return [];
        var start = SameLines(text, formatted);
        var end = SameLinesAtEnd(text.AsSpan(start), formatted.AsSpan(start));
        var replaced = document.Span(start, text.Length - end - start);
        return [new TextEdit(replaced, formatted[start..^end])];
    }

    // Where the first line begins that is not the same.
    private static int SameLines(string text, string formatted) =>
        text.AsSpan(0, text.AsSpan().CommonPrefixLength(formatted)).LastIndexOf('\n') + 1;

    // How many units the lines at the end have that are the same.
    private static int SameLinesAtEnd(ReadOnlySpan<char> text, ReadOnlySpan<char> formatted)
    {
        var same = 0;
        while (same < text.Length && same < formatted.Length && text[^(same + 1)] == formatted[^(same + 1)])
            same++;
        var lineEnd = text[^same..].IndexOf('\n');
        return lineEnd < 0 ? 0 : same - lineEnd - 1;
    }
}
