using System.Collections.Concurrent;
using System.Net;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>The pods of a node whose traffic is captured, by their addresses: each connects by sockets of its own.</summary>
internal sealed class CapturedPods : IPodNetwork
{
    private readonly ConcurrentDictionary<IPAddress, PodSockets> _sockets = new();

    /// <summary>A pod's addresses have become known, or it has others now.</summary>
    public void Add(IEnumerable<IPAddress> addresses, PodSockets sockets)
    {
        // Asked for each connection, and new for the first one alone.
        foreach (var address in addresses)
        {
            if (_sockets.GetValueOrDefault(address) != sockets)
                _sockets[address] = sockets;
        }
    }

    /// <summary>A pod is gone; an address that another pod has by now stays that one's.</summary>
    public void Remove(PodSockets sockets)
    {
        foreach (var entry in _sockets.Where(entry => entry.Value == sockets))
            _sockets.TryRemove(entry);
    }

    public ValueTask<ITransport> ConnectOutAsync(IPAddress? pod, IPEndPoint target, CancellationToken cancellationToken) =>
        Of(pod, target).ConnectOutAsync(target, cancellationToken);

    public ValueTask<ITransport> ConnectToApplicationAsync(
        IPAddress pod, IPAddress peer, IPEndPoint application, CancellationToken cancellationToken) =>
        Of(pod, application).ConnectToApplicationAsync(pod, peer, application, cancellationToken);

    private PodSockets Of(IPAddress? pod, IPEndPoint target) =>
        pod is not null && _sockets.TryGetValue(pod, out var sockets)
            ? sockets
            : throw new TunnelException(
                TunnelLayer.Transport, TunnelFault.ConnectFailed, $"cannot connect to `{target}`: the pod is gone");
}
