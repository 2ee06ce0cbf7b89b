using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Tests.Support.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Zds;

/// <summary>How commands are carried out. The agent is the test itself, and every pod has the namespace of this process.</summary>
public sealed class PodAgentTests : IAsyncLifetime
{
    private readonly TestTime _time = new();
    private readonly FakePodProxies _proxies = new();
    private readonly PodAgent _agent;
    private readonly IPodRequests _requests;

    public PodAgentTests()
    {
        var options = new PodAgentOptions
        {
            Socket = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            Limits = new ZdsLimits { StartsAtATime = 2 },
        };
        _agent = new PodAgent(options, _proxies, _time, NullLogger<PodAgent>.Instance);
        _requests = _agent;
    }

    public async ValueTask InitializeAsync()
    {
        await _agent.StartAsync(TestContext.Current.CancellationToken);
        _requests.Tell(new PodEvent.Connected());
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.StopAsync(CancellationToken.None);
        _agent.Dispose();
    }

    [Fact]
    public async Task An_add_is_answered_when_the_pod_is_served_and_the_snapshot_makes_ready()
    {
        Assert.Equal(["workload proxy manager"], _agent.Pending);
        Assert.Null((await AddAsync("a")).Error);
        await AskAsync(new PodEvent.SnapshotSent());

        Assert.Empty(_agent.Pending);
        var dump = WorkloadStateDump.Of(_agent.State, _ => WorkloadConnectionsDump.None)["a"];
        Assert.Equal(("Up", new WorkloadInfoDump("pod-a", "sample", "default")), (dump.State, dump.Info));
        var text = new MetricsText();
        PodMetrics.Write(text, _agent.State);
        Assert.Contains("\nworkload_manager_active_proxy_count 1\n", text.ToString());
        Assert.Contains("\nworkload_manager_pending_proxy_count 0\n", text.ToString());
        Assert.Contains("\nworkload_manager_proxies_started_total 1\n", text.ToString());
        Assert.Contains("\nworkload_manager_proxies_stopped_total 0\n", text.ToString());
    }

    [Fact]
    public async Task A_pod_that_cannot_be_served_is_refused_and_tried_again_every_five_seconds()
    {
        _proxies.OnStart = (_, _) => throw new IOException("the port is taken");
        Assert.Equal("the port is taken", (await AddAsync("a")).Error);
        await AskAsync(new PodEvent.SnapshotSent());
        Assert.NotEmpty(_agent.Pending);
        Assert.Equal("Pending", WorkloadStateDump.Of(_agent.State, _ => WorkloadConnectionsDump.None)["a"].State);

        for (var tries = 1; tries < 4; tries++)
        {
            Assert.Equal(tries, _proxies.Starts.Count);
            _time.Advance(TimeSpan.FromSeconds(4.9));
            Assert.Equal(tries, _proxies.Starts.Count);
            _time.Advance(TimeSpan.FromSeconds(0.2));
            await UntilAsync(() => _proxies.Starts.Count == tries + 1 && _agent.State.IsRetryScheduled);
            // What is answered now is answered after the timer was set.
            await AskAsync(new PodEvent.Deleted("nobody"));
        }

        _proxies.OnStart = static (_, _) => Task.CompletedTask;
        _time.Advance(TimeSpan.FromSeconds(5.1));
        await UntilAsync(() => _agent.State.IsReady);
    }

    [Fact]
    public async Task A_start_that_takes_too_long_is_given_up_before_the_agent_stops_waiting()
    {
        _proxies.OnStart = (_, token) => Task.Delay(Timeout.Infinite, token);
        var adding = AddAsync("a");
        await UntilAsync(() => _proxies.Starts.Count == 1);
        _time.Advance(TimeSpan.FromMilliseconds(ZdsLimits.Default.StartTimeoutMilliseconds));
        Assert.Equal("the pod could not be served within 4000 ms", (await adding).Error);
    }

