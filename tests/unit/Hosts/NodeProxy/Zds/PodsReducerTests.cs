using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Zds;

/// <summary>What becomes of pods, situation by situation as ztunnel's own tests name them.</summary>
public sealed class PodsReducerTests
{
    private static readonly NamespaceId First = new(4, 1);
    private static readonly NamespaceId Second = new(4, 2);
    private static readonly PodInfo Pod = PodOf("a");
    private static readonly PodCommand Acknowledged = new PodCommand.Answer(null, HangUp: false);

    private PodsState _state = PodsState.Empty;
    private ZdsLimits _limits = ZdsLimits.Default;

    [Fact]
    public void An_add_starts_a_proxy_and_is_answered_when_that_is_up()
    {
        Give(new PodEvent.Connected());
        Assert.Equal([new PodCommand.Start(new ProxyId(1), Pod, First)], Give(new PodEvent.Added(Pod, First)));
        Assert.Equal([Acknowledged], Give(new PodEvent.Started(new ProxyId(1))));
        Assert.Equal(PodPhase.Up, _state.Pods["a"].Phase);
    }

    [Fact]
    public void A_repeated_add_is_answered_and_starts_nothing()
    {
        Serve(Pod, First);
        Assert.Equal([Acknowledged], Give(new PodEvent.Added(Pod, First)));
        Assert.Equal(1, _state.StartedCount);
    }

    [Fact]
    public void It_is_ready_with_the_snapshot_and_no_sooner_and_not_without_a_connection()
    {
        Serve(Pod, First);
        Assert.False(_state.IsReady);
        Assert.Equal([Acknowledged], Give(new PodEvent.SnapshotSent()));
        Assert.True(_state.IsReady);
        Give(new PodEvent.Disconnected());
        Assert.False(_state.IsReady);
        Assert.Equal(PodPhase.Up, _state.Pods["a"].Phase);
    }

    [Fact]
    public void A_failed_add_is_refused_and_pending_until_a_retry_makes_it_up()
    {
        Give(new PodEvent.Connected(), new PodEvent.Added(Pod, First));
        Assert.Equal(
            [new PodCommand.RetryLater(), new PodCommand.Answer("the port is taken", HangUp: false)],
            Give(new PodEvent.Failed(new ProxyId(1), "the port is taken")));
        Give(new PodEvent.SnapshotSent());
        Assert.False(_state.IsReady);

        Assert.Equal([new PodCommand.Start(new ProxyId(2), Pod, First)], Give(new PodEvent.RetryDue()));
        Assert.False(_state.IsReady);
        Assert.Empty(Give(new PodEvent.Started(new ProxyId(2))));
        Assert.True(_state.IsReady);
    }

    [Fact]
    public void A_pod_that_is_pending_and_added_in_another_namespace_is_started_there_and_the_retry_leaves_it_alone()
    {
        Give(new PodEvent.Connected(), new PodEvent.Added(Pod, First), new PodEvent.Failed(new ProxyId(1), "the port is taken"));
        Assert.Equal([new PodCommand.Start(new ProxyId(2), Pod, Second)], Give(new PodEvent.Added(Pod, Second)));
        Assert.Equal([Acknowledged], Give(new PodEvent.Started(new ProxyId(2))));
        Assert.Empty(Give(new PodEvent.RetryDue()));
        Assert.Equal((Second, 1), (_state.Pods["a"].Namespace, _state.StartedCount));
    }

    [Fact]
    public void A_pod_that_is_deleted_is_no_longer_pending()
    {
        Give(new PodEvent.Connected(), new PodEvent.SnapshotSent(), new PodEvent.Added(Pod, First), new PodEvent.Failed(new ProxyId(1), "no"));
        Assert.Equal([Acknowledged], Give(new PodEvent.Deleted("a")));
        Assert.Empty(Give(new PodEvent.RetryDue()));
        Assert.True(_state.IsReady);
    }

