using System.Buffers;
using System.Text;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>The tokens and comments of a text, and what is wrong with single characters.</summary>
internal sealed record ScannedText(
    IReadOnlyList<Token> Tokens, IReadOnlyList<Comment> Comments, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>
/// Cuts a text into tokens, in one pass and whatever the text is. Words are cut the same everywhere; that a key may
/// hold what a name may not is for the grammar and its checks.
/// </summary>
internal sealed class Scanner
{
    private static readonly SearchValues<char> WordCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./");

    private readonly string _text;
    private readonly string _file;
    private readonly List<Token> _tokens = [];
    private readonly List<Comment> _comments = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    private Scanner(string text, string file) => (_text, _file) = (text, file);

    public static ScannedText Scan(string text, string file)
    {
        var scanner = new Scanner(text, file);
        scanner.Run();
        return new ScannedText(scanner._tokens, scanner._comments, scanner._diagnostics);
    }

    private void Run()
    {
        if (_text.StartsWith('\uFEFF'))
            _at = _lineStart = 1;
        while (_at < _text.Length)
            Next();
    }

    private void Next()
    {
        var c = _text[_at];
        if (c is ' ' or '\t')
            _at++;
        else if (c is '\n' or '\r')
            EndLine();
        else if (c == '#')
            _comments.Add(new Comment(_text[_at..LineEnd()].TrimEnd(), new Origin(Take(LineEnd() - _at))));
        else if (c == '"')
            Quote();
        else if (WordCharacters.Contains(c))
            Add(TokenKind.Word, _text[_at..WordEnd()]);
        else
            Symbol(c, _at + 1 < _text.Length ? _text[_at + 1] : '\0');
    }

    private void EndLine()
    {
        _at += _text.AsSpan(_at).StartsWith("\r\n") ? 2 : 1;
        _line++;
        _lineStart = _at;
    }

    private void Symbol(char c, char next)
    {
        switch (c, next)
        {
            case ('=', '='): Add(TokenKind.DoubleEquals, "=="); break;
            case ('!', '='): Add(TokenKind.NotEquals, "!="); break;
            case ('&', '&'): Add(TokenKind.DoubleAnd, "&&"); break;
            case ('|', '|'): Add(TokenKind.DoubleOr, "||"); break;
            case ('=', _): Add(TokenKind.Assign, "="); break;
            case ('!', _): Add(TokenKind.Bang, "!"); break;
            case ('(', _): Add(TokenKind.OpenParen, "("); break;
            case (')', _): Add(TokenKind.CloseParen, ")"); break;
            case ('{', _): Add(TokenKind.OpenBrace, "{"); break;
            case ('}', _): Add(TokenKind.CloseBrace, "}"); break;
            case (',', _): Add(TokenKind.Comma, ","); break;
            case (':', _): Add(TokenKind.Colon, ":"); break;
            case ('<' or '>', _): Comparison(c); break;
            default: Stray(c); break;
        }
    }

    private void Comparison(char c)
    {
        var span = Add(TokenKind.Invalid, c.ToString());
        Report(ScopeCodes.FieldComparison, span, $"`{c}` compares fields, and labels have no order",
            "list the values: `key in (a, b)`");
    }

    // Neighbours that begin nothing are one finding, not one each.
    private void Stray(char c)
    {
        var end = _at + 1;
        while (end < _text.Length && IsStray(_text[end]))
            end++;
        var span = Add(TokenKind.Invalid, _text[_at..end]);
        var remedy = c switch
        {
            '&' => "did you mean `&&`?",
            '|' => "did you mean `||`?",
            '\'' or '‘' or '’' or '“' or '”' or '`' => "quotes are `\"`",
            _ => null,
        };
        Report(ScopeCodes.UnexpectedCharacter, span, $"unexpected {Name(c, span.Length)}", remedy);
    }

    private string Name(char c, int length)
    {
        var text = _text.AsSpan(_at - length, length);
        var isPlain = !char.IsControl(c) && !char.IsWhiteSpace(c) && c != '\uFEFF' && Rune.DecodeFromUtf16(text, out _, out _) == OperationStatus.Done;
        return isPlain ? $"`{Quoting.Excerpt(text.ToString())}`" : $"character U+{(int)c:X4}";
    }

    private void Quote()
    {
        var content = new StringBuilder();
        var i = _at + 1;
        while (i < _text.Length && _text[i] is not ('\n' or '\r'))
        {
            var c = _text[i++];
            if (c == '"')
            {
                _tokens.Add(new Token(TokenKind.Quoted, content.ToString(), Take(i - _at)));
                return;
            }
            if (c == '\\' && i < _text.Length && _text[i] is not ('\n' or '\r'))
                c = Escaped(i++);
            content.Append(c);
        }
        Report(ScopeCodes.UnclosedQuote, Add(TokenKind.Invalid, _text[_at..i]), "this quote does not end on its line",
            "close it with `\"`");
    }

    private char Escaped(int i)
    {
        var c = _text[i];
        if (c is not ('"' or '\\'))
            Report(ScopeCodes.UnknownEscape, Span(i - 1, 2), $"`\\{Quoting.Excerpt(c.ToString())}` is no escape",
                "only `\\\"` and `\\\\` are");
        return c;
    }

    private SourceSpan Add(TokenKind kind, string text)
    {
        var span = Take(text.Length);
        _tokens.Add(new Token(kind, text, span));
        return span;
    }

    private SourceSpan Take(int length)
    {
        var span = Span(_at, length);
        _at += length;
        return span;
    }

    private SourceSpan Span(int offset, int length) => new(_file, _line, offset - _lineStart + 1, offset, length);

    private void Report(string code, SourceSpan span, string message, string? remedy) =>
        _diagnostics.Add(new Diagnostic(code, Severity.Error, span, message, remedy));

    private int LineEnd() => EndOf(_text.AsSpan(_at).IndexOfAny('\n', '\r'));

    private int WordEnd() => EndOf(_text.AsSpan(_at).IndexOfAnyExcept(WordCharacters));

    private int EndOf(int length) => length < 0 ? _text.Length : _at + length;

    private static bool IsStray(char c) =>
        !WordCharacters.Contains(c) && c is not (' ' or '\t' or '\r' or '\n' or '#' or '"' or '=' or '!' or '&' or '|'
            or '(' or ')' or '{' or '}' or ',' or ':' or '<' or '>');
}
