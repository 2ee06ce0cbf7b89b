using System.Collections.Concurrent;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds.Protos.Discovery;

namespace ScopeMesh.Hosts.Xds;

/// <summary>
/// Serves snapshots to clients that show a token, and keeps them up to date. <c>snapshots</c> says what a client may
/// see, now and later, and is null while there is nothing to see yet; <c>refused</c> hears of every NACK.
/// </summary>
internal sealed partial class DeltaDiscoveryService(
    Func<BootstrapTokens> tokens,
    Func<XdsClient, SnapshotSource<XdsSnapshot>?> snapshots,
    Action<XdsRefusal> refused,
    XdsLimits limits,
    TimeProvider time,
    ILogger<DeltaDiscoveryService> logger)
{
    private readonly ConcurrentDictionary<long, XdsClient> _clients = new();
    private long _streams;

    /// <summary>Who is connected.</summary>
    public IReadOnlyCollection<XdsClient> Clients => [.. _clients.Values];

    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcBidi(XdsTypes.DeltaAggregatedResources, ServeAsync);

    private async Task ServeAsync(
        AsyncStreamReader<DeltaDiscoveryRequest> requests,
        ServerStreamWriter<DeltaDiscoveryResponse> responses,
        ServerCallContext context)
    {
        if (!tokens().TryAuthenticate(context.RequestHeaders, out var caller, out var error))
        {
            Log.Unauthenticated(logger, context.Peer, error);
            throw new RpcException(StatusCode.Unauthenticated, "authentication failure");
        }
        var first = await ReadFirstAsync(requests, context.CancellationToken);
        var client = Identify(caller, first, context);
        var source = snapshots(client)
            ?? throw new RpcException(StatusCode.Unavailable, "the control plane has nothing to serve yet");

        var id = Interlocked.Increment(ref _streams);
        _clients[id] = client;
        try
        {
            if (_clients.Count > limits.ServedStreams)
                throw new RpcException(
                    StatusCode.ResourceExhausted, $"the control plane serves {limits.ServedStreams} clients already");
            Log.Connected(logger, client.Node.Id, client.Peer);
            var stream = new DeltaStream(client, source, requests, responses, $"{id}-", refused, limits, logger);
            await stream.RunAsync(first, context.CancellationToken);
        }
        finally
        {
            _clients.TryRemove(id, out _);
            Log.Disconnected(logger, client.Node.Id, client.Peer);
        }
    }

    private async Task<DeltaDiscoveryRequest> ReadFirstAsync(
        AsyncStreamReader<DeltaDiscoveryRequest> requests, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(limits.FirstRequestTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await requests.MoveNext(either.Token)
                ? requests.Current
                : throw new RpcException(StatusCode.InvalidArgument, "the stream ended before its first request");
        }
        catch (OperationCanceledException) when (
            late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RpcException(
                StatusCode.DeadlineExceeded, $"no request came within {limits.FirstRequestTimeoutSeconds} s");
        }
    }

    /// <summary>A client may say less than its token does, and nothing else.</summary>
    private XdsClient Identify(CallerIdentity caller, DeltaDiscoveryRequest first, ServerCallContext context)
    {
        if (first.Node is not { Id.Length: > 0 })
            throw new RpcException(StatusCode.InvalidArgument, "the first request needs a node id");
        if (!XdsNode.TryRead(first.Node, out var node, out var error))
            throw new RpcException(StatusCode.InvalidArgument, error);
        var kind = caller.Kind switch
        {
            CallerKind.Node => XdsNodeKind.Ztunnel,
            CallerKind.Gateway => XdsNodeKind.Waypoint,
        };
        var agrees = node.Kind == kind
            && node.Namespace == caller.Namespace
            && (node.ServiceAccount.Length == 0 || node.ServiceAccount == caller.ServiceAccount)
            && (node.NodeName.Length == 0 || caller.Node is null || node.NodeName == caller.Node);
        if (!agrees)
        {
            Log.IdentityDiffers(logger, context.Peer, node.Id, caller);
            throw new RpcException(StatusCode.PermissionDenied, $"node id `{node.Id}` is not whom its token names");
        }
        var cluster = context.RequestHeaders.GetValue(IstioHeaders.Cluster) is { Length: > 0 } named
            ? named
            : node.Cluster;
        return new XdsClient(caller, node, cluster, context.Peer);
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Information, "{Node} at {Peer} subscribes")]
        public static partial void Connected(ILogger logger, string node, string peer);

        [LoggerMessage(3102, LogLevel.Information, "{Node} at {Peer} has gone")]
        public static partial void Disconnected(ILogger logger, string node, string peer);

        [LoggerMessage(3103, LogLevel.Warning, "refused a discovery client at {Peer}: {Reason}")]
        public static partial void Unauthenticated(ILogger logger, string peer, string reason);

        [LoggerMessage(
            3104,
            LogLevel.Warning,
            "refused a discovery client at {Peer}: it says it is `{Node}`, but its token is for {Caller}")]
        public static partial void IdentityDiffers(ILogger logger, string peer, string node, CallerIdentity caller);
    }
}
