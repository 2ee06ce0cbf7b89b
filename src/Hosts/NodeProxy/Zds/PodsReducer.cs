using System.Diagnostics;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>
/// What becomes of the pods of a Node by what the node agent says and what comes of it. A pure function: carrying out what
/// it commands, and telling what came of that, is <see cref="PodAgent"/>'s.
/// </summary>
/// <remarks>
/// A pod has one proxy at most from the command that starts it to the one that ends it: where a start is given up, the
/// next begins when it is known what came of the first.
/// </remarks>
internal static class PodsReducer
{
    /// <summary>Makes a step.</summary>
    /// <param name="state">What was.</param>
    /// <param name="happened">What happened. What makes no sense as things are changes nothing.</param>
    /// <param name="limits">Say how many pods there may be.</param>
    /// <returns>What is, and what to do.</returns>
    public static (PodsState Next, ValueList<PodCommand> Commands) Next(PodsState state, PodEvent happened, ZdsLimits limits)
    {
        var step = new PodsStep(state, limits);
        switch (happened)
        {
            case PodEvent.Connected:
                step.Connect(isConnected: true);
                break;
            case PodEvent.Disconnected:
                step.Connect(isConnected: false);
                break;
            case PodEvent.Request request:
                if (state is not { IsConnected: true, IsStopping: false })
                    break;
                step.Forget();
                Answer(step, request);
                break;
            case PodEvent.Started started:
                step.OnStarted(started.Proxy);
                break;
            case PodEvent.Failed failed:
                step.OnFailed(failed.Proxy, failed.Why);
                break;
            case PodEvent.Ended ended:
                step.OnEnded(ended.Proxy);
                break;
            case PodEvent.RetryDue:
                step.Retry();
                break;
            case PodEvent.Stopping:
                step.Stop();
                break;
            default:
                throw new UnreachableException();
        }

        return (step.State, step.Commands);
    }

    private static void Answer(PodsStep step, PodEvent.Request request)
    {
        switch (request)
        {
            case PodEvent.Added added:
                step.Add(added.Pod, added.Namespace);
                break;
            case PodEvent.Unusable unusable:
                if (step.Say(unusable.Pod.Uid))
                    step.Refuse(unusable.Why);
                break;
            case PodEvent.Kept kept:
                if (step.State.HasSnapshot)
                    step.HangUp($"a keep, of `{kept.Uid}`, came after the snapshot");
                else if (step.Say(kept.Uid))
                    step.Acknowledge();
                break;
            case PodEvent.Deleted deleted:
                step.Delete(deleted.Uid);
                step.Acknowledge();
                break;
            case PodEvent.SnapshotSent:
                if (step.State.HasSnapshot)
                    step.HangUp("a second snapshot_sent came on one connection");
                else
                    step.TakeSnapshot();
                break;
            case PodEvent.Violated violated:
                step.HangUp(violated.Why);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
