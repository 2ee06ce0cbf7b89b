using System.Collections.Immutable;
using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>How far a pod is.</summary>
internal enum PodPhase
{
    /// <summary>An earlier start of it was given up and is not over; then it is started.</summary>
    Waiting,

    /// <summary>Its proxy is being started.</summary>
    Starting,

    /// <summary>It is served.</summary>
    Up,

    /// <summary>It could not be started, and is tried again.</summary>
    Failed,
}

/// <summary>A pod that is to be served.</summary>
/// <param name="Info">Which.</param>
/// <param name="Namespace">Its network namespace, the latest that was said.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Proxy">The proxy that is being started or serves it.</param>
/// <param name="Failure">Why it is not served, until it is.</param>
internal sealed record PodState(PodInfo Info, NamespaceId Namespace, PodPhase Phase, ProxyId Proxy, string? Failure);

/// <summary>A proxy that serves no pod any more and is not over.</summary>
/// <param name="Uid">Whose it was.</param>
/// <param name="IsStarting">Whether it is not known yet what came of its start.</param>
internal sealed record LeavingProxy(string Uid, bool IsStarting);

/// <summary>The pods of a Node as the node agent wants them, and how far they are.</summary>
internal sealed record PodsState
{
    public static PodsState Empty { get; } = new();

    /// <summary>The pods that are to be served, by uid.</summary>
    public ImmutableSortedDictionary<string, PodState> Pods { get; init; } =
        ImmutableSortedDictionary.Create<string, PodState>(StringComparer.Ordinal);

    /// <summary>Proxies that are on their way out.</summary>
    public ImmutableSortedDictionary<long, LeavingProxy> Leaving { get; init; } = ImmutableSortedDictionary<long, LeavingProxy>.Empty;

    /// <summary>Whether there is a connection to the agent.</summary>
    public bool IsConnected { get; init; }

    /// <summary>Whether the agent has said all pods on this connection.</summary>
    public bool HasSnapshot { get; init; }

    /// <summary>Whether the node proxy stops.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Whether somebody will say that a retry is due.</summary>
    public bool IsRetryScheduled { get; init; }

    /// <summary>The pods that were added or kept on this connection before all were said.</summary>
    public ImmutableHashSet<string> Said { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The pod for whose start the agent waits.</summary>
    public string? Asked { get; init; }

    /// <summary>The number of the last start.</summary>
    public long LastProxy { get; init; }

    /// <summary>How many proxies have been started since the process began.</summary>
    public long StartedCount { get; init; }

    /// <summary>How many of those have ended.</summary>
    public long EndedCount { get; init; }

    /// <summary>How often the agent broke the protocol.</summary>
    public long ViolationCount { get; init; }

    /// <summary>Whether all pods of the Node are known, and none of them could not be served.</summary>
    public bool IsReady => IsConnected && HasSnapshot && !IsStopping && Pods.Values.All(pod => pod.Failure is null);

    /// <summary>Whether the node proxy has stopped, and nothing is left.</summary>
    public bool IsStopped => IsStopping && Leaving.IsEmpty;
}
