using System.Net;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>How a node proxy makes connections for its pods.</summary>
internal interface IPodNetwork
{
    /// <summary>Connects as a pod: to a tunnel's first hop, or to a plain destination.</summary>
    /// <param name="pod">An address of the pod; null where it has none.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">It cannot be reached.</exception>
    ValueTask<ITransport> ConnectOutAsync(IPAddress? pod, IPEndPoint target, CancellationToken cancellationToken);

    /// <summary>Connects to a pod's application, which sees where the connection came from, so far as that can be had.</summary>
    /// <param name="pod">The pod's address at which the connection was taken.</param>
    /// <param name="peer">Where it came from: the caller, or the gateway that it came through.</param>
    /// <param name="application">The application's address and port.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">It cannot be reached.</exception>
    ValueTask<ITransport> ConnectToApplicationAsync(
        IPAddress pod, IPAddress peer, IPEndPoint application, CancellationToken cancellationToken);
}
