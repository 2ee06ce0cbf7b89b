using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds;

/// <summary>
/// Runs one stream: feeds requests and snapshots to <see cref="DeltaStreamState"/>, and sends what it says.
/// </summary>
internal sealed partial class DeltaStream(
    XdsClient client,
    SnapshotSource<XdsSnapshot> source,
    AsyncStreamReader<DeltaDiscoveryRequest> requests,
    ServerStreamWriter<DeltaDiscoveryResponse> responses,
    string noncePrefix,
    Action<XdsRefusal> refused,
    XdsLimits limits,
    ILogger logger)
{
    /// <summary>Runs until the client ends the stream.</summary>
    public async Task RunAsync(DeltaDiscoveryRequest first, CancellationToken cancellationToken)
    {
        var published = source.Current;
        var state = await ServeAsync(
            new DeltaStreamState(noncePrefix, published.Value, limits), first, cancellationToken);
        var read = requests.MoveNext(cancellationToken);
        while (true)
        {
            await Task.WhenAny(read, published.Superseded);
            if (published.Superseded.IsCompleted)
            {
                published = source.Current;
                (state, var effects) = state.OnSnapshot(published.Value);
                await CarryOutAsync(effects, cancellationToken);
            }
            if (!read.IsCompleted)
                continue;
            if (!await read)
                return;
            state = await ServeAsync(state, requests.Current, cancellationToken);
            read = requests.MoveNext(cancellationToken);
        }
    }

    private async Task<DeltaStreamState> ServeAsync(
        DeltaStreamState state, DeltaDiscoveryRequest request, CancellationToken cancellationToken)
    {
        if (request.TypeUrl.Length == 0)
            throw new RpcException(StatusCode.InvalidArgument, "a request needs a type URL");
        if (state.IsFull(request.TypeUrl))
            throw new RpcException(StatusCode.ResourceExhausted, $"a stream may ask for {limits.StreamTypes} types");
        var (next, effects) = state.OnRequest(request.TypeUrl, DeltaWire.Read(request));
        await CarryOutAsync(effects, cancellationToken);
        return next;
    }

    private async Task CarryOutAsync(ValueList<TypedEffect> effects, CancellationToken cancellationToken)
    {
        foreach (var (typeUrl, effect) in effects)
        {
            await effect.Match(
                send => responses.WriteAsync(DeltaWire.Write(typeUrl, send.Response), cancellationToken),
                acknowledged =>
                {
                    Log.Acknowledged(logger, client.Node.Id, typeUrl, acknowledged.Nonce);
                    return Task.CompletedTask;
                },
                refusal =>
                {
                    Log.Refused(logger, client.Node.Id, typeUrl, refusal.Nonce, refusal.Reason);
                    refused(new XdsRefusal(client, typeUrl, refusal.Nonce, refusal.Reason));
                    return Task.CompletedTask;
                },
                stale =>
                {
                    Log.Stale(logger, client.Node.Id, typeUrl, stale.Nonce);
                    return Task.CompletedTask;
                },
                many => throw new RpcException(
                    StatusCode.ResourceExhausted, $"a client may subscribe to {many.Limit} names"));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3111, LogLevel.Debug, "{Node} took over {Type} response {Nonce}")]
        public static partial void Acknowledged(ILogger logger, string node, string type, string nonce);

        [LoggerMessage(
            3112, LogLevel.Warning, "{Node} refused {Type} response {Nonce}, and keeps what it had: {Reason}")]
        public static partial void Refused(ILogger logger, string node, string type, string nonce, string reason);

        [LoggerMessage(3113, LogLevel.Debug, "{Node} answered {Type} response {Nonce}, which is not under way")]
        public static partial void Stale(ILogger logger, string node, string type, string nonce);
    }
}
