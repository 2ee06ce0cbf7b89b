using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Hbone;

public sealed class HboneOverSocketsTests
{
    private static readonly TunnelLimits Limits = TunnelLimits.Default;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Echoes_over_tcp_through_a_pool_with_half_close() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var pki = new TestPki();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, pki);

        await using var pool = new HbonePool(
            async (target, token) => await SocketTransport.ConnectAsync(target.Destination, target.Source, Limits, TimeProvider.System, token),
            pki,
            TunnelLayer.Outer,
            Limits,
            TimeProvider.System);
        var key = new PoolKey(Ids.Client, [Ids.Server], (IPEndPoint)listener.LocalEndpoint, null);
        var data = RandomNumberGenerator.GetBytes(4 * 1024 * 1024);

        var echoes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var tunnel = await pool.OpenAsync(key, new HboneRequest(HboneAuthority.Of("echo.sample", 80), HboneHeaders.None), Cancel);
            await using var transport = tunnel.Transport;
            return await transport.ExchangeAsync(data, Cancel);
        }));

        Assert.All(echoes, echo => Assert.Equal(data, echo));
        Assert.Equal(1, pool.Connections);
        await pool.DisposeAsync();
        await serving;
    });

    private static async Task ServeAsync(TcpListener listener, TestPki pki)
    {
        var accepted = SocketTransport.Attach(await listener.AcceptSocketAsync(Cancel));
        var tls = await SpiffeHandshake.AcceptAsync(accepted, pki.Issue(Ids.Server), TunnelLayer.Outer, Limits, TimeProvider.System, Cancel);
        Assert.Equal(Ids.Client, tls.Peer.Identity);
        await HboneServer.RunAsync(
            tls,
            async (request, token) =>
            {
                await using var transport = request.Accept();
                await transport.EchoAsync(token);
            },
            TunnelLayer.Outer,
            Limits,
            TimeProvider.System,
            Cancel);
    }
}
