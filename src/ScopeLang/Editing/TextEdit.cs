using System.Text;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>One change of a text: what a place spans gives way to another text.</summary>
/// <param name="Span">The place; its length may be 0, where something is only put in.</param>
/// <param name="Text">What stands there after.</param>
public sealed record TextEdit(SourceSpan Span, string Text)
{
    /// <summary>A text after edits that do not overlap, in any order. Each speaks of the text as it was before.</summary>
    /// <param name="text">The text before.</param>
    /// <param name="edits">The edits.</param>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var changed = new StringBuilder();
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Span.Offset))
        {
            changed.Append(text, at, edit.Span.Offset - at).Append(edit.Text);
            at = edit.Span.Offset + edit.Span.Length;
        }
        return changed.Append(text, at, text.Length - at).ToString();
    }
}
