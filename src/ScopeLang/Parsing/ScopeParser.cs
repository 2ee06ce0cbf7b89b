using System.Text;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;
using Sprache;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>What a text holds: the items that parsed, the comments, and all that is wrong.</summary>
internal sealed record ParsedText(
    ValueList<ScopeItem> Items, ValueList<Comment> Comments, ValueList<Diagnostic> Diagnostics);

/// <summary>
/// Text to items: tokens, cut into items, each parsed alone. It ends in time linear in the text, uses a bounded
/// stack, and throws for no input: the limits are checked before anything that could suffer from their excess.
/// </summary>
internal static class ScopeParser
{
    public static ParsedText Parse(string text, string file)
    {
        if (Encoding.UTF8.GetByteCount(text) > ScopeLimits.TextBytes)
            return new ParsedText([], [], [TooLong(file)]);
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
        return new ParsedText(items.Items.ToValueList(), scanned.Comments.ToValueList(), diagnostics.ToValueList());
    }

    /// <summary>The finding on bytes that are too many to be decoded.</summary>
    public static Diagnostic TooLong(string file) => new(
        ScopeCodes.TextTooLong, Severity.Error, SourceSpan.OfFile(file),
        $"the text is longer than {ScopeLimits.TextBytes} bytes", "divide it into policies of their own");

    private static Diagnostic TooMany(SourceSpan span) => new(
        ScopeCodes.TooManyItems, Severity.Error, span, $"a policy holds {ScopeLimits.Items} items at most",
        "join rules of one kind with `or`");
}

/// <summary>Parses slices one after the other, and collects items and findings.</summary>
internal sealed class ItemParser(IReadOnlyList<Token> tokens, List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, int> _letLevels = [];

    public List<ScopeItem> Items { get; } = [];

    public void Parse(ItemSlice slice)
    {
        for (var i = slice.Start; i < slice.End; i++)
            if (tokens[i].Kind == TokenKind.Invalid)
                return;
        var (levels, tooDeep) = tokens[slice.Start].Is(Keywords.Test)
            ? default
            : NestingMeter.Measure(tokens, slice, _letLevels);
        if (tooDeep is { } token)
            diagnostics.Add(new Diagnostic(ScopeCodes.NestedTooDeep, Severity.Error, token.Span,
                $"nested deeper than {ScopeLimits.NestingLevels} levels of parentheses, `not` and `let`"));
        else
            Keep(ScopeGrammar.Item(new TokenInput(tokens, slice.Start, slice.End)), slice, levels);
    }

    // An item that is whole but for what follows it is kept, so that its names are known.
    private void Keep(IResult<ScopeItem> parsed, ItemSlice slice, int levels)
    {
        if (!parsed.WasSuccessful || !parsed.Remainder.AtEnd)
            diagnostics.Add(SyntaxErrors.Describe(parsed, slice.Start));
        if (!parsed.WasSuccessful)
            return;
        Items.Add(parsed.Value);
        if (parsed.Value is LetItem let)
            _letLevels.TryAdd(let.Name.Text, levels);
    }
}
