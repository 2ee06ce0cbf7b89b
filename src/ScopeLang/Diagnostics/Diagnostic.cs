namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>How grave a <see cref="Diagnostic"/> is.</summary>
public enum Severity
{
    /// <summary>Advice.</summary>
    Hint,

    /// <summary>Something worth knowing.</summary>
    Note,

    /// <summary>Valid, and probably not what was meant.</summary>
    Warning,

    /// <summary>Invalid: the last good state stays in force.</summary>
    Error,
}

/// <summary>A place in a text: lines and columns count from 1, columns in UTF-16 units.</summary>
/// <param name="File">The name of the file as its reader would type it, or empty where there is none.</param>
/// <param name="Line">The line; 0 where the place is the file as a whole.</param>
/// <param name="Column">The column; 0 where the place is the file as a whole.</param>
/// <param name="Offset">UTF-16 units before the place, from the start of the text.</param>
/// <param name="Length">UTF-16 units that the place spans; 0 for a point.</param>
public readonly record struct SourceSpan(string File, int Line, int Column, int Offset = 0, int Length = 0)
{
    /// <summary>A file as a whole.</summary>
    /// <param name="file">The name of the file.</param>
    public static SourceSpan OfFile(string file) => new(file, 0, 0);

    /// <summary><c>file:line:column</c>, or what there is of it.</summary>
    public override string ToString() =>
        Line == 0 ? File ?? "" : string.IsNullOrEmpty(File) ? $"{Line}:{Column}" : $"{File}:{Line}:{Column}";
}

/// <summary>
/// One finding about a text that somebody wrote. Its message is one lower-case line without a full stop,
/// with the user's words in backticks.
/// </summary>
/// <param name="Code">A stable code, such as <c>SL001</c> or <c>MF010</c>; see docs/diagnostics.md.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Remedy">What to do about it, or null where the message says it already.</param>
public sealed record Diagnostic(string Code, Severity Severity, SourceSpan Span, string Message, string? Remedy = null)
{
    /// <summary>One line: place, severity, code, message and remedy.</summary>
    public override string ToString()
    {
        var place = Span.File is { Length: > 0 } ? $"{Span}: " : "";
        var remedy = Remedy is null ? "" : $"; {Remedy}";
        return $"{place}{Severity.ToString().ToLowerInvariant()} {Code}: {Message}{remedy}";
    }
}
