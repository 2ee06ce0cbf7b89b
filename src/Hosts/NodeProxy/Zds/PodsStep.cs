using System.Collections.Immutable;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>One step of the <see cref="PodsReducer"/> while it is being made: what has become of the state, and the commands so far.</summary>
/// <param name="state">What was.</param>
/// <param name="limits">Say how many pods there may be.</param>
internal sealed class PodsStep(PodsState state, ZdsLimits limits)
{
    private readonly ImmutableArray<PodCommand>.Builder _commands = ImmutableArray.CreateBuilder<PodCommand>();

    public PodsState State { get; private set; } = state;

    public ValueList<PodCommand> Commands => new(_commands.ToImmutable());

    public void Acknowledge() => _commands.Add(new PodCommand.Answer(Error: null, HangUp: false));

    public void Refuse(string why) => _commands.Add(new PodCommand.Answer(why, HangUp: false));

    /// <summary>The agent broke the protocol: it is told, and may begin anew. Pods stay as they are.</summary>
    public void HangUp(string why)
    {
        State = State with { ViolationCount = State.ViolationCount + 1 };
        _commands.Add(new PodCommand.Answer(why, HangUp: true));
    }

    /// <summary>Nobody waits any more for the answer to an earlier request.</summary>
    public void Forget() => State = State with { Asked = null };

    /// <summary>A connection begins or ends: nothing has been said on it, and what was said before stays in force.</summary>
    public void Connect(bool isConnected) =>
        State = State with { IsConnected = isConnected, HasSnapshot = false, Said = State.Said.Clear(), Asked = null };

    /// <summary>Notes that a pod is there still; false, and refused, where there are too many.</summary>
    public bool Say(string uid)
    {
        if (State.HasSnapshot || State.Said.Contains(uid))
            return true;
        if (State.Said.Count >= limits.Pods)
        {
            Refuse(TooMany);
            return false;
        }

        State = State with { Said = State.Said.Add(uid) };
        return true;
    }

    public void Add(PodInfo pod, NamespaceId within)
    {
        var known = State.Pods.GetValueOrDefault(pod.Uid);
        if (known is null && State.Pods.Count >= limits.Pods)
        {
            Refuse(TooMany);
            return;
        }

        if (!Say(pod.Uid))
            return;
        if (known is { Phase: PodPhase.Up } && known.Namespace == within)
        {
            Acknowledge();
            return;
        }

        State = State with { Asked = pod.Uid };
        if (known is { Phase: PodPhase.Starting or PodPhase.Waiting } && known.Namespace == within)
            return;
        if (known is not null)
            Retire(known);
        Begin(new PodState(pod, within, PodPhase.Waiting, default, known?.Failure));
    }

    public void Delete(string uid)
    {
        State = State with { Said = State.Said.Remove(uid) };
        if (!State.Pods.TryGetValue(uid, out var pod))
            return;
        Retire(pod);
        State = State with { Pods = State.Pods.Remove(uid) };
    }

    /// <summary>Whatever was neither added nor kept is gone.</summary>
    public void TakeSnapshot()
    {
        foreach (var uid in State.Pods.Keys.Where(uid => !State.Said.Contains(uid)).ToArray())
            Delete(uid);
        State = State with { HasSnapshot = true, Said = State.Said.Clear() };
        Acknowledge();
    }

    public void OnStarted(ProxyId proxy)
    {
        if (FindStarting(proxy) is { } pod)
        {
            Set(pod with { Phase = PodPhase.Up, Failure = null });
            State = State with { StartedCount = State.StartedCount + 1 };
            Conclude(pod.Info.Uid, failure: null);
        }
        else if (State.Leaving.TryGetValue(proxy.Number, out var leaving) && leaving.IsStarting)
        {
            // It was given up too late.
            State = State with { StartedCount = State.StartedCount + 1 };
            End(proxy, leaving.Uid, PodProxyEnd.AtOnce);
            BeginWaiting(leaving.Uid);
        }
    }

