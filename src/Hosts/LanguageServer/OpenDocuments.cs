using System.Collections.Concurrent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Editing;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>One version of a text that a client has open.</summary>
/// <param name="Version">Its number, as the client counts.</param>
/// <param name="Document">The text.</param>
internal sealed record OpenDocument(int Version, ScopeDocument Document)
{
    private readonly Lazy<ValueList<Diagnostic>> _findings = new(Document.Check);

    /// <summary>All that is wrong with it; found out when somebody asks first.</summary>
    public ValueList<Diagnostic> Findings => _findings.Value;
}

/// <summary>The texts that a client has open, by their URIs. An edit puts another version in the place of the last.</summary>
internal sealed class OpenDocuments(LanguageServerLimits limits)
{
    private readonly ConcurrentDictionary<string, OpenDocument> _documents = [];

    public int Count => _documents.Count;

    /// <summary>Takes a version; false where too many texts are open already.</summary>
    public bool Put(string uri, int version, string text)
    {
        if (_documents.Count >= limits.OpenDocuments && !_documents.ContainsKey(uri))
            return false;
        _documents[uri] = new OpenDocument(version, ScopeDocument.Open(text));
        return true;
    }

    public OpenDocument? Find(string uri) => _documents.GetValueOrDefault(uri);

    public bool Remove(string uri) => _documents.TryRemove(uri, out _);
}

/// <summary>What a language server holds at most.</summary>
internal sealed record LanguageServerLimits
{
    public static LanguageServerLimits Default { get; } = new();

    /// <summary>How many texts may be open; those beyond are not looked at.</summary>
    public int OpenDocuments { get; init; } = 1_000;

    /// <summary>How many findings on one text a client is told; nobody reads more at once.</summary>
    public int Findings { get; init; } = 1_000;

    /// <summary>How much one completion offers; of more, what begins with what is written.</summary>
    public int Offers { get; init; } = 1_000;
}
