using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;
using Sprache;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>Says in one sentence where the grammar stopped: what was expected and what was found.</summary>
internal static class SyntaxErrors
{
    private const string ItemStart = "an item (`let`, `global`, `local` or `test`)";
    private static readonly ImmutableArray<string> ItemWords = [Keywords.Let, Keywords.Global, Keywords.Local, Keywords.Test];
    private static readonly ImmutableArray<string> SubjectWords =
        [Keywords.Service, Keywords.Svc, Keywords.Namespace, Keywords.Ns, Keywords.Cluster];

    /// <summary>The finding on an item that did not parse, or that something follows which does not belong to it.</summary>
    /// <param name="parsed">What the grammar gave.</param>
    /// <param name="first">The item's first token.</param>
    public static Diagnostic Describe(IResult<ScopeItem> parsed, int first)
    {
        var rest = (TokenInput)parsed.Remainder;
        var found = rest.Token;
        if (parsed.Message == TokenParsers.OutOfStack)
            return new Diagnostic(ScopeCodes.NestedTooDeep, Severity.Error, found.Span,
                "nested too deep for the stack of this thread");
        var previous = rest.Previous(first);
        if (MisspeltSubject(previous, found) is { } misspelt)
            return misspelt;
        if (MisspeltNot(parsed, previous, found) is { } misspeltNot)
            return misspeltNot;
        var expected = parsed.WasSuccessful ? Continuations(parsed.Value)
            : rest.Position == first ? [ItemStart]
            : parsed.Expectations.Distinct().ToArray();
        return new Diagnostic(ScopeCodes.UnexpectedToken, Severity.Error, found.Span,
            $"expected {Join(expected)}, found {found.Show()}", Remedy(found, expected));
    }

    private static string[] Continuations(ScopeItem item) => item is TestItem ? [ItemStart] : ["`and`", "`or`", ItemStart];

    // `servce(…)` parses as a name that a parenthesis follows.
    private static Diagnostic? MisspeltSubject(Token? previous, Token found)
    {
        if (previous is not { Kind: TokenKind.Word } word || Keywords.Reserved.Contains(word.Text))
            return null;
        var isSubject = found.Is(Keywords.Named)
            || (found.Kind == TokenKind.OpenParen && word.Text is not (Keywords.In or Keywords.NotIn));
        return isSubject
            ? new Diagnostic(ScopeCodes.UnknownSubject, Severity.Error, word.Span,
                $"expected `service`, `namespace` or `cluster`, found {word.Show()}",
                Suggestions.DidYouMean(word.Text, [.. SubjectWords, Keywords.Not]))
            : null;
    }

    // `nto service(…)` parses as a name that an expression follows.
    private static Diagnostic? MisspeltNot(IResult<ScopeItem> parsed, Token? previous, Token found) =>
        parsed.WasSuccessful && found.Kind == TokenKind.Word && previous is { Kind: TokenKind.Word } word
        && !Keywords.Reserved.Contains(word.Text) && Suggestions.DidYouMean(word.Text, [Keywords.Not]) is { } question
            ? new Diagnostic(ScopeCodes.UnexpectedToken, Severity.Error, word.Span,
                $"expected an expression, found {word.Show()}", question)
            : null;

    private static string? Remedy(Token found, string[] expected) =>
        found.Kind == TokenKind.Comma && expected.Contains("`and`") ? "join expressions with `and` or `or`"
        : found.Kind == TokenKind.Word ? Suggestions.DidYouMean(found.Text, expected.SelectMany(Words))
        : null;

    // The words in backticks that an expectation names.
    private static IEnumerable<string> Words(string expectation) => expectation == ItemStart
        ? ItemWords
        : expectation.Split('`').Where((_, i) => i % 2 == 1);

    private static string Join(string[] expected) => expected switch
    {
        [var only] => only,
        [.. var most, var last] => $"{string.Join(", ", most)} or {last}",
        [] => "something else",
    };
}
