using System.Text;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>What a text holds: its tokens, the items that parsed, the comments, and all that is wrong.</summary>
internal sealed record ParsedText(
    IReadOnlyList<Token> Tokens, ValueList<ScopeItem> Items, ValueList<Comment> Comments,
    ValueList<Diagnostic> Diagnostics);

/// <summary>
/// Text to items: tokens, cut into items, each parsed alone. It ends in time linear in the text, uses a bounded
/// stack, and throws for no input: the limits are checked before anything that could suffer from their excess.
/// </summary>
internal static class ScopeParser
{
    public static ParsedText Parse(string text, string file)
    {
        if (Encoding.UTF8.GetByteCount(text) > ScopeLimits.TextBytes)
            return new ParsedText([], [], [], [TooLong(file)]);
        var scanned = Scanner.Scan(text, file);
        var slices = ItemCutter.Cut(scanned.Tokens);
        var diagnostics = new List<Diagnostic>(scanned.Diagnostics);
        var items = new ItemParser(scanned.Tokens, diagnostics);
        foreach (var slice in slices.Take(ScopeLimits.Items))
            items.Parse(slice);
        if (slices.Count > ScopeLimits.Items)
            diagnostics.Add(TooMany(scanned.Tokens[slices[ScopeLimits.Items].Start].Span));
        diagnostics.AddRange(SpellingChecks.Check(items.Items));
        diagnostics.AddRange(NameChecks.Check(items.Items));
        diagnostics.Sort(static (a, b) => a.Span.Offset.CompareTo(b.Span.Offset));
        return new ParsedText(
            scanned.Tokens, items.Items.ToValueList(), scanned.Comments.ToValueList(), diagnostics.ToValueList());
    }

    /// <summary>The finding on bytes that are too many to be decoded.</summary>
    public static Diagnostic TooLong(string file) => new(
        ScopeCodes.TextTooLong, Severity.Error, SourceSpan.OfFile(file),
        $"the text is longer than {ScopeLimits.TextBytes} bytes", "divide it into policies of their own");

    private static Diagnostic TooMany(SourceSpan span) => new(
        ScopeCodes.TooManyItems, Severity.Error, span, $"a policy holds {ScopeLimits.Items} items at most",
        "join rules of one kind with `or`");
}