    [Fact]
    public void A_pod_that_is_deleted_before_the_snapshot_is_gone_at_once()
    {
        Serve(Pod, First);
        Assert.Equal([new PodCommand.End(new ProxyId(1), PodProxyEnd.AtOnce), Acknowledged], Give(new PodEvent.Deleted("a")));
        Assert.Equal([Acknowledged], Give(new PodEvent.SnapshotSent()));
        Assert.Empty(_state.Pods);
    }

    [Fact]
    public void A_pod_that_nobody_knows_is_deleted_and_kept_without_complaint()
    {
        Give(new PodEvent.Connected());
        Assert.Equal([Acknowledged], Give(new PodEvent.Deleted("b")));
        Assert.Equal([Acknowledged], Give(new PodEvent.Kept("b")));
        Assert.Equal([Acknowledged], Give(new PodEvent.SnapshotSent()));
        Assert.Empty(_state.Pods);
    }

    [Fact]
    public void A_pod_that_is_deleted_and_added_again_is_started_while_the_old_proxy_ends()
    {
        Serve(Pod, First);
        Give(new PodEvent.Deleted("a"));
        Assert.Equal([new PodCommand.Start(new ProxyId(2), Pod, First)], Give(new PodEvent.Added(Pod, First)));
        Assert.Equal([Acknowledged], Give(new PodEvent.Started(new ProxyId(2))));
        Give(new PodEvent.Ended(new ProxyId(1)));
        Assert.Equal((new ProxyId(2), PodPhase.Up), (_state.Pods["a"].Proxy, _state.Pods["a"].Phase));
        Assert.Empty(_state.Leaving);
    }

    [Fact]
    public void Another_namespace_ends_the_old_proxy_before_the_new_one_starts()
    {
        Serve(Pod, First);
        Assert.Equal(
            [new PodCommand.End(new ProxyId(1), PodProxyEnd.AtOnce), new PodCommand.Start(new ProxyId(2), Pod, Second)],
            Give(new PodEvent.Added(Pod, Second)));
    }

    [Fact]
    public void A_start_that_is_given_up_is_over_before_the_pod_is_started_elsewhere()
    {
        Serve(Pod, First);
        Give(new PodEvent.Added(PodOf("b"), First), new PodEvent.Failed(new ProxyId(2), "no"), new PodEvent.RetryDue());
        Assert.Equal([new PodCommand.GiveUp(new ProxyId(3))], Give(new PodEvent.Added(PodOf("b"), Second)));
        Assert.Equal(PodPhase.Waiting, _state.Pods["b"].Phase);
        Assert.Equal(
            [new PodCommand.End(new ProxyId(3), PodProxyEnd.AtOnce), new PodCommand.Start(new ProxyId(4), PodOf("b"), Second)],
            Give(new PodEvent.Started(new ProxyId(3))));
        Assert.Equal([Acknowledged], Give(new PodEvent.Started(new ProxyId(4))));
    }

    [Fact]
    public void A_pod_that_is_kept_on_a_new_connection_keeps_its_proxy_and_one_that_is_missing_loses_it()
    {
        Serve(Pod, First);
        Give(new PodEvent.Added(PodOf("b"), Second), new PodEvent.Started(new ProxyId(2)), new PodEvent.SnapshotSent());
        Give(new PodEvent.Disconnected(), new PodEvent.Connected(), new PodEvent.Kept("a"));
        Assert.Equal([new PodCommand.End(new ProxyId(2), PodProxyEnd.AtOnce), Acknowledged], Give(new PodEvent.SnapshotSent()));
        Assert.Equal(["a"], _state.Pods.Keys);
        Assert.True(_state.IsReady);
    }

    [Fact]
    public void A_pod_that_is_pending_is_kept_as_any_other_and_retried_without_a_connection()
    {
        Give(new PodEvent.Connected(), new PodEvent.Added(Pod, First), new PodEvent.Failed(new ProxyId(1), "no"), new PodEvent.Disconnected());
        Assert.Equal([new PodCommand.Start(new ProxyId(2), Pod, First)], Give(new PodEvent.RetryDue()));
        Give(new PodEvent.Connected(), new PodEvent.Kept("a"), new PodEvent.SnapshotSent(), new PodEvent.Started(new ProxyId(2)));
        Assert.True(_state.IsReady);
    }

