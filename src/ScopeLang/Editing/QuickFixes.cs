using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>A change that does away with a finding.</summary>
/// <param name="Title">What it does, for a menu.</param>
/// <param name="Edit">The change.</param>
public sealed record QuickFix(string Title, TextEdit Edit);

/// <summary>Changes that findings suggest.</summary>
public static class QuickFixes
{
    /// <summary>The change that a finding's <c>did you mean</c> asks for, or null where it has none.</summary>
    /// <param name="document">The text that the finding speaks of.</param>
    /// <param name="finding">The finding.</param>
    public static QuickFix? For(ScopeDocument document, Diagnostic finding)
    {
        var span = finding.Span;
        if (span.Offset < 0 || span.Length <= 0 || span.Offset + span.Length > document.Text.Length)
            return null;
        if (Suggestions.Suggested(finding.Remedy) is not { } meant || meant.EndsWith('…'))
            return null;
        // What is wrong with one character of several says nothing of the others.
        if (finding.Code == ScopeCodes.UnexpectedCharacter && span.Length > 1)
            return null;
        var isQuoted = document.Text[span.Offset] == '"';
        var text = isQuoted ? ScopePrinter.Quoted(new Word(meant, default)) : meant;
        return new QuickFix($"Change to `{meant}`", new TextEdit(span, text));
    }
}
