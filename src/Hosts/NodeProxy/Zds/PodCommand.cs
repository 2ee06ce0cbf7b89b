using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>What has to be done after a step of the <see cref="PodsReducer"/>, in order.</summary>
internal abstract record PodCommand
{
    private PodCommand()
    {
    }

    /// <summary>Start a proxy of a pod; it becomes <see cref="PodEvent.Started"/> or <see cref="PodEvent.Failed"/>.</summary>
    internal sealed record Start(ProxyId Proxy, PodInfo Pod, NamespaceId Namespace) : PodCommand;

    /// <summary>Give up a start, which becomes one of the two all the same.</summary>
    internal sealed record GiveUp(ProxyId Proxy) : PodCommand;

    /// <summary>End a proxy that was started; it becomes <see cref="PodEvent.Ended"/>.</summary>
    internal sealed record End(ProxyId Proxy, PodProxyEnd How) : PodCommand;

    /// <summary>Say in a while that a retry is due.</summary>
    internal sealed record RetryLater : PodCommand;

    /// <summary>Answer the agent's request.</summary>
    /// <param name="Error">Why it was not done; null where it was.</param>
    /// <param name="HangUp">Whether the connection ends with it.</param>
    internal sealed record Answer(string? Error, bool HangUp) : PodCommand;
}
