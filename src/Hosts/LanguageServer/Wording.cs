using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Editing;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>What ScopeLang says of a text, as the protocol puts it.</summary>
internal static class Wording
{
    private const string Source = "scopemesh";

    private static readonly string[] TokenTypes =
        ["keyword", "operator", "variable", "string", "property", "enumMember", "type", "comment"];

    public static Lsp.SemanticTokensLegend Legend { get; } = new(TokenTypes, ["declaration"]);

    public static int OffsetOf(ScopeDocument document, Lsp.Position position) =>
        document.OffsetOf(FromOne(position.Line), FromOne(position.Character));

    public static Lsp.Range RangeOf(ScopeDocument document, SourceSpan span) =>
        new(PositionOf(document, span.Offset), PositionOf(document, span.Offset + span.Length));

    public static Lsp.TextEdit EditOf(ScopeDocument document, TextEdit edit) => new(RangeOf(document, edit.Span), edit.Text);

    public static Lsp.Diagnostic DiagnosticOf(ScopeDocument document, Diagnostic finding) => new(
        RangeOf(document, finding.Span),
        finding.Severity switch
        {
            Severity.Error => Lsp.DiagnosticSeverity.Error,
            Severity.Warning => Lsp.DiagnosticSeverity.Warning,
            Severity.Note => Lsp.DiagnosticSeverity.Information,
            Severity.Hint => Lsp.DiagnosticSeverity.Hint,
        },
        finding.Code,
        Source,
        finding.Remedy is { } remedy ? $"{finding.Message}; {remedy}" : finding.Message,

        // Editors show what could be left out in a paler colour.
        finding.Code is ScopeCodes.UnusedLet or ScopeCodes.SuperfluousPart ? [Lsp.DiagnosticTag.Unnecessary] : null);

    /// <summary>
    /// What could stand at an offset. Clients choose by what is written; where there is more than they take, it is chosen
    /// here, and they ask again when more is written.
    /// </summary>
    public static Lsp.CompletionList CompletionOf(
        ScopeDocument document, int offset, CompletionList list, LanguageServerLimits limits)
    {
        var range = RangeOf(document, list.Replaced);
        var written = document.Text[list.Replaced.Offset..Math.Max(offset, list.Replaced.Offset)];
        var isIncomplete = list.Items.Count > limits.Offers;
        var items = isIncomplete
            ? list.Items.Where(item => item.Text.StartsWith(written, StringComparison.OrdinalIgnoreCase)).Take(limits.Offers)
            : list.Items;
        return new Lsp.CompletionList(isIncomplete,
        [
            .. items.Select((item, i) => new Lsp.CompletionItem(
                item.Text, KindOf(item.Kind), item.Detail, $"{i:D5}", item.Text, new Lsp.TextEdit(range, item.Text))),
        ]);
    }

    public static Lsp.DocumentSymbol SymbolOf(ScopeDocument document, OutlineItem item)
    {
        var (kind, word) = item.Kind switch
        {
            OutlineKind.Let => (Lsp.SymbolKind.Variable, "let"),
            OutlineKind.GlobalRule => (Lsp.SymbolKind.Function, "global"),
            OutlineKind.LocalRule => (Lsp.SymbolKind.Function, "local"),
            OutlineKind.Test => (Lsp.SymbolKind.Method, "test"),
        };

        // An editor shows nothing for a symbol whose name is empty.
        var name = string.IsNullOrWhiteSpace(item.Name) ? word : item.Name;
        return new Lsp.DocumentSymbol(name, word, kind, RangeOf(document, item.Span), RangeOf(document, item.NameSpan));
    }

    /// <summary>Five numbers a token, places relative to the token before.</summary>
    public static Lsp.SemanticTokens TokensOf(ScopeDocument document)
    {
        var data = new List<int>();
        var (line, character) = (0, 0);
        foreach (var token in document.SemanticTokens())
        {
            if (TypeOf(token.Role) is not { } type)
                continue;
            var start = PositionOf(document, token.Span.Offset);
            data.AddRange(
            [
                start.Line - line, start.Line == line ? start.Character - character : start.Character,
                token.Span.Length, Array.IndexOf(TokenTypes, type), token.IsDefinition ? 1 : 0,
            ]);
            (line, character) = (start.Line, start.Character);
        }

        return new Lsp.SemanticTokens([.. data]);
    }

    private static Lsp.Position PositionOf(ScopeDocument document, int offset)
    {
        var (line, column) = document.Locate(offset);
        return new Lsp.Position(line - 1, column - 1);
    }

    private static int FromOne(int number) => number == int.MaxValue ? number : number + 1;

    private static string? TypeOf(TokenRole role) => role switch
    {
        TokenRole.Keyword => "keyword",
        TokenRole.Operator => "operator",
        TokenRole.LetName => "variable",
        TokenRole.RuleName or TokenRole.TestName => "string",
        TokenRole.Key => "property",
        TokenRole.Value => "enumMember",
        TokenRole.ObjectName => "type",
        TokenRole.Comment => "comment",
        TokenRole.Punctuation or TokenRole.Unknown => null,
    };

    private static Lsp.CompletionItemKind KindOf(CompletionKind kind) => kind switch
    {
        CompletionKind.Keyword => Lsp.CompletionItemKind.Keyword,
        CompletionKind.Operator => Lsp.CompletionItemKind.Operator,
        CompletionKind.Let => Lsp.CompletionItemKind.Variable,
        CompletionKind.Rule => Lsp.CompletionItemKind.Reference,
        CompletionKind.Key => Lsp.CompletionItemKind.Property,
        CompletionKind.Value => Lsp.CompletionItemKind.EnumMember,
        CompletionKind.ObjectName => Lsp.CompletionItemKind.Class,
    };
}