    [Fact]
    public async Task So_many_are_started_at_a_time_and_the_others_after_them()
    {
        _proxies.OnStart = (_, _) => throw new IOException("not yet");
        for (var number = 0; number < 5; number++)
            await AddAsync($"{number}");
        var release = new TaskCompletionSource();
        _proxies.OnStart = (_, _) => release.Task;
        _time.Advance(TimeSpan.FromSeconds(5.1));
        await UntilAsync(() => _proxies.Starts.Count == 7);
        release.SetResult();
        await UntilAsync(() => _agent.State.Pods.Values.All(pod => pod.Phase == PodPhase.Up));
        Assert.Equal(2, _proxies.MostAtATime);
    }

    [Fact]
    public async Task A_namespace_is_held_until_what_served_the_pod_has_ended_and_no_longer()
    {
        var ended = new TaskCompletionSource();
        _proxies.OnEnd = _ => ended.Task;
        await AddAsync("a");
        await AddAsync("a");
        var within = _proxies.Starts.Single().Within;

        await AskAsync(new PodEvent.Deleted("a"));
        Assert.Equal([("a", PodProxyEnd.AtOnce)], _proxies.Ends);
        Assert.False(within.IsClosed);
        ended.SetResult();
        await UntilAsync(() => within.IsClosed);
    }

    [Fact]
    public async Task A_namespace_that_nobody_needs_is_closed_at_once()
    {
        await AddAsync("a");
        var again = Namespace();
        await _requests.AskAsync(new PodEvent.Added(PodOf("a"), again.Id), again, TestContext.Current.CancellationToken);
        await UntilAsync(() => again.IsClosed);
        Assert.False(_proxies.Starts.Single().Within.IsClosed);
    }

    [Fact]
    public async Task What_ends_badly_has_ended()
    {
        _proxies.OnEnd = _ => throw new InvalidOperationException("a defect");
        await AddAsync("a");
        await AskAsync(new PodEvent.Deleted("a"));
        await UntilAsync(() => _agent.State is { EndedCount: 1, Leaving.IsEmpty: true });
    }

    [Fact]
    public async Task Stopping_drains_and_waits_for_all_that_ends()
    {
        var (removed, drained) = (new TaskCompletionSource(), new TaskCompletionSource());
        _proxies.OnEnd = pod => pod.Uid == "a" ? removed.Task : drained.Task;
        await AddAsync("a");
        await AddAsync("b");
        await AskAsync(new PodEvent.Deleted("a"));

        var stopping = _agent.StopAsync(CancellationToken.None);
        await UntilAsync(() => _proxies.Ends.Count == 2);
        Assert.Equal([("a", PodProxyEnd.AtOnce), ("b", PodProxyEnd.Drained)], _proxies.Ends);
        removed.SetResult();
        Assert.False(stopping.IsCompleted);
        drained.SetResult();
        await stopping;
        Assert.True(_agent.State.IsStopped);
        Assert.All(_proxies.Starts, start => Assert.True(start.Within.IsClosed));
    }

    [Fact]
    public async Task A_start_under_way_is_given_up_when_the_node_proxy_stops()
    {
        _proxies.OnStart = (_, token) => Task.Delay(Timeout.Infinite, token);
        var adding = AddAsync("a");
        await UntilAsync(() => _proxies.Starts.Count == 1);
        await _agent.StopAsync(CancellationToken.None);
        Assert.True(_agent.State.IsStopped);
        Assert.False(adding.IsCompletedSuccessfully);
    }

    private static PodInfo PodOf(string uid) => new(uid, $"pod-{uid}", "sample", "default");

    private static NetworkNamespace Namespace() => NetworkNamespace.Open("/proc/self/ns/net");

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(5, patience.Token);
    }

    private async Task<PodCommand.Answer> AddAsync(string uid)
    {
        var within = Namespace();
        return await _requests.AskAsync(new PodEvent.Added(PodOf(uid), within.Id), within, TestContext.Current.CancellationToken);
    }

    private async Task AskAsync(PodEvent.Request request) =>
        Assert.Null((await _requests.AskAsync(request, null, TestContext.Current.CancellationToken)).Error);
}
