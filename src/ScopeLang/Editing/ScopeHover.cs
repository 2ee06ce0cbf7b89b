using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What an editor shows of a place.</summary>
/// <param name="Span">The place that it speaks of.</param>
/// <param name="Markdown">What it means, in Markdown.</param>
public sealed record HoverText(SourceSpan Span, string Markdown);

/// <summary>Says what stands under the cursor, and which services of the known mesh meet it.</summary>
public static class ScopeHover
{
    private const int ListedServices = 5;
    private const int PrintedLength = 2_000;

    /// <summary>What stands at an offset, or null where nothing that could be explained does.</summary>
    /// <param name="document">The text.</param>
    /// <param name="offset">UTF-16 units from its start.</param>
    /// <param name="known">The mesh.</param>
    public static HoverText? At(ScopeDocument document, int offset, KnownServices known) =>
        document.TokenAt(offset) is { } token && Paragraphs(document, token, known) is { Length: > 0 } paragraphs
            ? new HoverText(token.Token.Span, string.Join("\n\n", paragraphs))
            : null;

    private static string[] Paragraphs(ScopeDocument document, PlacedToken token, KnownServices known)
    {
        var item = DocumentTree.ItemAt(document, token.Start);
        IEnumerable<string?> said = token.Role switch
        {
            TokenRole.LetName => Let(document, token, known),
            TokenRole.RuleName => Rule(document, token.Token.Text, known),
            TokenRole.Keyword when token.After.Place == Place.RuleName =>
                [Meanings.Of(token.Token.Text), item is RuleItem rule ? Services(document, rule.Condition, known) : null],
            TokenRole.Keyword when token.Before.Place is Place.Operand or Place.AfterOperand or Place.AfterSubject or Place.AfterKey =>
                [Meanings.Of(token.Token.Text), Around(document, item, token, known)],
            TokenRole.Keyword => [Meanings.Of(token.Token.Text)],
            TokenRole.Key or TokenRole.Value => Label(document, item, token, known),
            TokenRole.ObjectName or TokenRole.Operator => [Asked(item, token), Around(document, item, token, known)],
            TokenRole.Punctuation or TokenRole.TestName or TokenRole.Comment or TokenRole.Unknown => [],
        };
        return [.. said.OfType<string>()];
    }

    private static IEnumerable<string?> Let(ScopeDocument document, PlacedToken token, KnownServices known)
    {
        var let = document.Items.OfType<LetItem>().FirstOrDefault(let => let.Name.Text == token.Token.Text);
        if (let is null || DocumentTree.IsOutline(let))
            return [];
        return [Code(ScopePrinter.Print((ScopeItem)let)), Services(document, let.Value, known)];
    }

    private static IEnumerable<string?> Rule(ScopeDocument document, string name, KnownServices known)
    {
        var place = 0;
        foreach (var rule in document.Items.OfType<RuleItem>())
            if (rule.NameAt(++place) == name && !DocumentTree.IsOutline(rule))
                return [Code(ScopePrinter.Print((ScopeItem)rule)), Services(document, rule.Condition, known)];
        return [];
    }

    private static IEnumerable<string?> Label(
        ScopeDocument document, ScopeItem? item, PlacedToken token, KnownServices known)
    {
        if (token.Before.Subject is not { } subject)
            return [];
        var key = token.Role == TokenRole.Key ? token.Token.Text : token.Before.Key;
        var values = known.Values(subject, key)
            .OrderByDescending(value => value.Value).ThenBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => value.Key).ToArray();
        var seen = known.Services.IsEmpty ? null
            : values.Length == 0 ? $"No {Meanings.Word(subject)} of the mesh has the label `{key}`."
            : $"In the mesh, `{key}` of a {Meanings.Word(subject)} is {Meanings.List(values)}.";
        return [Asked(item, token), seen, Around(document, item, token, known)];
    }

    // What the requirement, or the condition on a name, that a token belongs to asks.
    private static string? Asked(ScopeItem? item, PlacedToken token)
    {
        if (item is null)
            return null;
        return DocumentTree.ExpressionAt(item, token.Start) switch
        {
            SelectorExpr selector => selector.Requirements
                .Where(requirement => DocumentTree.Holds(requirement.Origin, token.Start))
                .Select(requirement => Meanings.Of(selector.Subject, requirement))
                .FirstOrDefault(),
            NamedExpr named => Meanings.Of(named),
            NotExpr => Meanings.Of(Keywords.Not),
            AndExpr => Meanings.Of(Keywords.And),
            OrExpr => Meanings.Of(Keywords.Or),
            _ => null,
        };
    }

    private static string? Around(ScopeDocument document, ScopeItem? item, PlacedToken token, KnownServices known) =>
        item is not null && DocumentTree.ExpressionAt(item, token.Start) is { } expr ? Services(document, expr, known) : null;

    private static string? Services(ScopeDocument document, ScopeExpr expr, KnownServices known)
    {
        if (known.Services.IsEmpty || DocumentTree.Matching(document, expr, known) is not { } matching)
            return null;
        var few = matching.Take(ListedServices).Select(facts => $"`{facts.Cluster}/{facts.Namespace.Name}/{facts.Service}`");
        var head = $"{matching.Count} of {known.Services.Count} services match";
        return matching.IsEmpty ? $"{head}."
            : $"{head}: {string.Join(", ", few)}{(matching.Count > ListedServices ? ", …" : ".")}";
    }

    private static string Code(string text) =>
        $"```scope\n{(text.Length <= PrintedLength ? text : $"{text.AsSpan(0, PrintedLength)}…")}\n```";
}
