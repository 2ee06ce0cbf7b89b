using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Hosts.Connections;

/// <summary>Open connections of a host while tables come.</summary>
public sealed class LiveConnectionSetTests : IDisposable
{
    private static readonly Workload Web = Pod("web");
    private static readonly Workload Cart = Pod("cart");
    private static readonly Workload Other = Pod("other");

    private readonly CancellationTokenSource _end = new();

    [Fact]
    public async Task A_table_closes_what_it_no_longer_allows_and_nothing_else()
    {
        var tables = new SnapshotSource<RouteTable>(TableOf(Web, Cart, Other));
        var set = new LiveConnectionSet(tables);
        var watch = set.WatchAsync(_end.Token);
        var (toCart, toOther) = (OpenAsync(set, Cart), OpenAsync(set, Other));
        tables.Publish(TableOf(Web, Cart with { Status = HealthStatus.Unhealthy }, Other));
        tables.Publish(TableOf(Web, Other));
        Assert.Equal("the endpoint is gone", await toCart);
        Assert.Equal([Other.Uid], set.Open.OfType<LiveConnection.Outbound>().Select(open => open.TargetUid));
        await EndAsync(watch);
        Assert.Null(await toOther);
    }

    [Fact]
    public async Task What_only_a_table_in_between_allowed_is_closed()
    {
        var tables = new SnapshotSource<RouteTable>(TableOf(Web));
        var set = new LiveConnectionSet(tables);
        var watch = set.WatchAsync(_end.Token);
        tables.Publish(TableOf(Web, Cart));
        var open = OpenAsync(set, Cart);

        // Whoever watches may see no difference between the table before and this one.
        tables.Publish(TableOf(Web));
        Assert.Equal("the endpoint is gone", await open);
        await EndAsync(watch);
    }

    public void Dispose() => _end.Dispose();

    private Task<string?> OpenAsync(LiveConnectionSet set, Workload target) => set.RunAsync(
        id => new LiveConnection.Outbound(id, Web.Uid, Web.Identity, target.Uid, target.Identity, null),
        async closing => await Task.Delay(Timeout.Infinite, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing),
        _end.Token);

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
