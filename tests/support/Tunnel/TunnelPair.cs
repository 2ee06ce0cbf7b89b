using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Support.Tunnel;

/// <summary>Two workloads that shake hands over memory.</summary>
public sealed record TunnelPair(TlsTunnel Client, TlsTunnel Server)
{
    /// <summary>Shakes hands; the client expects <see cref="Ids.Server"/>.</summary>
    public static async Task<TunnelPair> ConnectAsync(TestPki? pki = null, TunnelLayer layer = TunnelLayer.Outer)
    {
        pki ??= new TestPki();
        var (client, server) = await AttemptAsync(pki.Issue(Ids.Client), pki.Issue(Ids.Server), [Ids.Server], layer);
        return new TunnelPair(await client, await server);
    }

    /// <summary>Lets two sides try; both results are there to be looked at, in whatever way they ended.</summary>
    public static async Task<(Task<TlsTunnel> Client, Task<TlsTunnel> Server)> AttemptAsync(
        WorkloadCertificate client,
        WorkloadCertificate server,
        ValueList<SpiffeId> expected,
        TunnelLayer layer = TunnelLayer.Outer,
        TimeProvider? time = null)
    {
        var (left, right) = MemoryTransport.CreatePair();
        var limits = TunnelLimits.Default;
        time ??= TimeProvider.System;
        var connecting = SpiffeHandshake.ConnectAsync(left, client, expected, layer, limits, time, CancellationToken.None).AsTask();
        var accepting = SpiffeHandshake.AcceptAsync(right, server, layer, limits, time, CancellationToken.None).AsTask();
        // Who refuses waits for the other to read it, so that neither may be waited for here.
        await Task.WhenAny(connecting, accepting);
        return (connecting, accepting);
    }
}
