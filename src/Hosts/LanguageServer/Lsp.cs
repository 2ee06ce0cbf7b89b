using System.Text.Json.Serialization;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>
/// The types of the Language Server Protocol 3.17 that are used here, under the names that they have there. Lines and
/// characters count from 0, characters in UTF-16 units.
/// </summary>
internal static partial class Lsp
{
    public sealed record Position(int Line, int Character);

    public sealed record Range(Position Start, Position End);

    public sealed record Location(string Uri, Range Range);

    public sealed record TextEdit(Range Range, string NewText);

    public sealed record WorkspaceEdit(Dictionary<string, TextEdit[]> Changes);

    public sealed record TextDocumentIdentifier(string Uri);

    public sealed record VersionedTextDocumentIdentifier(string Uri, int Version);

    public sealed record TextDocumentItem(string Uri, int Version, string Text);

    public sealed record DidOpenTextDocumentParams(TextDocumentItem TextDocument);

    /// <summary>A change without a range is the whole text; there are no others where the server asks for whole texts.</summary>
    public sealed record TextDocumentContentChangeEvent(string Text);

    public sealed record DidChangeTextDocumentParams(
        VersionedTextDocumentIdentifier TextDocument, TextDocumentContentChangeEvent[] ContentChanges);

    public sealed record DidCloseTextDocumentParams(TextDocumentIdentifier TextDocument);

    public sealed record DocumentParams(TextDocumentIdentifier TextDocument);

    public sealed record TextDocumentPositionParams(TextDocumentIdentifier TextDocument, Position Position);

    public sealed record Diagnostic(
        Range Range, DiagnosticSeverity Severity, string Code, string Source, string Message, DiagnosticTag[]? Tags);

    public enum DiagnosticSeverity
    {
        Error = 1,
        Warning = 2,
        Information = 3,
        Hint = 4,
    }

    public enum DiagnosticTag
    {
        Unnecessary = 1,
    }

    public sealed record PublishDiagnosticsParams(string Uri, int? Version, Diagnostic[] Diagnostics);

    /// <summary>What the server asks to be told of; a client may send more than is read.</summary>
    public sealed record Registration(string Id, string Method, object RegisterOptions);

    public sealed record RegistrationParams(Registration[] Registrations);

    public sealed record FileSystemWatcher(string GlobPattern);

    public sealed record DidChangeWatchedFilesRegistrationOptions(FileSystemWatcher[] Watchers);

    /// <summary>The codes of errors, of JSON-RPC and of LSP.</summary>
    public static class ErrorCodes
    {
        public const int InvalidRequest = -32600;
        public const int ServerNotInitialized = -32002;
        public const int RequestFailed = -32803;
    }

    /// <summary>What a client says at first, as far as it matters here.</summary>
    public sealed record InitializeParams
    {
        public string? RootUri { get; init; }

        public WorkspaceFolder[]? WorkspaceFolders { get; init; }

        public InitializationOptions? InitializationOptions { get; init; }

        public ClientCapabilities? Capabilities { get; init; }
    }

    public sealed record WorkspaceFolder(string Uri);

    /// <summary>What users configure.</summary>
    public sealed record InitializationOptions
    {
        /// <summary>The mesh folder; relative to the workspace, or to where the server runs.</summary>
        public string? Mesh { get; init; }
    }

    public sealed record ClientCapabilities
    {
        public WorkspaceClientCapabilities? Workspace { get; init; }
    }

    public sealed record WorkspaceClientCapabilities
    {
        public DynamicRegistration? DidChangeWatchedFiles { get; init; }
    }

    public sealed record DynamicRegistration
    {
        [JsonPropertyName("dynamicRegistration")]
        public bool IsSupported { get; init; }
    }
}
