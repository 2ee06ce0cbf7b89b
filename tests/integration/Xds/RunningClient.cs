using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>A client of discovery that keeps the addresses it is told of, and refuses those called <c>bad…</c>.</summary>
internal sealed class RunningClient : IAsyncDisposable
{
    public static readonly XdsNode Node = new()
    {
        Kind = XdsNodeKind.Ztunnel,
        Address = "10.0.0.1",
        Name = "ztunnel-abc",
        Namespace = "istio-system",
        NodeName = "node-1",
        Cluster = "east",
    };

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _held = new(StringComparer.Ordinal);
    private readonly SnapshotSource<string> _names = new("");
    private readonly GrpcChannel _channel;
    private readonly DeltaXdsClient _client;
    private readonly Task _run;

    public RunningClient(GrpcChannel channel, Func<string> token, XdsNode? node = null)
    {
        _channel = channel;
        _client = new DeltaXdsClient(
            channel,
            new XdsClientOptions { Node = node ?? Node, Token = token },
            Apply,
            TimeProvider.System,
            NullLogger<DeltaXdsClient>.Instance);
        _run = _client.RunAsync(_stop.Token);
    }

    public ConcurrentQueue<XdsUpdate> Updates { get; } = [];

    public Task HoldsAsync(params string[] names) => Eventually.BecomesAsync(_names, held => held == string.Join(',', names));

    public Task<XdsConnection> BecomesAsync(Func<XdsConnection, bool> condition) => Eventually.BecomesAsync(_client.Connection, condition);

    /// <summary>Why it has no connection, once it has none.</summary>
    public async Task<string> FailsAsync() => (await BecomesAsync(connection => connection is { Connected: false, LastError: not null })).LastError!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
        _channel.Dispose();
        _stop.Dispose();
    }

    private XdsVerdict Apply(XdsUpdate update)
    {
        Updates.Enqueue(update);
        var bad = update.Upserts.Where(resource => resource.Name.StartsWith("bad", StringComparison.Ordinal)).ToArray();
        if (bad.Length > 0)
            return new XdsVerdict.Rejected([.. bad.Select(resource => new XdsRejection(resource.Name, "is bad"))]);
        foreach (var name in update.Removed)
            _held.TryRemove(name, out _);
        foreach (var resource in update.Upserts)
            _held[resource.Name] = resource.Version;
        _names.Publish(string.Join(',', _held.Keys.Order(StringComparer.Ordinal)));
        return new XdsVerdict.Accepted();
    }
}
