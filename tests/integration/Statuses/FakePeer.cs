using System.Collections.Concurrent;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>A server of HBONE that stands in for a waypoint, a gateway or another node proxy, and remembers what it was asked.</summary>
internal sealed class FakePeer
{
    private readonly ConcurrentQueue<HboneServerRequest> _requests = new();

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyCollection<HboneServerRequest> Requests => _requests;

    /// <summary>Serves at an address.</summary>
    /// <param name="bench">Where it is.</param>
    /// <param name="real">Its address.</param>
    /// <param name="identity">Whom it proves to be.</param>
    /// <param name="serve">Serves a tunnel, on a connection that it may do anything to.</param>
    public static FakePeer Serve(
        ProxyBench bench, IPEndPoint real, SpiffeId identity, Func<HboneServerRequest, SocketTransport, CancellationToken, Task> serve)
    {
        var peer = new FakePeer();
        bench.Listen(real, (transport, _) => peer.ServeAsync(
            bench, transport, TunnelLayer.Outer, identity, (request, cut) => serve(request, transport, cut)));
        return peer;
    }

    /// <summary>Serves at an address, and sends back what it takes.</summary>
    public static FakePeer Echo(ProxyBench bench, IPEndPoint real, SpiffeId identity) =>
        Serve(bench, real, identity, (request, _, _) => EchoAsync(request));

    /// <summary>Serves as a gateway and as the callee behind it: the inner tunnel ends here too.</summary>
    /// <returns>What the gateway was asked, and what the callee.</returns>
    public static (FakePeer Outer, FakePeer Inner) Both(ProxyBench bench, IPEndPoint real, SpiffeId gateway, SpiffeId callee)
    {
        var (outer, inner) = (new FakePeer(), new FakePeer());
        bench.Listen(real, (transport, _) => outer.ServeAsync(bench, transport, TunnelLayer.Outer, gateway, (request, _) =>
            inner.ServeAsync(bench, request.Accept(), TunnelLayer.Inner, callee, (asked, _) => EchoAsync(asked))));
        return (outer, inner);
    }

    /// <summary>Takes a tunnel, and sends back what comes.</summary>
    public static async Task EchoAsync(HboneServerRequest request)
    {
        await using var tunnel = request.Accept();
        await tunnel.EchoAsync();
    }

    private async Task ServeAsync(
        ProxyBench bench, ITransport transport, TunnelLayer layer, SpiffeId identity, HboneHandler serve)
    {
        await using (transport)
        {
            try
            {
                var tls = await SpiffeHandshake.AcceptAsync(
                    transport, bench.Certificates.Pki.Issue(identity), layer, bench.Limits, TimeProvider.System, CancellationToken.None);
                await HboneServer.RunAsync(
                    tls,
                    (request, cut) =>
                    {
                        _requests.Enqueue(request);
                        return serve(request, cut);
                    },
                    layer,
                    bench.Limits,
                    TimeProvider.System,
                    CancellationToken.None);
            }
            catch (TunnelException)
            {
                // Callers that refuse it go away, which is what some tests are about.
            }
        }
    }
}
