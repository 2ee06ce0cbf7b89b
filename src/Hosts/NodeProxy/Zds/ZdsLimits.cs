namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>The bounds of what a node agent may ask, and how patient the node proxy is.</summary>
internal sealed record ZdsLimits
{
    public static ZdsLimits Default { get; } = new();

    /// <summary>The longest message, in bytes. Istio's agent and ztunnel read no longer ones either.</summary>
    public int MessageBytes { get; init; } = 1024;

    /// <summary>How many pods are served at most, and how many a snapshot may name. Kubernetes has 110 on a Node unless told otherwise.</summary>
    public int Pods { get; init; } = 4_096;

    /// <summary>How many pods are started at a time; others wait.</summary>
    public int StartsAtATime { get; init; } = 8;

    /// <summary>How long a pod may take to be started. Istio's agent waits 5 s for an answer, and takes one that is late for that of its next message.</summary>
    public int StartTimeoutMilliseconds { get; init; } = 4_000;

    /// <summary>How long the agent may leave an answer in the socket when that is full.</summary>
    public int AnswerTimeoutMilliseconds { get; init; } = 5_000;

    /// <summary>How long after a failure pods that could not be started are tried again.</summary>
    public int RetryMilliseconds { get; init; } = 5_000;

    /// <summary>How long to wait before the first reconnect; each that fails doubles it.</summary>
    public int ReconnectDelayMilliseconds { get; init; } = 10;

    /// <summary>The longest wait before a reconnect.</summary>
    public int MaximumReconnectDelayMilliseconds { get; init; } = 15_000;
}
