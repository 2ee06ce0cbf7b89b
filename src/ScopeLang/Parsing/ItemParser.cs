using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>Parses slices one after the other, and collects items and findings.</summary>
internal sealed class ItemParser(IReadOnlyList<Token> tokens, List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, int> _letLevels = [];

    /// <summary>The items; of one that is broken, what its first words say.</summary>
    public List<ScopeItem> Items { get; } = [];

    public void Parse(ItemSlice slice)
    {
        if (Whole(slice) is { } item)
            Items.Add(item);
        else if (Outline(slice) is { } outline)
            Items.Add(outline);
    }

    private ScopeItem? Whole(ItemSlice slice)
    {
        for (var i = slice.Start; i < slice.End; i++)
            if (tokens[i].Kind == TokenKind.Invalid)
                return null;
        var (levels, tooDeep) = tokens[slice.Start].Is(Keywords.Test)
            ? default
            : NestingMeter.Measure(tokens, slice, _letLevels);
        if (tooDeep is { } token)
        {
            diagnostics.Add(new Diagnostic(ScopeCodes.NestedTooDeep, Severity.Error, token.Span,
                $"nested deeper than {ScopeLimits.NestingLevels} levels of parentheses, `not` and `let`"));
            return null;
        }
        var parsed = ScopeGrammar.Item(new TokenInput(tokens, slice.Start, slice.End));
        if (!parsed.WasSuccessful || !parsed.Remainder.AtEnd)
        {
            diagnostics.Add(SyntaxErrors.Describe(parsed, slice.Start));
            return null;
        }
        if (parsed.Value is LetItem let)
            _letLevels.TryAdd(let.Name.Text, levels);
        return parsed.Value;
    }

    // The name and the place of a broken item are kept, so that who uses them is not reported too.
    private ScopeItem? Outline(ItemSlice slice)
    {
        var first = tokens[slice.Start];
        Token? second = slice.End - slice.Start > 1 ? tokens[slice.Start + 1] : null;
        var origin = new Origin(first.Span);
        var unknown = new ConstantExpr(Value: false, origin);
        if (first.Is(Keywords.Let))
            return second is { Kind: TokenKind.Word } word ? new LetItem(ToWord(word), unknown, origin) : null;
        if (!first.Is(Keywords.Global) && !first.Is(Keywords.Local))
            return null;
        Word? name = second is { Kind: TokenKind.Quoted } quoted ? ToWord(quoted) : null;
        return new RuleItem(first.Is(Keywords.Global) ? Scope.Global : Scope.Local, name, unknown, origin);
    }

    private static Word ToWord(Token token) => new(token.Text, new Origin(token.Span));
}