    [Fact]
    public void What_the_protocol_forbids_after_the_snapshot_is_refused_and_the_connection_ends()
    {
        Serve(Pod, First);
        Give(new PodEvent.SnapshotSent());
        foreach (var request in new PodEvent[] { new PodEvent.Kept("a"), new PodEvent.SnapshotSent(), new PodEvent.Violated("nonsense") })
        {
            var answer = Assert.IsType<PodCommand.Answer>(Assert.Single(Give(request)));
            Assert.True(answer is { HangUp: true, Error.Length: > 0 });
        }

        Assert.Equal(3, _state.ViolationCount);
        Assert.Equal(PodPhase.Up, _state.Pods["a"].Phase);
    }

    [Fact]
    public void A_descriptor_that_is_of_no_use_is_refused_and_does_not_cost_the_pod_that_is_served()
    {
        Serve(Pod, First);
        Assert.Equal([new PodCommand.Answer("no namespace", HangUp: false)], Give(new PodEvent.Unusable(Pod, "no namespace")));
        Assert.Equal([Acknowledged], Give(new PodEvent.SnapshotSent()));
        Assert.Equal(PodPhase.Up, _state.Pods["a"].Phase);
    }

    [Fact]
    public void More_pods_than_the_limit_are_refused_and_so_are_more_names_in_a_snapshot()
    {
        _limits = new ZdsLimits { Pods = 1 };
        Serve(Pod, First);
        foreach (var request in new PodEvent[]
        {
            new PodEvent.Added(PodOf("b"), Second), new PodEvent.Kept("b"), new PodEvent.Unusable(PodOf("b"), "no namespace"),
        })
        {
            var answer = Assert.IsType<PodCommand.Answer>(Assert.Single(Give(request)));
            Assert.Equal((false, true), (answer.HangUp, answer.Error!.Contains("more than 1 pods")));
        }

        Give(new PodEvent.SnapshotSent());
        Assert.IsType<PodCommand.Answer>(Assert.Single(Give(new PodEvent.Added(PodOf("b"), Second))));
        Give(new PodEvent.Deleted("a"));
        Assert.IsType<PodCommand.Start>(Assert.Single(Give(new PodEvent.Added(PodOf("b"), Second))));
    }

    [Fact]
    public void Stopping_drains_what_is_up_gives_up_what_is_not_and_waits_for_both_and_for_earlier_ones()
    {
        Serve(Pod, First);
        Give(new PodEvent.Added(PodOf("b"), Second), new PodEvent.Started(new ProxyId(2)), new PodEvent.Deleted("b"));
        Give(new PodEvent.Added(PodOf("c"), Second));
        Assert.Equal(
            [new PodCommand.End(new ProxyId(1), PodProxyEnd.Drained), new PodCommand.GiveUp(new ProxyId(3))], Give(new PodEvent.Stopping()));
        Assert.Empty(Give(new PodEvent.Added(PodOf("d"), Second)));
        Give(new PodEvent.Ended(new ProxyId(1)), new PodEvent.Failed(new ProxyId(3), "given up"));
        Assert.False(_state.IsStopped);
        Give(new PodEvent.Ended(new ProxyId(2)));
        Assert.True(_state.IsStopped);
    }

    private static PodInfo PodOf(string uid) => new(uid, $"pod-{uid}", "sample", "default");

    private void Serve(PodInfo pod, NamespaceId within) =>
        Give(new PodEvent.Connected(), new PodEvent.Added(pod, within), new PodEvent.Started(new ProxyId(1)));

    /// <summary>The commands of the last event.</summary>
    private PodCommand[] Give(params PodEvent[] events)
    {
        PodCommand[] last = [];
        foreach (var happened in events)
        {
            (_state, var commands) = PodsReducer.Next(_state, happened, _limits);
            last = [.. commands];
        }

        return last;
    }
}
