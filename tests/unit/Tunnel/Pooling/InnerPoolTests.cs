using System.Net;
using System.Text;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Pooling;

/// <summary>Inner tunnels through a gateway that chooses one of several endpoints by chance for each.</summary>
public sealed class InnerPoolTests
{
    private static readonly HboneRequest Request = new(HboneAuthority.Of("hello.sample.svc.cluster.local", 80), HboneHeaders.None);

    [Fact]
    public Task A_thousand_connections_are_spread_over_eight_endpoints_by_few_handshakes() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 8);
        var opened = new List<HboneTunnel>();
        for (var i = 0; i < 1000; i++)
        {
            opened.Add(await mesh.OpenAsync(Ids.Client));
            mesh.Time.Advance(TimeSpan.FromSeconds(0.1));
        }

        var mean = mesh.Loads.Average();
        var variation = Math.Sqrt(mesh.Loads.Average(load => (load - mean) * (load - mean))) / mean;
        Assert.Equal(1000, mesh.Loads.Sum());
        Assert.InRange(variation, 0, 0.15);
        Assert.InRange(mesh.Pool.Opened, 8, 100);
        TestContext.Current.SendDiagnosticMessage($"variation {variation:F3}, {mesh.Pool.Opened} handshakes for 1000 connections");
    });

    [Fact]
    public Task Connections_of_one_source_never_go_through_a_tunnel_of_another() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 2);
        for (var i = 0; i < 20; i++)
        {
            var source = i % 2 == 0 ? Ids.Client : Ids.Gateway;
            var tunnel = await mesh.OpenAsync(source);
            Assert.Equal(source.ToString(), Encoding.ASCII.GetString(await tunnel.Transport.ExchangeAsync([])));
        }
    });

    [Fact]
    public Task One_endpoint_takes_one_tunnel_however_many_come_at_once() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 1);
        var opened = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => mesh.OpenAsync(Ids.Client)));

        Assert.Equal(1, mesh.Pool.Opened);
        Assert.All(opened, tunnel => Assert.Equal((Ids.Server, Ids.Gateway), (tunnel.Peer.Identity, tunnel.OuterPeer!.Identity)));
    });

    [Fact]
    public Task A_tunnel_that_broke_is_replaced() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 1);
        var first = await mesh.OpenAsync(Ids.Client);
        mesh.Break();
        await Assert.ThrowsAsync<TunnelException>(() => first.Transport.ReceiveAllAsync());

        var second = await mesh.OpenAsync(Ids.Client);
        Assert.Equal(Ids.Client.ToString(), Encoding.ASCII.GetString(await second.Transport.ExchangeAsync([])));
        Assert.Equal((2, 1), (mesh.Pool.Opened, mesh.Pool.Tunnels));
    });

    [Fact]
    public Task An_endpoint_of_another_identity_fails_who_waits_and_leaves_nothing() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 1) { Expected = Ids.Gateway };
        var failure = await Assert.ThrowsAsync<TunnelException>(() => mesh.OpenAsync(Ids.Client));

        Assert.Equal($"inner tunnel: the peer presented {Ids.Server}, expected {Ids.Gateway}", failure.Message);
        Assert.Equal(0, mesh.Pool.Tunnels);
    });

    [Fact]
    public Task Old_and_idle_tunnels_end_when_nothing_goes_through_them() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 1);
        await (await mesh.OpenAsync(Ids.Client)).Transport.ExchangeAsync([]);
        var held = await mesh.OpenAsync(Ids.Client);
        mesh.Time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.InnerTunnelMaxAgeSeconds));
        Assert.Equal(1, mesh.Pool.Tunnels);

        await held.Transport.ExchangeAsync([]);
        mesh.Time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.PoolIdleSeconds));
        await mesh.HasTunnelsAsync(0);
    });

    [Fact]
    public Task A_renewed_certificate_makes_new_tunnels_and_old_ones_serve_to_their_end() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new Mesh(endpoints: 1);
        var before = await mesh.OpenAsync(Ids.Client);
        mesh.Renew(Ids.Client);
        var after = await mesh.OpenAsync(Ids.Client);
        Assert.Equal((2, 2), (mesh.Pool.Opened, mesh.Pool.Tunnels));

        foreach (var tunnel in new[] { before, after })
            Assert.Equal(Ids.Client.ToString(), Encoding.ASCII.GetString(await tunnel.Transport.ExchangeAsync([])));
        mesh.Time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.PoolIdleSeconds / 10 + 1));
        await mesh.HasTunnelsAsync(1);
    });

    private sealed class Mesh : IAsyncDisposable
    {
        private readonly TestPki _pki = new();

        // Time leaps here, and nobody could answer in between.
        private static readonly TunnelLimits Limits = TunnelLimits.Default with { PingIntervalSeconds = 1_000_000 };
        private readonly Random _dice = new(7);
        private readonly int[] _loads;
        private readonly HbonePool _outer;
        private readonly List<ITransport> _carried = [];

        public Mesh(int endpoints)
        {
            _loads = new int[endpoints];
            _outer = new HbonePool(DialAsync, _pki, TunnelLayer.Outer, Limits, Time);
            Pool = new InnerPool(_outer, _pki, Limits, Time, () => (ulong)_dice.NextInt64());
            _outer.Swept += Pool.Sweep;
        }

        public TestTime Time { get; } = new();

        public InnerPool Pool { get; }

        public int[] Loads => _loads;

        public SpiffeId Expected { get; init; } = Ids.Server;

        public Task<HboneTunnel> OpenAsync(SpiffeId source)
        {
            var gateway = new PoolKey(source, [Ids.Gateway], new IPEndPoint(IPAddress.Loopback, 15008), null);
            var key = new InnerKey(gateway, Request.Authority.ToString(), new AcceptedPeers.OneOf([Expected]));
            return Pool.OpenAsync(key, Request, Request, _loads.Length, CancellationToken.None).AsTask();
        }

        public void Renew(SpiffeId identity) => _pki.Renew(identity);

        public void Break() => _carried.ForEach(transport => transport.Abort());

        public async Task HasTunnelsAsync(int count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Pool.Tunnels != count)
                await Task.Delay(1, limit.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await Pool.CloseAsync();
            await _outer.DisposeAsync();
        }

        private ValueTask<ITransport> DialAsync(DialTarget target, CancellationToken cancellationToken)
        {
            var (left, right) = MemoryTransport.CreatePair();
            _ = ServeAsync(right, Ids.Gateway, RelayAsync);
            return ValueTask.FromResult<ITransport>(left);
        }

        /// <summary>The gateway: it relays to an endpoint by chance, whose bytes it cannot read.</summary>
        private async Task RelayAsync(HboneServerRequest request, CancellationToken cut)
        {
            var endpoint = _dice.Next(_loads.Length);
            var (left, right) = MemoryTransport.CreatePair();
            _carried.Add(left);
            _ = ServeAsync(right, Ids.Server, (inner, innerCut) => AnswerAsync(inner, endpoint, innerCut));
            await ScopeMesh.Tunnel.Relay.RunAsync(request.Accept(), left, cut);
        }

        /// <summary>The endpoint: it says who called when the caller has said all.</summary>
        private async Task AnswerAsync(HboneServerRequest request, int endpoint, CancellationToken cut)
        {
            _loads[endpoint]++;
            await using var tunnel = request.Accept(endpoint: $"e{endpoint}");
            await tunnel.ReceiveAllAsync(cut);
            await tunnel.SendAsync(Encoding.ASCII.GetBytes(request.Peer.ToString()), cut);
            await tunnel.CompleteAsync(cut);
        }

        private async Task ServeAsync(ITransport transport, SpiffeId identity, HboneHandler handler)
        {
            try
            {
                var tls = await SpiffeHandshake.AcceptAsync(
                    transport, _pki.Issue(identity), TunnelLayer.Outer, Limits, Time, CancellationToken.None);
                await HboneServer.RunAsync(tls, handler, TunnelLayer.Outer, Limits, Time, CancellationToken.None);
            }
            catch (TunnelException)
            {
                // The caller did not want it.
            }
        }
    }
}
