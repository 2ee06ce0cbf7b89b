using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>
/// Tells a client what is wrong with its texts. It works beside the requests and always on the newest version, so that
/// somebody who types fast waits for no analysis of what was there before.
/// </summary>
/// <param name="documents">The texts.</param>
/// <param name="limits">How much is told at most.</param>
/// <param name="publish">Sends what was found.</param>
internal sealed class DiagnosticsPublisher(
    OpenDocuments documents, LanguageServerLimits limits, Func<Lsp.PublishDiagnosticsParams, Task> publish)
{
    private readonly ConcurrentDictionary<string, bool> _changed = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A text was opened, edited or closed.</summary>
    public void Changed(string uri)
    {
        _changed[uri] = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Works until nobody is there to be told.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(cancellationToken))
            foreach (var uri in _changed.Keys)
                if (_changed.TryRemove(uri, out var _))
                    await publish(Findings(uri));
    }

    private Lsp.PublishDiagnosticsParams Findings(string uri) => documents.Find(uri) is { } open
        ? new Lsp.PublishDiagnosticsParams(
            uri, open.Version,
            [.. open.Findings.Take(limits.Findings).Select(finding => Wording.DiagnosticOf(open.Document, finding))])
        : new Lsp.PublishDiagnosticsParams(uri, null, []);
}
