using ScopeMesh.ScopeLang.Diagnostics;
using Sprache;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>
/// The tokens of one item as Sprache's input: a "character" is a token. Sprache reads its input through an interface,
/// so its combinators serve as they are, at the price of tokens (a selector's 60 characters are 10 of them), and every
/// failure points at a whole word.
/// </summary>
internal sealed class TokenInput(IReadOnlyList<Token> tokens, int index, int end) : IInput
{
    /// <summary>The token at this place; behind the last one, a point right after it.</summary>
    public Token Token => AtEnd ? new Token(TokenKind.End, "", After(tokens[end - 1].Span)) : tokens[index];

    /// <summary>The token before this place, if the item has one.</summary>
    public Token? Previous(int first) => index > first ? tokens[index - 1] : null;

    public bool AtEnd => index >= end;

    public int Position => index;

    public char Current => (char)Token.Kind;

    public int Line => Token.Span.Line;

    public int Column => Token.Span.Column;

    public string Source => "";

    /// <summary>Only <see cref="Parse.Ref"/> remembers, and the grammar goes without it.</summary>
    public IDictionary<object, object> Memos => throw new NotSupportedException("the grammar uses no memory");

    public IInput Advance() => new TokenInput(tokens, index + 1, end);

    /// <summary>From this place to the last token before another.</summary>
    public SourceSpan SpanTo(TokenInput rest)
    {
        var start = Token.Span;
        if (rest.Position == Position)
            return start with { Length = 0 };
        var last = tokens[rest.Position - 1].Span;
        return start with { Length = last.Offset + last.Length - start.Offset };
    }

    public bool Equals(IInput? other) => other is TokenInput input && input.Position == Position;

    public override bool Equals(object? obj) => Equals(obj as IInput);

    public override int GetHashCode() => index;

    private static SourceSpan After(SourceSpan span) =>
        span with { Column = span.Column + span.Length, Offset = span.Offset + span.Length, Length = 0 };
}
