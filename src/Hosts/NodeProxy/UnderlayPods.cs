using System.Net;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Pods whose addresses are those of an underlay: all on one machine.</summary>
internal sealed class UnderlayPods(UnderlayNetwork network, TunnelLimits limits, TimeProvider time) : IPodNetwork
{
    public ValueTask<ITransport> ConnectOutAsync(IPAddress? pod, IPEndPoint target, CancellationToken cancellationToken) =>
        network.ConnectAsync(pod, target, limits, time, cancellationToken);

    public ValueTask<ITransport> ConnectToApplicationAsync(
        IPAddress pod, IPAddress peer, IPEndPoint application, CancellationToken cancellationToken) =>
        network.ConnectAsync(peer, application, limits, time, cancellationToken);
}
