using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>Makes what serves a pod: listeners in its network namespace, and what stands behind them.</summary>
internal interface IPodProxies
{
    /// <summary>Begins to serve a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="within">Its network namespace, which stays open until what is returned has ended.</param>
    /// <param name="cancellationToken">The pod is gone, or this takes too long; it is heeded at once.</param>
    /// <exception cref="Exception">It cannot be served, for the reason in the message; it is tried again later.</exception>
    ValueTask<IPodProxy> StartAsync(PodInfo pod, NetworkNamespace within, CancellationToken cancellationToken);
}

/// <summary>What serves one pod.</summary>
internal interface IPodProxy
{
    /// <summary>
    /// Stops serving; called once. Ports are free before this first waits, since another proxy of the same pod may be
    /// started at once.
    /// </summary>
    /// <param name="how">What becomes of connections that are open.</param>
    /// <returns>Done when nothing of it is left.</returns>
    Task EndAsync(PodProxyEnd how);
}

/// <summary>What becomes of the open connections of a pod that is no longer served.</summary>
internal enum PodProxyEnd
{
    /// <summary>The pod is gone: they are cut.</summary>
    AtOnce,

    /// <summary>The node proxy stops, and the pod does not: they may come to their end, as long as the host's drain lasts.</summary>
    Drained,
}
