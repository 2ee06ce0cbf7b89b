using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.NodeAgent;

/// <summary>
/// The pods of a Node, whatever the node agent says and whenever proxies start, fail and end. That a pod never has two
/// proxies, and that every command can be carried out, <see cref="PodWorld"/> looks at in each step of each law.
/// </summary>
public sealed class PodLaws
{
    private static readonly Gen<(int Kind, int Choice)[]> Runs =
        Gen.Choose(0, 13).Zip(Gen.Choose(0, int.MaxValue)).Select(pair => (pair.Item1, pair.Item2)).ArrayOf();

    // The rarest phase at the end of a run is one in 500.
    private const int RareCases = 10_000;

    private static readonly string[] Uids = [.. Enumerable.Range(0, PodWorld.Uids).Select(PodWorld.Uid)];

    [Fact]
    public void The_pods_are_those_that_the_agent_wants_each_in_its_latest_namespace() =>
        Holds(world =>
        {
            var reference = new ReferencePods(world.History);
            Assert.All(Uids, uid => Assert.Equal(reference.Wanted(uid), world.State.Pods.GetValueOrDefault(uid)?.Namespace));
        });

    [Fact]
    public void It_is_ready_when_connected_with_a_snapshot_and_nothing_failed() =>
        Holds(world =>
        {
            var reference = new ReferencePods(world.History);
            var isReady = reference.IsComplete && !Uids.Any(uid => reference.IsFailing(uid, world.Proxies));
            Assert.Equal(isReady, world.State.IsReady);
        });

    [Fact]
    public void When_all_goes_well_in_the_end_exactly_the_wanted_pods_are_served() =>
        Law.Holds(Runs, run =>
        {
            var world = Run(run);
            world.Settle();
            var reference = new ReferencePods(world.History);
            Assert.All(world.State.Pods.Values, pod => Assert.Equal((PodPhase.Up, null), (pod.Phase, pod.Failure)));
            Assert.Equal(
                Uids.Where(uid => reference.Wanted(uid) is not null).Select(uid => (uid, reference.Wanted(uid)!.Value)),
                world.Proxies.Values.Where(proxy => proxy.Stage == ProxyStage.Up).Select(proxy => (proxy.Uid, proxy.Namespace)).OrderBy(pod => pod.Uid));
            Assert.Empty(world.State.Leaving);
        });

    [Fact]
    public void What_could_not_be_started_is_always_tried_again() =>
        Holds(world =>
        {
            if (world.State.Pods.Values.Any(pod => pod.Phase == PodPhase.Failed))
                Assert.True(world.IsRetryScheduled);
        });

    [Fact]
    public void Every_request_on_a_connection_that_lasts_is_answered_once() =>
        Law.Holds(Runs, run =>
        {
            var world = new PodWorld();
            foreach (var (kind, choice) in run)
            {
                var connections = world.History.Count(happened => happened is PodEvent.Disconnected);
                var (requests, answers) = (world.Requests, world.Answers.Count);
                world.Step(kind, choice);
                if (world.Requests == requests)
                    continue;
                world.Settle();
                Assert.Equal(answers + 1, world.Answers.Count);
                var hungUp = world.History.Count(happened => happened is PodEvent.Disconnected) > connections;
                Assert.Equal(world.Answers[^1].HangUp, hungUp);
            }
        });

    [Fact]
    public void An_add_that_is_repeated_changes_nothing() =>
        Law.Holds(Runs, run =>
        {
            var world = Run(run);
            world.Settle();
            foreach (var pod in world.State.Pods.Values.ToArray())
            {
                var (before, answers) = (world.State, world.Answers.Count);
                world.Ask(new PodEvent.Added(pod.Info, pod.Namespace));
                Assert.Equal(before.Pods, world.State.Pods);
                Assert.Equal(before.LastProxy, world.State.LastProxy);
                if (before.IsConnected)
                    Assert.Equal(new PodCommand.Answer(null, false), world.Answers[answers..].Single());
            }
        });

    [Fact]
    public void Violations_and_lost_connections_change_no_pod() =>
        Law.Holds(Runs, run =>
        {
            var world = new PodWorld();
            foreach (var (kind, choice) in run)
            {
                var before = world.State;
                var length = world.History.Count;
                world.Step(kind, choice);
                if (world.History.Count > length && world.History[^1] is PodEvent.Connected or PodEvent.Disconnected)
                    Assert.Equal(before.Pods, world.State.Pods);
            }
        });

