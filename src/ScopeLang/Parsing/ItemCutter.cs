namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>The tokens of one item: from one place to before another.</summary>
internal readonly record struct ItemSlice(int Start, int End);

/// <summary>
/// Cuts the tokens of a text into items, so that a broken item leaves the others whole. Where nothing is broken the
/// cuts are exact. Of what is broken, a keyword begins an item where no valid text could have it otherwise.
/// </summary>
internal sealed class ItemCutter
{
    private readonly IReadOnlyList<Token> _tokens;
    private readonly Stack<TokenKind> _open = [];
    private bool _isName;

    private ItemCutter(IReadOnlyList<Token> tokens) => _tokens = tokens;

    /// <summary>The slices, in order and without gaps; what stands before the first item is a slice too.</summary>
    public static List<ItemSlice> Cut(IReadOnlyList<Token> tokens)
    {
        var cutter = new ItemCutter(tokens);
        var slices = new List<ItemSlice>();
        var start = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (cutter.Begins(i, start) && i > start)
            {
                slices.Add(new ItemSlice(start, i));
                start = i;
            }
            cutter.Step(i);
        }
        if (start < tokens.Count)
            slices.Add(new ItemSlice(start, tokens.Count));
        return slices;
    }

    private bool Begins(int i, int start)
    {
        if (_tokens[i].Kind != TokenKind.Word)
            return false;
        var begins = Keywords.BeginsItem(_tokens[i].Text) ? CannotBeElsewhere(i) || !MayBeElsewhere(i) : IsMisspelt(i, start);
        if (!begins)
            return false;
        _open.Clear();
        return true;
    }

    // Brackets, and whether the next word is a name that follows `named` (which may be any word).
    private void Step(int i)
    {
        var token = _tokens[i];
        var wasName = _isName;
        _isName = token.Is(Keywords.Named) && !wasName;
        if (token.Kind is TokenKind.OpenParen or TokenKind.OpenBrace)
            _open.Push(token.Kind);
        else if (token.Kind is TokenKind.CloseParen or TokenKind.CloseBrace)
            _open.TryPop(out _);
    }

    // `let x =`, `global when`, `global "x" when` and `test "x" {` stand nowhere in a valid item but at its start;
    // only `{ a: global when: b }` looks like it.
    private bool CannotBeElsewhere(int i) => _tokens[i].Text switch
    {
        Keywords.Let => Kind(i + 1) == TokenKind.Word && Kind(i + 2) == TokenKind.Assign,
        Keywords.Test => Kind(i + 1) == TokenKind.Quoted && Kind(i + 2) == TokenKind.OpenBrace,
        _ => IsWhen(i + 1) || (Kind(i + 1) == TokenKind.Quoted && IsWhen(i + 2)),
    };

    // `locl when`, `locl "x" when`, `lett x =` and `tset "x" {` stand nowhere in a valid text but in labels, and behind a
    // keyword that begins an item are part of what is broken there.
    private bool IsMisspelt(int i, int start)
    {
        if (_isName || Keywords.Reserved.Contains(_tokens[i].Text) || (_open.TryPeek(out var bracket) && bracket == TokenKind.OpenBrace))
            return false;
        if (i <= start + 1 && Keywords.BeginsItem(_tokens[start].Text))
            return false;
        return IsWhen(i + 1)
            || (Kind(i + 1) == TokenKind.Quoted && (IsWhen(i + 2) || Kind(i + 2) == TokenKind.OpenBrace))
            || (Kind(i + 1) == TokenKind.Word && !Keywords.Reserved.Contains(_tokens[i + 1].Text) && Kind(i + 2) == TokenKind.Assign && _open.Count == 0);
    }

    // Whether what follows a keyword lets it be a mere name, key or value where it stands.
    private bool MayBeElsewhere(int i)
    {
        var next = Kind(i + 1);
        var word = next == TokenKind.Word ? _tokens[i + 1].Text : null;
        if (_isName)
            return next is TokenKind.DoubleAnd or TokenKind.DoubleOr or TokenKind.Comma or TokenKind.CloseParen or TokenKind.End
                || word is Keywords.And or Keywords.Or
                || (word is not null && Keywords.BeginsItem(word));
        if (!_open.TryPeek(out var bracket))
            return false;
        return bracket == TokenKind.OpenParen
            ? next is TokenKind.Comma or TokenKind.CloseParen or TokenKind.Assign or TokenKind.DoubleEquals or TokenKind.NotEquals
                || word is Keywords.In or Keywords.NotIn
            : next is TokenKind.Colon or TokenKind.Comma or TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.Word
                || (next == TokenKind.Quoted && Kind(i + 2) == TokenKind.Colon);
    }

    private bool IsWhen(int i) => i < _tokens.Count && _tokens[i].Is(Keywords.When) && Kind(i + 1) != TokenKind.Colon;

    private TokenKind Kind(int i) => i < _tokens.Count ? _tokens[i].Kind : TokenKind.End;
}
