using ScopeMesh.Hosts;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Capture;

public sealed class LocalPodTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly LocalPod _pod = new("east", "sample", "curl-0", "curl");

    [Fact]
    public void A_pod_is_found_by_its_uid() => Assert.Equal("east//Pod/sample/curl-0", _pod.FindIn(Table(Curl))!.Uid);

    [Fact]
    public void A_workload_of_another_uid_is_found_by_its_name() =>
        Assert.Equal("x", _pod.FindIn(Table(Curl with { Uid = "x" }))!.Uid);

    [Theory]
    [InlineData("east", "sample", "curl-1", "curl")]
    [InlineData("east", "other", "curl-0", "curl")]
    [InlineData("west", "sample", "curl-0", "curl")]
    public void Another_pod_is_not_it(string cluster, string @namespace, string name, string account) =>
        Assert.Null(new LocalPod(cluster, @namespace, name, account).FindIn(Table(Curl)));

    /// <summary>Who it is must be said by the node's agent and by the control plane alike.</summary>
    [Fact]
    public void A_pod_that_the_table_gives_another_account_is_not_it() =>
        Assert.Null(_pod.FindIn(Table(Curl with { ServiceAccount = "vault" })));

    [Fact]
    public async Task A_pod_that_comes_late_is_waited_for()
    {
        var tables = new SnapshotSource<RouteTable>(Table());
        var waiting = _pod.WaitForAsync(tables, Patience, new ManualTime(DateTimeOffset.UnixEpoch), CancellationToken.None).AsTask();
        tables.Publish(Table(Curl with { Name = "other", Uid = "east//Pod/sample/other" }));
        Assert.False(waiting.IsCompleted);
        tables.Publish(Table(Curl));
        Assert.Equal("curl-0", (await waiting)!.Name);
    }

    [Fact]
    public async Task A_pod_that_stays_unknown_is_given_up()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var waiting = _pod.WaitForAsync(new SnapshotSource<RouteTable>(Table()), Patience, time, CancellationToken.None).AsTask();
        time.Advance(Patience);
        Assert.Null(await waiting);
    }

    [Fact]
    public Task A_wait_that_is_stopped_says_so() => Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        await _pod.WaitForAsync(new SnapshotSource<RouteTable>(Table()), Patience, new ManualTime(DateTimeOffset.UnixEpoch), new CancellationToken(canceled: true)));

    private static Workload Curl { get; } = new()
    {
        Uid = "east//Pod/sample/curl-0",
        Cluster = "east",
        Namespace = "sample",
        Name = "curl-0",
        ServiceAccount = "curl",
    };

    private static RouteTable Table(params Workload[] workloads) =>
        RouteTable.Create(new Viewpoint("east", "", ViewpointRole.Node), [], workloads, []);
}
