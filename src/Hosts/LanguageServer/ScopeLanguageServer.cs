using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Editing;
using StreamJsonRpc;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>
/// The methods of the protocol. They come one at a time and in the order of the client, and answer from the newest
/// version of a text; what they say of it is ScopeLang's.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="documents">The texts that it has open.</param>
/// <param name="publisher">Tells it what is wrong with them.</param>
/// <param name="limits">How much is said at most.</param>
/// <param name="folder">The mesh folder named at the command line, if one is.</param>
/// <param name="report">Takes what the user should know.</param>
/// <param name="end">Ends the connection.</param>
internal sealed class ScopeLanguageServer(
    LanguageClient client,
    OpenDocuments documents,
    DiagnosticsPublisher publisher,
    LanguageServerLimits limits,
    string? folder,
    Action<string> report,
    Action end)
{
    private readonly MeshKnowledge _mesh = new(report);
    private Lsp.InitializeParams? _client;

    /// <summary>Whether the client has said that it will end.</summary>
    public bool IsShutDown { get; private set; }

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public Lsp.InitializeResult Initialize(Lsp.InitializeParams parameters)
    {
        if (_client is not null)
            throw Error(Lsp.ErrorCodes.InvalidRequest, "the server is initialized already");
        _client = parameters;
        if ((parameters.InitializationOptions?.Mesh is { Length: > 0 } configured ? configured : folder) is { } mesh)
            _mesh.Follow(Path.Combine(Workspace(parameters), mesh));
        return new Lsp.InitializeResult(Capabilities, new Lsp.ServerInfo("scopemesh", ProductVersion.Text));
    }

    /// <summary>From now on the server may ask: to be told when manifests change.</summary>
    [JsonRpcMethod("initialized", UseSingleObjectParameterDeserialization = true)]
    public async Task InitializedAsync(object? parameters = null)
    {
        _ = parameters;
        if (_client?.Capabilities?.Workspace?.DidChangeWatchedFiles is { IsSupported: true })
            await client.RegisterCapabilityAsync(new Lsp.RegistrationParams([Watching]));
    }

    [JsonRpcMethod("shutdown", UseSingleObjectParameterDeserialization = true)]
    public object? Shutdown(object? parameters = null)
    {
        _ = parameters;
        ThrowUnlessReady();
        IsShutDown = true;
        return null;
    }

    [JsonRpcMethod("exit", UseSingleObjectParameterDeserialization = true)]
    public void Exit(object? parameters = null)
    {
        _ = parameters;
        end();
    }

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(Lsp.DidOpenTextDocumentParams parameters) =>
        Put(parameters.TextDocument.Uri, parameters.TextDocument.Version, parameters.TextDocument.Text);

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(Lsp.DidChangeTextDocumentParams parameters)
    {
        if (parameters.ContentChanges is [.., { } last])
            Put(parameters.TextDocument.Uri, parameters.TextDocument.Version, last.Text);
    }

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void DidClose(Lsp.DidCloseTextDocumentParams parameters)
    {
        if (documents.Remove(parameters.TextDocument.Uri))
            publisher.Changed(parameters.TextDocument.Uri);
    }

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWatchedFiles(object? parameters = null)
    {
        _ = parameters;
        _mesh.Refresh();
    }

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Lsp.Hover? Hover(Lsp.TextDocumentPositionParams parameters) => Find(parameters.TextDocument) is { } document
        && ScopeHover.At(document, Wording.OffsetOf(document, parameters.Position), _mesh.Known) is { } hover
            ? new Lsp.Hover(new Lsp.MarkupContent("markdown", hover.Markdown), Wording.RangeOf(document, hover.Span))
            : null;

    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public Lsp.CompletionList? Completion(Lsp.TextDocumentPositionParams parameters)
    {
        if (Find(parameters.TextDocument) is not { } document)
            return null;
        var offset = Wording.OffsetOf(document, parameters.Position);
        return Wording.CompletionOf(document, offset, ScopeCompletion.At(document, offset, _mesh.Known), limits);
    }

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public Lsp.Location? Definition(Lsp.TextDocumentPositionParams parameters) => Find(parameters.TextDocument) is { } document
        && ScopeSymbols.At(document, Wording.OffsetOf(document, parameters.Position)) is { Definition: { } definition }
            ? new Lsp.Location(parameters.TextDocument.Uri, Wording.RangeOf(document, definition))
            : null;

    [JsonRpcMethod("textDocument/references", UseSingleObjectParameterDeserialization = true)]
    public Lsp.Location[]? References(Lsp.ReferenceParams parameters)
    {
        if (Find(parameters.TextDocument) is not { } document
            || ScopeSymbols.At(document, Wording.OffsetOf(document, parameters.Position)) is not { } symbol)
        {
            return null;
        }

        ValueList<SourceSpan> definition =
            parameters.Context.IncludeDeclaration && symbol.Definition is { } defined ? [defined] : [];
        return
        [
            .. definition.Concat(symbol.References)
                .Select(span => new Lsp.Location(parameters.TextDocument.Uri, Wording.RangeOf(document, span))),
        ];
    }

    [JsonRpcMethod("textDocument/prepareRename", UseSingleObjectParameterDeserialization = true)]
    public Lsp.PrepareRenameResult? PrepareRename(Lsp.TextDocumentPositionParams parameters) =>
        Find(parameters.TextDocument) is { } document
        && ScopeRename.Find(document, Wording.OffsetOf(document, parameters.Position)) is { } symbol
            ? new Lsp.PrepareRenameResult(Wording.RangeOf(document, symbol.At), symbol.Name)
            : null;

    [JsonRpcMethod("textDocument/rename", UseSingleObjectParameterDeserialization = true)]
    public Lsp.WorkspaceEdit? Rename(Lsp.RenameParams parameters)
    {
        if (Find(parameters.TextDocument) is not { } document)
            return null;
        var renaming = ScopeRename.Rename(document, Wording.OffsetOf(document, parameters.Position), parameters.NewName);
        return renaming.Refusal is { } why
            ? throw Error(Lsp.ErrorCodes.RequestFailed, why)
            : Edit(document, parameters.TextDocument.Uri, renaming.Edits);
    }

    [JsonRpcMethod("textDocument/formatting", UseSingleObjectParameterDeserialization = true)]
    public Lsp.TextEdit[]? Formatting(Lsp.DocumentParams parameters) => Find(parameters.TextDocument) is { } document
        ? [.. FormattingEdits.Of(document).Select(edit => Wording.EditOf(document, edit))]
        : null;

    [JsonRpcMethod("textDocument/documentSymbol", UseSingleObjectParameterDeserialization = true)]
    public Lsp.DocumentSymbol[]? DocumentSymbol(Lsp.DocumentParams parameters) => Find(parameters.TextDocument) is { } document
        ? [.. ScopeOutline.Items(document).Select(item => Wording.SymbolOf(document, item))]
        : null;

    [JsonRpcMethod("textDocument/foldingRange", UseSingleObjectParameterDeserialization = true)]
    public Lsp.FoldingRange[]? FoldingRange(Lsp.DocumentParams parameters) => Find(parameters.TextDocument) is { } document
        ?
        [
            .. ScopeOutline.Folds(document)
                .Select(fold => new Lsp.FoldingRange(fold.FirstLine - 1, fold.LastLine - 1, fold.IsComment ? "comment" : null)),
        ]
        : null;

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public Lsp.CodeAction[]? CodeAction(Lsp.CodeActionParams parameters)
    {
        var uri = parameters.TextDocument.Uri;
        ThrowUnlessReady();
        if (documents.Find(uri) is not { Document: var document } open)
            return null;
        var (start, end) = (Wording.OffsetOf(document, parameters.Range.Start), Wording.OffsetOf(document, parameters.Range.End));
        return
        [
            .. from finding in open.Findings
               where finding.Span.Offset <= end && start <= finding.Span.Offset + finding.Span.Length
               let fix = QuickFixes.For(document, finding)
               where fix is not null
               select new Lsp.CodeAction(
                   fix.Title, "quickfix", [Wording.DiagnosticOf(document, finding)], IsPreferred: true,
                   Edit(document, uri, [fix.Edit])),
        ];
    }

    [JsonRpcMethod("textDocument/semanticTokens/full", UseSingleObjectParameterDeserialization = true)]
    public Lsp.SemanticTokens? SemanticTokens(Lsp.DocumentParams parameters) =>
        Find(parameters.TextDocument) is { } document ? Wording.TokensOf(document) : null;

    private static Lsp.ServerCapabilities Capabilities { get; } = new()
    {
        PositionEncoding = "utf-16",
        TextDocumentSync = new Lsp.TextDocumentSyncOptions(OpenClose: true, Change: 1),
        HoverProvider = true,
        CompletionProvider = new Lsp.CompletionOptions(["(", ",", "=", "!", "{", ":", "\""]),
        DefinitionProvider = true,
        ReferencesProvider = true,
        RenameProvider = new Lsp.RenameOptions(PrepareProvider: true),
        DocumentFormattingProvider = true,
        DocumentSymbolProvider = true,
        FoldingRangeProvider = true,
        CodeActionProvider = new Lsp.CodeActionOptions(["quickfix"]),
        SemanticTokensProvider = new Lsp.SemanticTokensOptions(Wording.Legend, Full: true),
    };

    private static Lsp.Registration Watching { get; } = new(
        "manifests", "workspace/didChangeWatchedFiles",
        new Lsp.DidChangeWatchedFilesRegistrationOptions([new Lsp.FileSystemWatcher("**/*.{yaml,yml,scope}")]));

    private void Put(string uri, int version, string text)
    {
        if (_client is null || IsShutDown)
            return;
        if (documents.Put(uri, version, text))
            publisher.Changed(uri);
        else
            report($"{documents.Count} texts are open already; `{uri}` is not looked at");
    }

    private ScopeDocument? Find(Lsp.TextDocumentIdentifier identifier)
    {
        ThrowUnlessReady();
        return documents.Find(identifier.Uri)?.Document;
    }

    private void ThrowUnlessReady()
    {
        if (_client is null)
            throw Error(Lsp.ErrorCodes.ServerNotInitialized, "the server is not initialized");
        if (IsShutDown)
            throw Error(Lsp.ErrorCodes.InvalidRequest, "the server is shut down");
    }

    private static Lsp.WorkspaceEdit Edit(ScopeDocument document, string uri, ValueList<TextEdit> edits) =>
        new(new Dictionary<string, Lsp.TextEdit[]> { [uri] = [.. edits.Select(edit => Wording.EditOf(document, edit))] });

    private static LocalRpcException Error(int code, string message) => new(message) { ErrorCode = code };

    private static string Workspace(Lsp.InitializeParams parameters)
    {
        var uri = parameters.WorkspaceFolders is [var first, ..] ? first.Uri : parameters.RootUri;
        return Uri.TryCreate(uri, UriKind.Absolute, out var root) && root.IsFile ? root.LocalPath : "";
    }
}
