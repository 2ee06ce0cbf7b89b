using StreamJsonRpc;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>What the server tells a client, and asks of it.</summary>
internal sealed class LanguageClient(JsonRpc rpc)
{
    public Task PublishDiagnosticsAsync(Lsp.PublishDiagnosticsParams parameters) =>
        rpc.NotifyWithParameterObjectAsync("textDocument/publishDiagnostics", parameters);

    public Task RegisterCapabilityAsync(Lsp.RegistrationParams parameters) =>
        rpc.InvokeWithParameterObjectAsync("client/registerCapability", parameters);
}
