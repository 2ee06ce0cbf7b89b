using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>Names one start of a proxy, and the proxy that comes of it.</summary>
internal readonly record struct ProxyId(long Number);

/// <summary>What happens to the pods of a Node (<see cref="PodsReducer"/>).</summary>
internal abstract record PodEvent
{
    private PodEvent()
    {
    }

    /// <summary>A connection to the node agent begins.</summary>
    internal sealed record Connected : PodEvent;

    /// <summary>The connection is over, whoever ended it.</summary>
    internal sealed record Disconnected : PodEvent;

    /// <summary>What the agent says, which is answered once. The next is given when the one before has been answered.</summary>
    internal abstract record Request : PodEvent;

    /// <summary>A pod is to be served.</summary>
    internal sealed record Added(PodInfo Pod, NamespaceId Namespace) : Request;

    /// <summary>A pod is to be served, by a descriptor that is of no use.</summary>
    internal sealed record Unusable(PodInfo Pod, string Why) : Request;

    /// <summary>A pod is to be served as before.</summary>
    internal sealed record Kept(string Uid) : Request;

    /// <summary>A pod is gone.</summary>
    internal sealed record Deleted(string Uid) : Request;

    /// <summary>All pods have been said.</summary>
    internal sealed record SnapshotSent : Request;

    /// <summary>The agent broke the protocol.</summary>
    internal sealed record Violated(string Why) : Request;

    /// <summary>A proxy that was to be started serves its pod.</summary>
    internal sealed record Started(ProxyId Proxy) : PodEvent;

    /// <summary>A proxy that was to be started could not, or was given up.</summary>
    internal sealed record Failed(ProxyId Proxy, string Why) : PodEvent;

    /// <summary>A proxy that was to end has ended.</summary>
    internal sealed record Ended(ProxyId Proxy) : PodEvent;

    /// <summary>It is time to try again what failed.</summary>
    internal sealed record RetryDue : PodEvent;

    /// <summary>The node proxy stops.</summary>
    internal sealed record Stopping : PodEvent;
}
