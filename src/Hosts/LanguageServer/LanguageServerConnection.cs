using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.VisualStudio.Threading;
using ScopeMesh.Hosts.Cli;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>One client at the other end of two streams.</summary>
internal static class LanguageServerConnection
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Serves a client until it says <c>exit</c>, or is gone.</summary>
    /// <param name="input">What the client sends.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="mesh">The mesh folder that names and labels come from, if there is one.</param>
    /// <param name="report">Takes what the user should know.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>0 where the client said <c>shutdown</c> before it went, else 1, as the protocol asks.</returns>
    public static async Task<int> RunAsync(
        Stream input, Stream output, string? mesh, Action<string> report, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var rpc = new PlainJsonRpc(new HeaderDelimitedMessageHandler(
            output, input, new SystemTextJsonFormatter { JsonSerializerOptions = Json }));
        var client = new LanguageClient(rpc);
        var limits = LanguageServerLimits.Default;
        var documents = new OpenDocuments(limits);
        var publisher = new DiagnosticsPublisher(documents, limits, client.PublishDiagnosticsAsync);
        var server = new ScopeLanguageServer(client, documents, publisher, limits, mesh, report, ended.Cancel);
        rpc.AddLocalRpcTarget(server, new JsonRpcTargetOptions { AllowNonPublicInvocation = false });
        rpc.Disconnected += (_, why) =>
        {
            if (why.Reason is DisconnectedReason.ParseError or DisconnectedReason.StreamError)
                report($"the client cannot be understood: {why.Description}");
            ended.Cancel();
        };
        // One method after the other: an answer speaks of the text that the client has sent before.
        rpc.SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false);
        rpc.StartListening();
        try
        {
            await publisher.RunAsync(ended.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or ConnectionLostException or ObjectDisposedException)
        {
            // The client is gone, or wants no more.
        }

        return server.IsShutDown ? ExitCode.Ok : ExitCode.No;
    }
}

/// <summary>JSON-RPC whose errors speak to users of an editor: no types of ours, no stack.</summary>
internal sealed class PlainJsonRpc(IJsonRpcMessageHandler handler) : JsonRpc(handler)
{
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception) => exception switch
    {
        LocalRpcException error => new() { Code = (JsonRpcErrorCode)error.ErrorCode, Message = error.Message },
        _ when IsMisfit(exception) => new()
        {
            Code = JsonRpcErrorCode.InvalidParams,
            Message = $"the parameters of `{request.Method}` are not those of the protocol",
        },
        _ => new() { Code = JsonRpcErrorCode.InternalError, Message = $"`{request.Method}` failed: {exception.Message}" },
    };

    private static bool IsMisfit(Exception? exception) =>
        exception is not null && (exception is JsonException or RpcArgumentDeserializationException || IsMisfit(exception.InnerException));
}
