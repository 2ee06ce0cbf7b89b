using System.Runtime.CompilerServices;
using ScopeMesh.ScopeLang.Syntax;
using Sprache;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>
/// The primitives that the grammar is written in. All of them commit: once a token is consumed there is no way back,
/// so that parsing takes linear time, and a failure is reported where it is.
/// </summary>
internal static class TokenParsers
{
    /// <summary>The message of a failure for want of stack.</summary>
    public const string OutOfStack = "out of stack";

    /// <summary>One token of a kind.</summary>
    public static Parser<Token> Symbol(TokenKind kind, string shown) =>
        Satisfy(token => token.Kind == kind, $"`{shown}`");

    /// <summary>One word that is a keyword here.</summary>
    public static Parser<Token> Keyword(string keyword) => Satisfy(token => token.Is(keyword), $"`{keyword}`");

    /// <summary>One token that fits.</summary>
    public static Parser<Token> Satisfy(Predicate<Token> fits, string expected)
    {
        string[] expectations = [expected];
        return input =>
        {
            var token = ((TokenInput)input).Token;
            return fits(token)
                ? Result.Success(token, input.Advance())
                : Result.Failure<Token>(input, "unexpected", expectations);
        };
    }

    /// <summary>The same token, where the one after it fits.</summary>
    public static Parser<Token> Before(this Parser<Token> parser, Predicate<Token> fits) => input =>
        input.AtEnd || NextIs(fits)(input.Advance()).WasSuccessful
            ? parser(input)
            : Result.Failure<Token>(input, "unexpected", []);

    /// <summary>Consumes nothing, where the next token fits.</summary>
    public static Parser<Token> NextIs(Predicate<Token> fits) => input =>
        fits(((TokenInput)input).Token)
            ? Result.Success(((TokenInput)input).Token, input)
            : Result.Failure<Token>(input, "unexpected", []);

    /// <summary>A text, quoted or not.</summary>
    public static Parser<Word> Text(string expected) =>
        Satisfy(token => token.Kind is TokenKind.Word or TokenKind.Quoted, expected).Select(ToWord);

    /// <summary>A text, or the empty text where none stands.</summary>
    public static Parser<Word> TextOrEmpty(string expected) =>
        Text(expected).XOr(Parse.Return(default(Word)).Located((_, origin) => new Word("", origin)));

    /// <summary>One or more, with separators between them; a loop, however many there are.</summary>
    public static Parser<IReadOnlyList<T>> SeparatedBy<T>(this Parser<T> element, Parser<Token> separator) =>
        element.JoinedBy<T, IReadOnlyList<T>>(separator, (elements, _) => elements);

    /// <summary>One or more, with separators between them, and what is made of them.</summary>
    public static Parser<TResult> JoinedBy<T, TResult>(
        this Parser<T> element, Parser<Token> separator, Func<IReadOnlyList<T>, Origin, TResult> join) => input =>
    {
        var elements = new List<T>();
        var rest = input;
        while (true)
        {
            var parsed = element(rest);
            if (!parsed.WasSuccessful)
                return Result.Failure<TResult>(parsed.Remainder, parsed.Message, parsed.Expectations);
            elements.Add(parsed.Value);
            var separated = separator(parsed.Remainder);
            if (!separated.WasSuccessful)
                return Result.Success(join(elements, Between(input, parsed.Remainder)), parsed.Remainder);
            rest = separated.Remainder;
        }
    };

    /// <summary>What stands between two tokens.</summary>
    public static Parser<T> Enclosed<T>(Parser<Token> open, Parser<T> inner, Parser<Token> close) => input =>
    {
        var opened = open(input);
        if (!opened.WasSuccessful)
            return Result.Failure<T>(opened.Remainder, opened.Message, opened.Expectations);
        var parsed = inner(opened.Remainder);
        if (!parsed.WasSuccessful)
            return parsed;
        var closed = close(parsed.Remainder);
        return closed.WasSuccessful
            ? Result.Success(parsed.Value, closed.Remainder)
            : Result.Failure<T>(closed.Remainder, closed.Message, closed.Expectations);
    };

    /// <summary>
    /// The first alternative that consumes a token. Expressions nest by this, by <see cref="JoinedBy"/> and by
    /// <see cref="Enclosed"/>, each of which puts one frame on the stack where Sprache's own would put three or more.
    /// </summary>
    public static Parser<T> Choice<T>(string expected, params Parser<T>[] alternatives) => input =>
    {
        foreach (var alternative in alternatives)
        {
            var parsed = alternative(input);
            if (parsed.WasSuccessful || !parsed.Remainder.Equals(input))
                return parsed;
        }
        return Result.Failure<T>(input, "unexpected", [expected]);
    };

    /// <summary>
    /// Recursion. Nesting is measured before, and within its limit takes less than a thread's usual stack; where the
    /// caller left less than that, parsing fails instead of the process.
    /// </summary>
    public static Parser<T> Deeper<T>(Parser<T> parser) => input => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? parser(input)
        : Result.Failure<T>(input, OutOfStack, []);

    /// <summary>What is made of a value and of the place that its tokens cover.</summary>
    public static Parser<TResult> Located<T, TResult>(this Parser<T> parser, Func<T, Origin, TResult> make) => input =>
    {
        var parsed = parser(input);
        return parsed.WasSuccessful
            ? Result.Success(make(parsed.Value, Between(input, parsed.Remainder)), parsed.Remainder)
            : Result.Failure<TResult>(parsed.Remainder, parsed.Message, parsed.Expectations);
    };

    /// <summary>A value or null, where nothing of it is there.</summary>
    public static Parser<T?> OrNull<T>(this Parser<T> parser) where T : class =>
        parser.Select(T? (value) => value).XOr(Parse.Return<T?>(null));

    /// <summary>A word or null, where none is there.</summary>
    public static Parser<Word?> OrNone(this Parser<Word> parser) =>
        parser.Select(Word? (word) => word).XOr(Parse.Return<Word?>(null));

    private static Word ToWord(Token token) => new(token.Text, new Origin(token.Span));

    private static Origin Between(IInput start, IInput end) => new(((TokenInput)start).SpanTo((TokenInput)end));
}