    [Fact]
    public void Proxies_that_were_started_and_have_ended_are_counted() =>
        Holds(world =>
        {
            Assert.Equal((world.StartedCount, world.EndedCount), (world.State.StartedCount, world.State.EndedCount));
            var up = world.State.Pods.Values.Count(pod => pod.Phase == PodPhase.Up);
            var leaving = world.State.Leaving.Values.Count(proxy => !proxy.IsStarting);
            Assert.Equal(world.State.StartedCount, world.State.EndedCount + up + leaving);
        });

    [Fact]
    public void After_stopping_everything_ends_and_nothing_begins() =>
        Law.Holds(Runs, run =>
        {
            var world = Run(run);
            var proxies = world.Proxies.Count;
            world.Stop();
            foreach (var (kind, choice) in run)
                world.Step(kind, choice);
            world.Settle();
            Assert.True(world.State.IsStopped);
            Assert.Equal(proxies, world.Proxies.Count);
            Assert.Equal(world.StartedCount, world.EndedCount);
        });

    [Fact]
    public void Events_that_make_no_sense_are_survived() =>
        Law.Holds(Runs, run =>
        {
            var state = PodsState.Empty;
            foreach (var (kind, choice) in run)
                (state, _) = PodsReducer.Next(state, Any(kind, choice), new ZdsLimits { Pods = 2 });
            Assert.InRange(state.Pods.Count, 0, 2);
            Assert.InRange(state.Said.Count, 0, 2);
        });

    [Fact]
    public void Runs_are_about_something()
    {
        var seen = new HashSet<string>();
        Law.Holds(Runs, run =>
        {
            var world = Run(run);
            seen.UnionWith(world.State.Pods.Values.Select(pod => pod.Phase.ToString()));
            seen.UnionWith(world.History.Select(happened => happened.GetType().Name));
            seen.UnionWith(world.Answers.Select(answer => $"{answer.Error is null} {answer.HangUp}"));
            if (world.State is { IsReady: true, Pods.IsEmpty: false })
                seen.Add("ready");
            if (world.Proxies.Values.Any(proxy => proxy is { IsGivenUp: true, Stage: not ProxyStage.Starting }))
                seen.Add("given up too late");
        }, cases: RareCases);
        string[] wanted =
        [
            "Waiting", "Starting", "Up", "Failed", "ready", "given up too late", "True False", "False False", "False True",
            nameof(PodEvent.Connected), nameof(PodEvent.Disconnected), nameof(PodEvent.Added), nameof(PodEvent.Unusable),
            nameof(PodEvent.Kept), nameof(PodEvent.Deleted), nameof(PodEvent.SnapshotSent), nameof(PodEvent.Violated),
            nameof(PodEvent.Started), nameof(PodEvent.Failed), nameof(PodEvent.Ended), nameof(PodEvent.RetryDue),
        ];
        Assert.Equal([], wanted.Except(seen));
    }

    /// <summary>Holds after each step of each run.</summary>
    private static void Holds(Action<PodWorld> law) =>
        Law.Holds(Runs, run =>
        {
            var world = new PodWorld();
            foreach (var (kind, choice) in run)
            {
                world.Step(kind, choice);
                law(world);
            }
        });

    private static PodWorld Run((int Kind, int Choice)[] run)
    {
        var world = new PodWorld();
        foreach (var (kind, choice) in run)
            world.Step(kind, choice);
        return world;
    }

    private static PodEvent Any(int kind, int choice)
    {
        var (uid, proxy) = (PodWorld.Uid(choice % PodWorld.Uids), new ProxyId(choice % 7));
        return kind switch
        {
            0 => new PodEvent.Connected(),
            1 => new PodEvent.Disconnected(),
            2 or 3 or 4 => new PodEvent.Added(PodWorld.Pod(uid), PodWorld.Namespace(choice / 4 % 3)),
            5 => new PodEvent.Unusable(PodWorld.Pod(uid), "no namespace"),
            6 => new PodEvent.Kept(uid),
            7 => new PodEvent.Deleted(uid),
            8 => new PodEvent.SnapshotSent(),
            9 => new PodEvent.RetryDue(),
            10 => choice % 5 == 0 ? new PodEvent.Stopping() : new PodEvent.Violated("nonsense"),
            11 => new PodEvent.Started(proxy),
            12 => new PodEvent.Failed(proxy, "the port is taken"),
            _ => new PodEvent.Ended(proxy),
        };
    }
}
