using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Hosts.Connections;

/// <summary>Open connections of a host while tables come.</summary>
public sealed class LiveConnectionSetTests : IAsyncDisposable
{
    private static readonly Workload Web = Pod("web");
    private static readonly Workload Cart = Pod("cart");
    private static readonly Workload Other = Pod("other");

    private static readonly ConnectionRecord Record = new()
    {
        Direction = ConnectionDirection.Outbound, Source = ConnectionEnd.Unknown, Destination = ConnectionEnd.Unknown,
    };

    private readonly EventLoops _loops = EventLoops.Start(1);
    private readonly CancellationTokenSource _end = new();
    private readonly HostDrain _drain = new(
        new DrainOptions { Deadline = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, NullLogger<HostDrain>.Instance);

    [Fact]
    public async Task A_table_closes_what_it_no_longer_allows_and_nothing_else()
    {
        var tables = new SnapshotSource<RouteTable>(TableOf(Web, Cart, Other));
        var set = new LiveConnectionSet(tables, _drain);
        var watch = set.WatchAsync(_end.Token);
        var (toCart, toOther) = (OpenAsync(set, Cart), OpenAsync(set, Other));
        tables.Publish(TableOf(Web, Cart with { Status = HealthStatus.Unhealthy }, Other));
        tables.Publish(TableOf(Web, Other));
        Assert.Equal("the endpoint is gone", await toCart);
        Assert.Equal([Other.Uid], set.Open.Select(open => open.Subject).OfType<LiveConnection.Outbound>().Select(open => open.TargetUid));
        await EndAsync(watch);
        Assert.Null(await toOther);
    }

    [Fact]
    public async Task What_only_a_table_in_between_allowed_is_closed()
    {
        var tables = new SnapshotSource<RouteTable>(TableOf(Web));
        var set = new LiveConnectionSet(tables, _drain);
        var watch = set.WatchAsync(_end.Token);
        tables.Publish(TableOf(Web, Cart));
        var open = OpenAsync(set, Cart);

        // Whoever watches may see no difference between the table before and this one.
        tables.Publish(TableOf(Web));
        Assert.Equal("the endpoint is gone", await open);
        await EndAsync(watch);
    }

    [Fact]
    public async Task What_no_table_decides_on_is_cut_when_the_drain_is_over_and_what_comes_after_too()
    {
        var set = new LiveConnectionSet(new SnapshotSource<RouteTable>(TableOf(Web)), _drain);
        var open = OpenAsync(set, null);
        Assert.Single(set.Open);
        Assert.False(open.IsCompleted);
        _drain.Begin();
        Assert.Null(await open);
        Assert.Null(await OpenAsync(set, null));
        Assert.Empty(set.Open);
    }

    public async ValueTask DisposeAsync()
    {
        await _loops.DisposeAsync();
        _end.Dispose();
        _drain.Dispose();
    }

    /// <summary>A connection whose ends say nothing.</summary>
    /// <returns>Why it was closed, if a table has closed it.</returns>
    private async Task<string?> OpenAsync(LiveConnectionSet set, Workload? target)
    {
        var ((near, _), (far, _)) = (MemoryTransport.CreatePair(), MemoryTransport.CreatePair());
        var entry = set.Enter(
            Record,
            target is null ? null : id => new LiveConnection.Outbound(id, Web.Uid, Web.Identity, target.Uid, target.Identity, null),
            near,
            far);
        await _loops.All[0].RunAsync(() => Relay.RunAsync(near, far, _end.Token));
        set.Leave(entry);
        return entry.Why;
    }

    private async Task EndAsync(Task watch)
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    private static RouteTable TableOf(params Workload[] workloads) =>
        RouteTable.Create(new Viewpoint("east", "", ViewpointRole.Node), [], workloads, []);

    private static Workload Pod(string name) =>
        new() { Uid = $"east//Pod/shop/{name}", Name = name, Namespace = "shop", ServiceAccount = name };
}