    public void OnFailed(ProxyId proxy, string why)
    {
        if (FindStarting(proxy) is { } pod)
        {
            Set(pod with { Phase = PodPhase.Failed, Failure = why });
            if (!State.IsRetryScheduled)
            {
                State = State with { IsRetryScheduled = true };
                _commands.Add(new PodCommand.RetryLater());
            }

            Conclude(pod.Info.Uid, why);
        }
        else if (State.Leaving.TryGetValue(proxy.Number, out var leaving) && leaving.IsStarting)
        {
            State = State with { Leaving = State.Leaving.Remove(proxy.Number) };
            BeginWaiting(leaving.Uid);
        }
    }

    public void OnEnded(ProxyId proxy)
    {
        if (State.Leaving.TryGetValue(proxy.Number, out var leaving) && !leaving.IsStarting)
            State = State with { Leaving = State.Leaving.Remove(proxy.Number), EndedCount = State.EndedCount + 1 };
    }

    public void Retry()
    {
        State = State with { IsRetryScheduled = false };
        foreach (var pod in State.Pods.Values.Where(pod => pod.Phase == PodPhase.Failed).ToArray())
            Begin(pod);
    }

    public void Stop()
    {
        State = State with { IsStopping = true, Asked = null };
        foreach (var pod in State.Pods.Values)
            Retire(pod, PodProxyEnd.Drained);
        State = State with { Pods = State.Pods.Clear() };
    }

    private string TooMany => $"more than {limits.Pods} pods on one Node; this one is not served";

    /// <summary>The pod for which a proxy is being started; null where that proxy is no longer wanted.</summary>
    private PodState? FindStarting(ProxyId proxy) =>
        State.Pods.Values.FirstOrDefault(pod => pod.Phase == PodPhase.Starting && pod.Proxy == proxy);

    private void Set(PodState pod) => State = State with { Pods = State.Pods.SetItem(pod.Info.Uid, pod) };

    /// <summary>Starts a pod's proxy, if no earlier start is under way.</summary>
    private void Begin(PodState pod)
    {
        if (State.Leaving.Values.Any(leaving => leaving.IsStarting && leaving.Uid == pod.Info.Uid))
        {
            Set(pod with { Phase = PodPhase.Waiting });
            return;
        }

        var proxy = new ProxyId(State.LastProxy + 1);
        State = State with { LastProxy = proxy.Number };
        Set(pod with { Phase = PodPhase.Starting, Proxy = proxy });
        _commands.Add(new PodCommand.Start(proxy, pod.Info, pod.Namespace));
    }

    private void BeginWaiting(string uid)
    {
        if (State.Pods.GetValueOrDefault(uid) is { Phase: PodPhase.Waiting } pod)
            Begin(pod);
    }

    /// <summary>Ends what serves a pod, or begins to.</summary>
    private void Retire(PodState pod, PodProxyEnd how = PodProxyEnd.AtOnce)
    {
        if (pod.Phase == PodPhase.Up)
        {
            End(pod.Proxy, pod.Info.Uid, how);
        }
        else if (pod.Phase == PodPhase.Starting)
        {
            State = State with { Leaving = State.Leaving.SetItem(pod.Proxy.Number, new LeavingProxy(pod.Info.Uid, IsStarting: true)) };
            _commands.Add(new PodCommand.GiveUp(pod.Proxy));
        }
    }

    private void End(ProxyId proxy, string uid, PodProxyEnd how)
    {
        State = State with { Leaving = State.Leaving.SetItem(proxy.Number, new LeavingProxy(uid, IsStarting: false)) };
        _commands.Add(new PodCommand.End(proxy, how));
    }

    /// <summary>Answers the agent, if it waits for this pod.</summary>
    private void Conclude(string uid, string? failure)
    {
        if (State.Asked != uid)
            return;
        State = State with { Asked = null };
        if (failure is null)
            Acknowledge();
        else
            Refuse(failure);
    }
}
