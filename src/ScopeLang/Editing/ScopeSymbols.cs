using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What has a name of its own in a policy.</summary>
public enum SymbolKind
{
    /// <summary>An expression that a <c>let</c> names.</summary>
    Let,

    /// <summary>A rule, called by its name or, where it has none, by its place.</summary>
    Rule,
}

/// <summary>A name, where it is given and where it is used.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Name">The name; <c>#3</c> of a rule without one.</param>
/// <param name="At">The place that was asked about.</param>
/// <param name="Definition">
/// Where the name is given (of several places the first); of a rule without a name its first word; null where nothing
/// has the name.
/// </param>
/// <param name="References">Where the name is used, in the order of the text, without the definition.</param>
public sealed record ScopeSymbol(
    SymbolKind Kind, string Name, SourceSpan At, SourceSpan? Definition, ValueList<SourceSpan> References);

/// <summary>Finds names. It looks at tokens, so that a broken item hides none of those in it.</summary>
public static class ScopeSymbols
{
    /// <summary>The name at an offset, or null where there is none.</summary>
    /// <param name="document">The text.</param>
    /// <param name="offset">UTF-16 units from its start.</param>
    public static ScopeSymbol? At(ScopeDocument document, int offset) => document.TokenAt(offset) switch
    {
        { Role: TokenRole.LetName } token => Let(document, token),
        { Role: TokenRole.RuleName } token => Rule(document, token, token.Token.Text),
        { Role: TokenRole.Keyword, After.Place: Place.RuleName } token => Rule(document, token, NameOfRule(document, token)),
        _ => null,
    };

    /// <summary>The rules in file order: how each is called, and the token that says so.</summary>
    internal static IEnumerable<(string Name, PlacedToken Token)> Rules(ScopeDocument document)
    {
        var tokens = document.Tokens;
        var place = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].After.Place != Place.RuleName || tokens[i].Role != TokenRole.Keyword)
                continue;
            place++;
            yield return i + 1 < tokens.Length && tokens[i + 1] is { Role: TokenRole.RuleName } name
                ? (name.Token.Text, name)
                : ($"#{place}", tokens[i]);
        }
    }

    /// <summary>The definitions of <c>let</c> names in file order.</summary>
    internal static IEnumerable<PlacedToken> Lets(ScopeDocument document) =>
        document.Tokens.Where(token => token is { Role: TokenRole.LetName, IsDefinition: true });

    private static ScopeSymbol Let(ScopeDocument document, PlacedToken at)
    {
        var same = document.Tokens.Where(token => token.Role == TokenRole.LetName && token.Token.Text == at.Token.Text);
        PlacedToken[] tokens = [.. same];
        return Symbol(SymbolKind.Let, at.Token.Text, at, [.. tokens.Where(token => token.IsDefinition)],
            tokens.Where(token => !token.IsDefinition));
    }

    private static ScopeSymbol Rule(ScopeDocument document, PlacedToken at, string name) => Symbol(
        SymbolKind.Rule, name, at,
        [.. Rules(document).Where(rule => rule.Name == name).Select(rule => rule.Token)],
        document.Tokens.Where(token => token is { Role: TokenRole.RuleName, IsDefinition: false } && token.Token.Text == name));

    // A second definition is an error, and stands among the uses of the first.
    private static ScopeSymbol Symbol(
        SymbolKind kind, string name, PlacedToken at, PlacedToken[] definitions, IEnumerable<PlacedToken> uses) => new(
        kind, name, at.Token.Span, definitions is [var first, ..] ? first.Token.Span : null,
        definitions.Skip(1).Concat(uses).Select(token => token.Token.Span).OrderBy(span => span.Offset).ToValueList());

    private static string NameOfRule(ScopeDocument document, PlacedToken keyword) =>
        Rules(document).First(rule => rule.Token.Item == keyword.Item).Name;
}
