namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>
/// Measures the nesting of an item on its tokens, in a loop, before the recursive grammar sees them: parentheses,
/// <c>not</c>, and the nesting of the <c>let</c>s that it uses.
/// </summary>
/// <remarks>The parentheses of selectors and of lists of names are not nesting.</remarks>
internal sealed class NestingMeter(IReadOnlyDictionary<string, int> lets)
{
    private readonly Stack<int> _outerNots = [];
    private int _nots;
    private int _level;
    private int _deepest;
    private Token? _tooDeep;

    /// <summary>The levels of a slice, and the token at which they exceed the limit, if they do.</summary>
    public static (int Levels, Token? TooDeep) Measure(
        IReadOnlyList<Token> tokens, ItemSlice slice, IReadOnlyDictionary<string, int> lets)
    {
        var meter = new NestingMeter(lets);
        var i = slice.Start;
        while (i < slice.End)
            i = meter.Step(tokens, i, slice.End);
        return (meter._deepest, meter._tooDeep);
    }

    private int Step(IReadOnlyList<Token> tokens, int i, int end)
    {
        var token = tokens[i];
        switch (token.Kind)
        {
            case TokenKind.Bang:
            case TokenKind.Word when token.Text == Keywords.Not:
                _nots++;
                Reach(++_level, token);
                break;
            case TokenKind.OpenParen:
                _outerNots.Push(_nots);
                _nots = 0;
                Reach(++_level, token);
                break;
            case TokenKind.CloseParen:
                _level -= _nots + (_outerNots.Count > 0 ? 1 : 0);
                _nots = _outerNots.TryPop(out var outer) ? outer : 0;
                EndOperand();
                break;
            case TokenKind.Word when Keywords.IsSubject(token.Text) || token.Text == Keywords.Cluster:
                i = SkipLeaf(tokens, i + 1, end);
                EndOperand();
                return i;
            case TokenKind.Word when token.Text is not (Keywords.And or Keywords.Or):
                Reach(_level + (lets.TryGetValue(token.Text, out var levels) ? levels + 1 : 0), token);
                EndOperand();
                break;
        }
        return i + 1;
    }

    // After a subject: `( … )` with what brackets it holds, or `named` and a name or a list.
    private static int SkipLeaf(IReadOnlyList<Token> tokens, int i, int end)
    {
        if (i < end && tokens[i].Is(Keywords.Named))
            i++;
        if (i >= end || tokens[i].Kind != TokenKind.OpenParen)
            return Math.Min(i + 1, end);
        for (var open = 0; i < end; i++)
        {
            if (tokens[i].Kind == TokenKind.OpenParen)
                open++;
            else if (tokens[i].Kind == TokenKind.CloseParen && --open == 0)
                return i + 1;
        }
        return end;
    }

    private void EndOperand()
    {
        _level -= _nots;
        _nots = 0;
    }

    private void Reach(int level, Token token)
    {
        _deepest = Math.Max(_deepest, level);
        if (level > ScopeLimits.NestingLevels)
            _tooDeep ??= token;
    }
}
