using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What comes of a wish to rename: edits, or the reason why there are none.</summary>
/// <param name="Edits">The edits; none where the wish is refused, and where nothing changes.</param>
/// <param name="Refusal">Why it is refused, or null.</param>
public sealed record ScopeRenaming(ValueList<TextEdit> Edits, string? Refusal);

/// <summary>Gives a <c>let</c> or a rule another name, everywhere.</summary>
public static class ScopeRename
{
    /// <summary>The name that could be renamed at an offset, or null where there is none, or none that is defined.</summary>
    /// <param name="document">The text.</param>
    /// <param name="offset">UTF-16 units from its start.</param>
    public static ScopeSymbol? Find(ScopeDocument document, int offset) =>
        ScopeSymbols.At(document, offset) is { Definition: not null } symbol && !IsUnnamed(symbol) ? symbol : null;

    /// <summary>Renames what stands at an offset.</summary>
    /// <param name="document">The text.</param>
    /// <param name="offset">UTF-16 units from its start.</param>
    /// <param name="name">The name that it shall have; without quotes, for a rule too.</param>
    public static ScopeRenaming Rename(ScopeDocument document, int offset, string name)
    {
        if (ScopeSymbols.At(document, offset) is not { } symbol)
            return Refused("only a `let` or a rule can be renamed, and none is named here");
        if (symbol.Definition is not { } definition)
            return Refused($"nothing defines `{Quoting.Excerpt(symbol.Name)}`");
        if (IsUnnamed(symbol))
            return Refused("the rule has no name; write one in quotes before `when`");
        if (name == symbol.Name)
            return new ScopeRenaming([], null);
        var why = symbol.Kind switch
        {
            SymbolKind.Let => LetRefusal(document, name),
            SymbolKind.Rule => RuleRefusal(document, name),
        };
        if (why is not null)
            return Refused(why);
        var text = symbol.Kind == SymbolKind.Rule ? ScopePrinter.Quoted(new Word(name, default)) : name;
        return new ScopeRenaming(
            symbol.References.Add(definition).OrderBy(span => span.Offset).Select(span => new TextEdit(span, text)).ToValueList(),
            null);
    }

    private static bool IsUnnamed(ScopeSymbol symbol) => symbol.Kind == SymbolKind.Rule && symbol.Name.StartsWith('#');

    private static string? LetRefusal(ScopeDocument document, string name)
    {
        if (Keywords.Reserved.Contains(name))
            return $"`{name}` is a word of the language and cannot name a `let`";
        if (!Keywords.IsIdentifier(name))
            return $"`{Quoting.Excerpt(name)}` cannot name a `let`: a name is an ASCII letter followed by ASCII letters, digits, `-` and `_`";
        // A use that nothing defines would come to mean the renamed one.
        return document.Tokens.Any(token => token.Role == TokenRole.LetName && token.Token.Text == name)
            ? $"`{name}` is a name in this text already"
            : null;
    }

    private static string? RuleRefusal(ScopeDocument document, string name)
    {
        if (name.Length == 0)
            return "a rule's name cannot be empty";
        if (name.StartsWith('#'))
            return $"the rule name `{Quoting.Excerpt(name)}` begins with `#`, which calls rules without a name by their place";
        if (name.AsSpan().IndexOfAny('\n', '\r') >= 0)
            return "a rule's name stands on one line";
        return document.Tokens.Any(token => token.Role == TokenRole.RuleName && token.Token.Text == name)
            ? $"a rule is called `{Quoting.Excerpt(name)}` already"
            : null;
    }

    private static ScopeRenaming Refused(string why) => new([], why);
}
