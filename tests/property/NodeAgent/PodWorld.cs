using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;

namespace ScopeMesh.Tests.Property.NodeAgent;

/// <summary>
/// A node agent that asks one thing at a time, and proxies that start, fail and end whenever they like. It carries out what
/// the reducer commands, and fails on a command that nobody could carry out.
/// </summary>
internal sealed class PodWorld
{
    public const int Uids = 4;
    private const int Namespaces = 3;

    private readonly SortedDictionary<long, RunningProxy> _running = [];
    private bool _isAsking;
    private bool _isHangingUp;

    public PodsState State { get; private set; } = PodsState.Empty;

    /// <summary>All that has happened.</summary>
    public List<PodEvent> History { get; } = [];

    /// <summary>What came of each start, in the order of <see cref="History"/>: whose it was, and whether somebody wanted it still.</summary>
    public Dictionary<ProxyId, RunningProxy> Proxies { get; } = [];

    /// <summary>What the agent was answered.</summary>
    public List<PodCommand.Answer> Answers { get; } = [];

    /// <summary>Whether a retry will be due.</summary>
    public bool IsRetryScheduled { get; private set; }

    public int Requests { get; private set; }

    public int StartedCount { get; private set; }

    public int EndedCount { get; private set; }

    /// <summary>Makes one of the things happen that can happen as things are; else nothing does.</summary>
    public void Step(int kind, int choice)
    {
        var uid = Uid(choice % Uids);
        switch (kind)
        {
            case 0:
                Give(State.IsConnected ? new PodEvent.Disconnected() : new PodEvent.Connected());
                break;
            case 1 or 2 or 3:
                Ask(new PodEvent.Added(Pod(uid), Namespace(choice / Uids % Namespaces)));
                break;
            case 4:
                Ask(new PodEvent.Kept(uid));
                break;
            case 5:
                Ask(new PodEvent.Deleted(uid));
                break;
            case 6:
                Ask(new PodEvent.SnapshotSent());
                break;
            case 7:
                Ask(choice % 2 == 0 ? new PodEvent.Unusable(Pod(uid), "no namespace") : new PodEvent.Violated("nonsense"));
                break;
            case 8 when IsRetryScheduled:
                Retry();
                break;
            case > 8:
                Go(choice);
                break;
        }
    }

    /// <summary>What is under way comes to its end, all well.</summary>
    public void Settle()
    {
        while (IsRetryScheduled || _running.Values.Any(proxy => proxy.Stage is ProxyStage.Starting or ProxyStage.Ending))
        {
            foreach (var (number, proxy) in _running.ToArray())
                Go(number, proxy, succeeds: true);
            if (IsRetryScheduled)
                Retry();
        }
    }

    /// <summary>Asks something of the reducer if the agent may, which waits for the answer to what it asked before.</summary>
    public void Ask(PodEvent.Request request)
    {
        if (!State.IsConnected || _isAsking || State.IsStopping)
            return;
        _isAsking = true;
        Requests++;
        Give(request);
    }

    public void Stop()
    {
        Give(new PodEvent.Disconnected());
        Give(new PodEvent.Stopping());
    }

    public static string Uid(int number) => $"uid-{number}";

    public static NamespaceId Namespace(int number) => new(4, 4026532000 + (ulong)number);

    public static PodInfo Pod(string uid) => new(uid, $"pod-of-{uid}", "sample", "default");

    private void Retry()
    {
        IsRetryScheduled = false;
        Give(new PodEvent.RetryDue());
        Assert.DoesNotContain(State.Pods.Values, pod => pod.Phase == PodPhase.Failed);
    }

    /// <summary>One of the proxies goes on: its start succeeds or fails, or it has ended.</summary>
    private void Go(int choice)
    {
        var moving = _running.Where(entry => entry.Value.Stage != ProxyStage.Up).ToArray();
        if (moving.Length == 0)
            return;
        var (number, proxy) = moving[choice / 2 % moving.Length];
        Go(number, proxy, succeeds: choice % 2 == 0);
    }

    private void Go(long number, RunningProxy proxy, bool succeeds)
    {
        var id = new ProxyId(number);
        if (proxy.Stage == ProxyStage.Ending)
        {
            _running.Remove(number);
            EndedCount++;
            Give(new PodEvent.Ended(id));
        }
        else if (proxy.Stage == ProxyStage.Starting && succeeds)
        {
            proxy.Stage = ProxyStage.Up;
            StartedCount++;
            Give(new PodEvent.Started(id));
        }
        else if (proxy.Stage == ProxyStage.Starting)
        {
            _running.Remove(number);
            Give(new PodEvent.Failed(id, "the port is taken"));
        }
    }

    private void Give(PodEvent happened)
    {
        if (happened is PodEvent.Disconnected)
            _isAsking = false;
        History.Add(happened);
        var (next, commands) = PodsReducer.Next(State, happened, ZdsLimits.Default);
        State = next;
        foreach (var command in commands)
            CarryOut(command);
        if (!_isHangingUp)
            return;
        _isHangingUp = false;
        Give(new PodEvent.Disconnected());
    }

    private void CarryOut(PodCommand command)
    {
        switch (command)
        {
            case PodCommand.Start start:
                // The one before has ended, or has been told to.
                Assert.DoesNotContain(
                    _running.Values, proxy => proxy.Uid == start.Pod.Uid && proxy.Stage is ProxyStage.Starting or ProxyStage.Up);
                var started = new RunningProxy(start.Pod.Uid, start.Namespace);
                Proxies.Add(start.Proxy, started);
                _running.Add(start.Proxy.Number, started);
                break;
            case PodCommand.GiveUp giveUp:
                Assert.Equal((ProxyStage.Starting, false), (_running[giveUp.Proxy.Number].Stage, _running[giveUp.Proxy.Number].IsGivenUp));
                _running[giveUp.Proxy.Number].IsGivenUp = true;
                break;
            case PodCommand.End end:
                Assert.Equal(ProxyStage.Up, _running[end.Proxy.Number].Stage);
                Assert.Equal(State.IsStopping && !_running[end.Proxy.Number].IsGivenUp, end.How == PodProxyEnd.Drained);
                _running[end.Proxy.Number].Stage = ProxyStage.Ending;
                break;
            case PodCommand.RetryLater:
                Assert.False(IsRetryScheduled);
                IsRetryScheduled = true;
                break;
            case PodCommand.Answer answer:
                Assert.True(_isAsking);
                _isAsking = false;
                _isHangingUp = answer.HangUp;
                Answers.Add(answer);
                break;
        }
    }
}

internal enum ProxyStage
{
    Starting,
    Up,
    Ending,
}

internal sealed class RunningProxy(string uid, NamespaceId within)
{
    public string Uid => uid;

    public NamespaceId Namespace => within;

    public ProxyStage Stage { get; set; }

    public bool IsGivenUp { get; set; }
}
