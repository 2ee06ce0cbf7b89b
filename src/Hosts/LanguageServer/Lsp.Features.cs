namespace ScopeMesh.Hosts.LanguageServer;

internal static partial class Lsp
{
    public sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

    public sealed record ServerInfo(string Name, string Version);

    public sealed record ServerCapabilities
    {
        public required string PositionEncoding { get; init; }

        public required TextDocumentSyncOptions TextDocumentSync { get; init; }

        public required bool HoverProvider { get; init; }

        public required CompletionOptions CompletionProvider { get; init; }

        public required bool DefinitionProvider { get; init; }

        public required bool ReferencesProvider { get; init; }

        public required RenameOptions RenameProvider { get; init; }

        public required bool DocumentFormattingProvider { get; init; }

        public required bool DocumentSymbolProvider { get; init; }

        public required bool FoldingRangeProvider { get; init; }

        public required CodeActionOptions CodeActionProvider { get; init; }

        public required SemanticTokensOptions SemanticTokensProvider { get; init; }
    }

    /// <param name="OpenClose">Whether to tell of opening and closing.</param>
    /// <param name="Change">1 for whole texts.</param>
    public sealed record TextDocumentSyncOptions(bool OpenClose, int Change);

    public sealed record CompletionOptions(string[] TriggerCharacters);

    public sealed record RenameOptions(bool PrepareProvider);

    public sealed record CodeActionOptions(string[] CodeActionKinds);

    public sealed record SemanticTokensOptions(SemanticTokensLegend Legend, bool Full);

    public sealed record SemanticTokensLegend(string[] TokenTypes, string[] TokenModifiers);

    public sealed record SemanticTokens(int[] Data);

    public sealed record MarkupContent(string Kind, string Value);

    public sealed record Hover(MarkupContent Contents, Range Range);

    public sealed record CompletionItem(
        string Label, CompletionItemKind Kind, string? Detail, string SortText, string FilterText, TextEdit TextEdit);

    public enum CompletionItemKind
    {
        Variable = 6,
        Class = 7,
        Property = 10,
        Keyword = 14,
        Reference = 18,
        EnumMember = 20,
        Operator = 24,
    }

    public sealed record CompletionList(bool IsIncomplete, CompletionItem[] Items);

    public sealed record ReferenceContext(bool IncludeDeclaration);

    public sealed record ReferenceParams(TextDocumentIdentifier TextDocument, Position Position, ReferenceContext Context);

    public sealed record RenameParams(TextDocumentIdentifier TextDocument, Position Position, string NewName);

    public sealed record PrepareRenameResult(Range Range, string Placeholder);

    public sealed record DocumentSymbol(string Name, string? Detail, SymbolKind Kind, Range Range, Range SelectionRange);

    public enum SymbolKind
    {
        Method = 6,
        Function = 12,
        Variable = 13,
    }

    public sealed record FoldingRange(int StartLine, int EndLine, string? Kind);

    public sealed record CodeActionParams(TextDocumentIdentifier TextDocument, Range Range);

    public sealed record CodeAction(string Title, string Kind, Diagnostic[] Diagnostics, bool IsPreferred, WorkspaceEdit Edit);
}
