using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What a completion puts in.</summary>
public enum CompletionKind
{
    /// <summary>A word of the language.</summary>
    Keyword,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>The name of a <c>let</c>.</summary>
    Let,

    /// <summary>The name of a rule.</summary>
    Rule,

    /// <summary>A label key.</summary>
    Key,

    /// <summary>A label value.</summary>
    Value,

    /// <summary>The name of a service, a namespace or a cluster.</summary>
    ObjectName,
}

/// <summary>Something that could stand at a place.</summary>
/// <param name="Text">What is put in, quoted where it must be.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Detail">More about it, or null.</param>
public sealed record CompletionItem(string Text, CompletionKind Kind, string? Detail = null);

/// <summary>All that could stand at a place.</summary>
/// <param name="Replaced">What gives way to it: the word that is being written, or a point.</param>
/// <param name="Items">What could stand there, the likeliest kind first.</param>
public sealed record CompletionList(SourceSpan Replaced, ValueList<CompletionItem> Items);

/// <summary>Says what the grammar, the document and the mesh have to offer where somebody writes.</summary>
public static class ScopeCompletion
{
    /// <summary>What could stand at an offset. A word that the offset lies in, or ends, counts as the one being written.</summary>
    /// <param name="document">The text.</param>
    /// <param name="offset">UTF-16 units from its start.</param>
    /// <param name="known">The mesh.</param>
    public static CompletionList At(ScopeDocument document, int offset, KnownServices known)
    {
        var inside = Math.Clamp(offset, 0, document.Text.Length);
        if (document.Comments.Any(comment => IsWithin(comment.Origin.Span, inside)))
            return new CompletionList(document.Span(inside, 0), []);
        var cursor = CursorAt(document, inside);
        var offers = new CompletionOffers(document, cursor, known);
        var isQuoted = cursor.Length > 0 && document.Text[cursor.Start] == '"';
        var items = offers.All().Select(item => isQuoted ? Quoted(item) : item).DistinctBy(item => item.Text);
        return new CompletionList(document.Span(cursor.Start, cursor.Length), items.ToValueList());
    }

    private static Cursor CursorAt(ScopeDocument document, int offset)
    {
        var index = document.FirstEndingAt(offset);
        var tokens = document.Tokens;
        if (index < tokens.Length && tokens[index] is var written && written.Start < offset && IsWritten(written.Token))
        {
            // A quote that nothing closes has taken the rest of its line, which is not to go.
            var end = written.Token.Kind == TokenKind.Invalid ? offset : written.End;
            return new Cursor(written.Before, index, written.Start, end - written.Start);
        }
        if (index < tokens.Length && tokens[index].End == offset)
            index++;
        return new Cursor(index > 0 ? tokens[index - 1].After : Spot.Start, index, offset, 0);
    }

    // Quotes stay where they are: without them the word might grow together with the next one.
    private static CompletionItem Quoted(CompletionItem item) =>
        item.Kind is CompletionKind.Key or CompletionKind.Value or CompletionKind.ObjectName && !item.Text.StartsWith('"')
            ? item with { Text = $"\"{item.Text}\"" }
            : item;

    private static bool IsWritten(Token token) =>
        token.Kind is TokenKind.Word or TokenKind.Quoted || (token.Kind == TokenKind.Invalid && token.Text.StartsWith('"'));

    private static bool IsWithin(SourceSpan span, int offset) => span.Offset < offset && offset <= span.Offset + span.Length;
}

/// <summary>Where somebody writes.</summary>
/// <param name="Spot">What the grammar may have there.</param>
/// <param name="Index">The first token that is not before the place: the one being written, if there is one.</param>
/// <param name="Start">Where the word that is being written begins.</param>
/// <param name="Length">Its length.</param>
internal readonly record struct Cursor(Spot Spot, int Index, int Start, int Length);
