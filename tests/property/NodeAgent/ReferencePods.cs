using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;

namespace ScopeMesh.Tests.Property.NodeAgent;

/// <summary>What the node agent wants, read off all that has happened, from the end backwards: slow, and nothing remembered.</summary>
/// <param name="history">All that has happened.</param>
internal sealed class ReferencePods(IReadOnlyList<PodEvent> history)
{
    /// <summary>The namespace in which a pod is to be served; null where it is not to be.</summary>
    public NamespaceId? Wanted(string uid) => Wanted(uid, history.Count);

    /// <summary>Whether the agent has said all pods on a connection that is open.</summary>
    public bool IsComplete
    {
        get
        {
            var begin = ConnectedBefore(history.Count);
            return begin >= 0 && history.Skip(begin).Any(happened => happened is PodEvent.SnapshotSent);
        }
    }

    /// <summary>Whether a pod that is wanted could not be started when that was last tried in earnest.</summary>
    /// <param name="uid">The pod.</param>
    /// <param name="proxies">Whose the starts were; those that were given up say nothing.</param>
    public bool IsFailing(string uid, IReadOnlyDictionary<ProxyId, RunningProxy> proxies)
    {
        for (var end = history.Count; end > 0 && Wanted(uid, end) is not null; end--)
        {
            switch (history[end - 1])
            {
                case PodEvent.Started started when IsOf(started.Proxy):
                    return false;
                case PodEvent.Failed failed when IsOf(failed.Proxy):
                    return true;
            }
        }

        return false;

        bool IsOf(ProxyId proxy) => proxies[proxy].Uid == uid && !proxies[proxy].IsGivenUp;
    }

    private NamespaceId? Wanted(string uid, int count)
    {
        for (var index = count - 1; index >= 0; index--)
        {
            switch (history[index])
            {
                case PodEvent.Added added when added.Pod.Uid == uid:
                    return added.Namespace;
                case PodEvent.Deleted deleted when deleted.Uid == uid:
                case PodEvent.Stopping:
                    return null;
                case PodEvent.SnapshotSent when IsFirstOfItsConnection(index) && !WasSaid(uid, index):
                    return null;
            }
        }

        return null;
    }

    private bool IsFirstOfItsConnection(int index) =>
        !history.Take(index).Skip(ConnectedBefore(index)).Any(happened => happened is PodEvent.SnapshotSent);

    private bool WasSaid(string uid, int snapshot) =>
        history.Take(snapshot).Skip(ConnectedBefore(snapshot)).LastOrDefault(happened => UidOf(happened) == uid)
            is PodEvent.Added or PodEvent.Kept or PodEvent.Unusable;

    private static string? UidOf(PodEvent happened) => happened switch
    {
        PodEvent.Added added => added.Pod.Uid,
        PodEvent.Unusable unusable => unusable.Pod.Uid,
        PodEvent.Kept kept => kept.Uid,
        PodEvent.Deleted deleted => deleted.Uid,
        _ => null,
    };

    /// <summary>Where the connection began that was open; -1 where none was.</summary>
    private int ConnectedBefore(int count)
    {
        for (var index = count - 1; index >= 0; index--)
        {
            if (history[index] is PodEvent.Disconnected)
                return -1;
            if (history[index] is PodEvent.Connected)
                return index;
        }

        return -1;
    }
}
