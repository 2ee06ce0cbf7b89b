using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds;

/// <summary>What a client of discovery needs to know.</summary>
internal sealed record XdsClientOptions
{
    public required XdsNode Node { get; init; }

    /// <summary>The bearer token; asked for anew for each stream, since tokens are renewed.</summary>
    public required Func<string> Token { get; init; }

    /// <summary>The types to subscribe to, all of each.</summary>
    public ValueList<string> Types { get; init; } = [XdsTypes.Address, XdsTypes.Authorization];

    public XdsLimits Limits { get; init; } = XdsLimits.Default;
}

/// <summary>How a client's connection stands.</summary>
/// <param name="Connected">Whether responses come.</param>
/// <param name="Synced">
/// Whether a response of every type was ever accepted: whether there is something to work by.
/// </param>
/// <param name="LastError">Why the last stream ended, or could not begin; null while connected.</param>
/// <param name="Refusal">
/// Why the newest response of a type was refused: what is in force is older than it should be.
/// </param>
internal sealed record XdsConnection(bool Connected, bool Synced, string? LastError, string? Refusal);

/// <summary>
/// Subscribes to a control plane, and keeps what it has while there is none. <c>apply</c> takes an update over as a
/// whole or says why not, and is called from one flow of control.
/// </summary>
internal sealed partial class DeltaXdsClient(
    GrpcChannel channel,
    XdsClientOptions options,
    Func<XdsUpdate, XdsVerdict> apply,
    TimeProvider time,
    ILogger<DeltaXdsClient> logger,
    XdsCounts? counts = null)
{
    private DeltaClientState _state = DeltaClientState.Start(options.Types, options.Limits);

    /// <summary>How the connection stands.</summary>
    public SnapshotSource<XdsConnection> Connection { get; } = new(
        new XdsConnection(Connected: false, Synced: false, LastError: null, Refusal: null));

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var error = await StreamAsync(cancellationToken);
            (_state, var delay) = _state.OnEnded(error);
            Publish();
            Log.Disconnected(logger, error, delay);
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <summary>Runs one stream; says why it ended.</summary>
    private async Task<string> StreamAsync(CancellationToken cancellationToken)
    {
        try
        {
            var headers = IstioHeaders.Of(options.Token(), options.Node.Cluster);
            await using var call = channel.Duplex(
                XdsTypes.DeltaAggregatedResources, new CallOptions(headers, CancellationToken: cancellationToken));
            await SubscribeAsync(call);
            await foreach (var response in call.Responses.ReadAllAsync(cancellationToken))
                await call.TryWriteAsync(Take(response));
            counts?.Ended(XdsTermination.Complete);
            return "the control plane ended the stream";
        }
        catch (RpcException e)
        {
            counts?.Ended(HowEnded(e.StatusCode));
            return e.Message;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The stream is given up, and what is in force stays in force.
            counts?.Ended(XdsTermination.Error);
            Log.Failed(logger, e);
            return e.Message;
        }
    }

    /// <summary>A control plane that goes away is none that refuses.</summary>
    private XdsTermination HowEnded(StatusCode status) => status switch
    {
        StatusCode.Unavailable => _state.Connection.Connected ? XdsTermination.Reconnect : XdsTermination.ConnectionError,
        StatusCode.Cancelled or StatusCode.DeadlineExceeded => XdsTermination.Reconnect,
        _ => XdsTermination.Error,
    };

    private async Task SubscribeAsync(DuplexCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> call)
    {
        var node = options.Node.Write();
        (_state, var requests) = _state.OnConnected();
        foreach (var (type, request) in requests)
        {
            // Where the call has ended already, reading says why.
            if (!await call.TryWriteAsync(DeltaWire.Write(type, request, node)))
                return;
            node = null;
        }
    }

    private DeltaDiscoveryRequest Take(DeltaDiscoveryResponse message)
    {
        (_state, var answer) = _state.OnResponse(message.TypeUrl, DeltaWire.Read(message), apply);
        if (answer.Update is not null)
            counts?.Received(message.TypeUrl, message.CalculateSize());
        if (answer.Update is not { } update)
            Log.UnknownType(logger, message.TypeUrl);
        else if (answer.Request.Error is { } reason)
            Log.Refused(logger, message.TypeUrl, message.Nonce, reason);
        else
            Log.Applied(logger, message.TypeUrl, message.Nonce, update.Upserts.Count, update.Removed.Count);
        Publish();
        return DeltaWire.Write(message.TypeUrl, answer.Request);
    }

    private void Publish()
    {
        if (_state.Connection != Connection.Current.Value)
            Connection.Publish(_state.Connection);
    }

    private static partial class Log
    {
        [LoggerMessage(3121, LogLevel.Warning, "not connected to the control plane: {Error}; next try in {Delay}")]
        public static partial void Disconnected(ILogger logger, string error, TimeSpan delay);

        [LoggerMessage(3122, LogLevel.Error, "a discovery stream failed on this side; what is in force stays in force")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(3123, LogLevel.Debug, "the control plane sent {Type}, which nobody asked for")]
        public static partial void UnknownType(ILogger logger, string type);

        [LoggerMessage(3124, LogLevel.Warning, "refused {Type} response {Nonce}, and keep what is in force: {Reason}")]
        public static partial void Refused(ILogger logger, string type, string nonce, string reason);

        [LoggerMessage(
            3125,
            LogLevel.Information,
            "took over {Type} response {Nonce}: {Upserts} new or changed, {Removed} removed")]
        public static partial void Applied(ILogger logger, string type, string nonce, int upserts, int removed);
    }
}
