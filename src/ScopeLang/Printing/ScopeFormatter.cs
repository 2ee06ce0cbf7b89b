using System.Text;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>What formatting a text gave.</summary>
/// <param name="Text">The text, or null if and only if there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Everything that was found, in the order of the text.</param>
public sealed record ScopeFormat(string? Text, ValueList<Diagnostic> Diagnostics);

/// <summary>
/// Lays policy texts out: spelled as <see cref="ScopePrinter"/> spells them, with every comment, in lines of 100 columns
/// where they can be broken, and with the author's blank lines between items. A text that is formatted stays as it is
/// when it is formatted again, and means what it meant before.
/// </summary>
public static class ScopeFormatter
{
    /// <summary>Formats a text. Never throws; of a text with an error nothing is formatted.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">How diagnostics call its file.</param>
    public static ScopeFormat Format(string text, string file = "")
    {
        var parsed = ScopeParser.Parse(text, file);
        if (parsed.Diagnostics.Any(d => d.Severity == Severity.Error))
            return new ScopeFormat(null, parsed.Diagnostics);
        var formatted = PolicyLayout.Write(parsed);
        return Encoding.UTF8.GetByteCount(formatted) <= ScopeLimits.TextBytes
            ? new ScopeFormat(formatted, parsed.Diagnostics)
            : new ScopeFormat(null, parsed.Diagnostics.Add(TooLong(file)));
    }

    // A valid file is never replaced by one that its limit makes invalid.
    private static Diagnostic TooLong(string file) => new(
        ScopeCodes.TextTooLong, Severity.Error, SourceSpan.OfFile(file),
        $"the text would be longer than {ScopeLimits.TextBytes} bytes when formatted",
        "divide it into policies of their own");
}
