using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy.Dns;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Answers the questions of pods for names, at the address of loopback that redirection leads to.</summary>
internal sealed class PodDns(DnsProxies proxies, ResolverSettings resolvers, DnsLimits limits, CaptureSettings settings, TimeProvider time)
{
    /// <summary>Begins to answer.</summary>
    /// <param name="pod">Whose programs ask.</param>
    /// <param name="sockets">Makes the pod's sockets.</param>
    /// <exception cref="Underlay.ListenException">The port is taken.</exception>
    public DnsProxy Start(LocalPod pod, PodSockets sockets)
    {
        List<Socket> open = [];
        try
        {
            var udp = Open(SocketType.Dgram);
            var tcp = Open(SocketType.Stream);
            return proxies.Start(
                new DnsProxyOptions { FindCaller = pod.FindIn, Names = settings.Names }, new DnsForwarder(resolvers, sockets.Open, limits, time), udp, tcp);
        }
        catch
        {
            open.ForEach(socket => socket.Dispose());
            throw;
        }

        List<Socket> Open(SocketType type)
        {
            List<Socket> both = [sockets.Listen(new IPEndPoint(IPAddress.Loopback, settings.DnsPort), type)];
            open.AddRange(both);
            if (settings.IPv6 && sockets.TryListen(new IPEndPoint(IPAddress.IPv6Loopback, settings.DnsPort), type) is { } v6)
            {
                both.Add(v6);
                open.Add(v6);
            }
            return both;
        }
    }
}
