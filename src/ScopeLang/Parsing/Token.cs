using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>What a token is. A word may be a keyword, a name, a key or a value: its place decides.</summary>
internal enum TokenKind
{
    Word,
    Quoted,
    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    Comma,
    Colon,
    Assign,
    DoubleEquals,
    NotEquals,
    Bang,
    DoubleAnd,
    DoubleOr,

    /// <summary>Something that has a lexical diagnostic already.</summary>
    Invalid,

    /// <summary>The end of an item, or of the text.</summary>
    End,
}

/// <summary>One token: its kind, what it says (unquoted) and where it stands.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, SourceSpan Span)
{
    public bool Is(string keyword) => Kind == TokenKind.Word && Text == keyword;

    /// <summary>The token as a message shows it.</summary>
    public string Show() => Kind switch
    {
        TokenKind.End => "the end of the item",
        TokenKind.Quoted => $"`\"{Quoting.Excerpt(Text)}\"`",
        TokenKind.Word or TokenKind.OpenParen or TokenKind.CloseParen or TokenKind.OpenBrace or TokenKind.CloseBrace
            or TokenKind.Comma or TokenKind.Colon or TokenKind.Assign or TokenKind.DoubleEquals or TokenKind.NotEquals
            or TokenKind.Bang or TokenKind.DoubleAnd or TokenKind.DoubleOr or TokenKind.Invalid
            => $"`{Quoting.Excerpt(Text)}`",
    };
}
