using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Pooling;

public sealed class HbonePoolTests
{
    private static readonly IPEndPoint Destination = new(IPAddress.Parse("10.0.0.1"), 15008);
    private static readonly PoolKey Key = new(Ids.Client, [Ids.Server], Destination, null);
    private static readonly HboneRequest Request = new(HboneAuthority.Of("echo.sample", 80), HboneHeaders.None);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Keys_are_equal_whatever_the_order_of_the_expected_identities() =>
        Assert.Equal(Key with { }, new PoolKey(Ids.Client, [Ids.Server], Destination, null));

    [Fact]
    public void Keys_differ_by_source_expected_identities_and_addresses()
    {
        var one = new PoolKey(Ids.Client, [Ids.Server, Ids.Gateway, Ids.Server], Destination, null);
        Assert.Equal(one, new PoolKey(Ids.Client, [Ids.Gateway, Ids.Server], Destination, null));
        Assert.Equal(one.GetHashCode(), new PoolKey(Ids.Client, [Ids.Gateway, Ids.Server], Destination, null).GetHashCode());
        Assert.NotEqual(one, new PoolKey(Ids.Client, [Ids.Gateway], Destination, null));
        Assert.NotEqual(one, new PoolKey(Ids.Server, one.Expected, Destination, null));
        Assert.NotEqual(one, new PoolKey(Ids.Client, one.Expected, new IPEndPoint(Destination.Address, 1), null));
        Assert.NotEqual(one, new PoolKey(Ids.Client, one.Expected, Destination, IPAddress.Loopback));
    }

    [Fact]
    public Task Many_at_once_share_one_dial() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh();
        var tunnels = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => mesh.OpenAsync(Key)));
        Assert.Equal(1, mesh.Dials);
        Assert.All(tunnels, t => Assert.Equal(Ids.Server, t.Peer.Identity));
    });

    [Fact]
    public Task Many_at_once_of_three_keys_share_three_dials() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh();
        var keys = Enumerable.Range(1, 3).Select(port => new PoolKey(Ids.Client, [Ids.Server], new IPEndPoint(Destination.Address, port), null)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 150).Select(number => mesh.OpenAsync(keys[number % 3])));
        Assert.Equal((3, 3), (mesh.Dials, mesh.Pool.Connections));
    });

    [Fact]
    public Task A_full_connection_makes_another_and_is_used_again_when_streams_end() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh(TunnelLimits.Default with { MaxStreamsPerConnection = 2 });
        var first = await mesh.OpenAsync(Key);
        await mesh.OpenAsync(Key);
        await mesh.OpenAsync(Key);
        await mesh.OpenAsync(Key);
        Assert.Equal(2, mesh.Dials);

        await first.Transport.DisposeAsync();
        await mesh.OpenAsync(Key);

        Assert.Equal(2, mesh.Dials);
        Assert.Equal(2, mesh.Pool.Connections);
    });

    [Fact]
    public Task The_peers_limit_of_streams_holds_where_it_is_smaller() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh(TunnelLimits.Default with { ServerHttp2 = Http2Limits.Server with { MaxConcurrentStreams = 3 } });
        await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => mesh.OpenAsync(Key)));
        Assert.True(mesh.Dials >= 3);
        Assert.All(mesh.StreamCounts, count => Assert.InRange(count, 0, 3));
    });

    [Fact]
    public Task A_failed_dial_fails_all_who_wait_and_the_next_caller_dials_again() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh { Gate = new TaskCompletionSource() };
        var waiting = Enumerable.Range(0, 5).Select(_ => mesh.OpenAsync(Key)).ToList();
        mesh.Gate.SetException(new TunnelException(TunnelLayer.Transport, TunnelFault.ConnectFailed, "cannot connect"));
        foreach (var one in waiting)
        {
            var failure = await Assert.ThrowsAsync<TunnelException>(() => one);
            Assert.Equal((TunnelLayer.Outer, TunnelFault.ConnectFailed), (failure.Layer, failure.Fault));
            Assert.Equal("outer tunnel: cannot connect", failure.Message);
        }
        Assert.Equal((1, 0), (mesh.Dials, mesh.Pool.Connections));

        mesh.Gate = null;
        await mesh.OpenAsync(Key);
        Assert.Equal(2, mesh.Dials);
    });

    [Fact]
    public Task A_caller_that_gives_up_does_not_stop_the_dial_of_others() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh { Gate = new TaskCompletionSource() };
        using var stop = new CancellationTokenSource();
        var first = mesh.Pool.OpenAsync(Key, Request, stop.Token).AsTask();
        var second = mesh.OpenAsync(Key);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        mesh.Gate.SetResult();
        await second;
        Assert.Equal(1, mesh.Dials);
    });

    [Fact]
    public Task A_dial_that_hangs_ends_in_time() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        await using var mesh = new PoolMesh(time: time) { Gate = new TaskCompletionSource() };
        var opening = mesh.OpenAsync(Key);
        while (mesh.Dials == 0)
            await Task.Delay(1, Cancel);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.ConnectTimeoutSeconds));
        var failure = await Assert.ThrowsAsync<TunnelException>(() => opening);
        Assert.Equal("outer tunnel: `10.0.0.1:15008` did not answer within 10 s; is a NetworkPolicy or firewall in the way?", failure.Message);
        Assert.Equal(TunnelLayer.Transport, Assert.IsType<TunnelException>(failure.InnerException).Layer);
        Assert.Equal(TunnelFault.TimedOut, failure.Fault);
    });

    [Fact]
    public Task Keys_do_not_wait_for_each_other() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh { Gate = new TaskCompletionSource() };
        var stuck = mesh.OpenAsync(Key);
        while (mesh.Dials == 0)
            await Task.Delay(1, Cancel);
        mesh.Gate = null;
        await mesh.OpenAsync(new PoolKey(Ids.Client, [Ids.Server], new IPEndPoint(IPAddress.Loopback, 1), null));
        Assert.False(stuck.IsCompleted);
    });

    [Fact]
    public Task An_idle_connection_is_closed_in_time_and_a_busy_one_is_not() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        var limits = TunnelLimits.Default with { PingIntervalSeconds = 100_000 };
        await using var mesh = new PoolMesh(limits, time);
        var tunnel = await mesh.OpenAsync(Key);
        time.Advance(TimeSpan.FromSeconds(limits.PoolIdleSeconds * 2));
        Assert.Equal(1, mesh.Pool.Connections);
        await tunnel.Transport.DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(limits.PoolIdleSeconds - 1));
        Assert.Equal(1, mesh.Pool.Connections);
        time.Advance(TimeSpan.FromSeconds(limits.PoolIdleSeconds / 10 + 1));
        await mesh.UntilAsync(() => mesh.Pool.Connections == 0);
        await mesh.OpenAsync(Key);
        Assert.Equal(2, mesh.Dials);
    });

    [Fact]
    public Task A_connection_that_the_peer_drains_serves_its_tunnels_and_no_new_ones() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh();
        var old = await mesh.OpenAsync(Key);
        await mesh.StopServersAsync();
        await mesh.UntilAsync(async () =>
        {
            var tunnel = await mesh.OpenAsync(Key);
            await tunnel.Transport.DisposeAsync();
            return mesh.Dials == 2;
        });
        Assert.Equal([1, 2], await old.Transport.ExchangeAsync([1, 2], Cancel));
        await mesh.UntilAsync(() => mesh.Pool.Connections == 1);
    });

    [Fact]
    public Task A_broken_connection_is_replaced() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh();
        var tunnel = await mesh.OpenAsync(Key);
        mesh.Break();
        await Assert.ThrowsAsync<TunnelException>(() => tunnel.Transport.ReceiveAllAsync(Cancel));
        await mesh.UntilAsync(() => mesh.Pool.Connections == 0);
        await mesh.OpenAsync(Key);
        Assert.Equal(2, mesh.Dials);
    });

    [Fact]
    public Task Limits_of_connections_are_kept_for_a_key_and_in_all() => OnLoop.RunAsync(async () =>
    {
        var limits = TunnelLimits.Default with { MaxStreamsPerConnection = 1, MaxConnectionsPerKey = 2, MaxPooledConnections = 3 };
        await using var mesh = new PoolMesh(limits);
        await mesh.OpenAsync(Key);
        await mesh.OpenAsync(Key);
        var perKey = await Assert.ThrowsAsync<TunnelException>(() => mesh.OpenAsync(Key));
        Assert.Equal("outer tunnel: 2 connections to `10.0.0.1:15008` are full", perKey.Message);
        PoolKey Other(int port) => new(Ids.Client, [Ids.Server], new IPEndPoint(IPAddress.Loopback, port), null);
        await mesh.OpenAsync(Other(1));
        var inAll = await Assert.ThrowsAsync<TunnelException>(() => mesh.OpenAsync(Other(2)));
        Assert.Equal("outer tunnel: the pool is full with 3 connections", inAll.Message);
        Assert.All([perKey, inAll], e => Assert.Equal(TunnelFault.LimitReached, e.Fault));
    });

    [Fact]
    public Task A_drained_pool_lets_tunnels_end_and_takes_no_more() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh();
        var tunnel = await mesh.OpenAsync(Key);
        var draining = mesh.Pool.DrainAsync(Cancel);
        var refused = await Assert.ThrowsAsync<TunnelException>(() => mesh.OpenAsync(Key));
        Assert.Equal(TunnelFault.Closed, refused.Fault);
        Assert.Equal([1], await tunnel.Transport.ExchangeAsync([1], Cancel));
        await draining;
        await mesh.UntilAsync(() => mesh.Pool.Connections == 0);
    });

    [Fact]
    public Task A_peer_of_another_identity_is_refused_by_name() => OnLoop.RunAsync(async () =>
    {
        await using var mesh = new PoolMesh();
        var failure = await Assert.ThrowsAsync<TunnelException>(() => mesh.OpenAsync(new PoolKey(Ids.Client, [Ids.Gateway], Destination, null)));
        Assert.Equal($"outer tunnel: the peer presented {Ids.Server}, expected {Ids.Gateway}", failure.Message);
        Assert.Equal(0, mesh.Pool.Connections);
    });

    [Fact]
    public Task A_renewed_certificate_makes_a_new_connection_and_the_old_one_serves_to_its_end() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();

        // Time leaps here, and nobody could answer in between.
        var limits = TunnelLimits.Default with { MaxConnectionsPerKey = 1, PingIntervalSeconds = 1_000_000 };
        await using var mesh = new PoolMesh(limits, time);
        var before = await mesh.OpenAsync(Key);
        mesh.Renew(Ids.Client);
        var after = await mesh.OpenAsync(Key);
        Assert.Equal((2, 2), (mesh.Dials, mesh.Pool.Connections));

        time.Advance(TimeSpan.FromSeconds(limits.PoolIdleSeconds / 10 + 1));
        Assert.Equal([1, 2], await before.Transport.ExchangeAsync([1, 2]));
        Assert.Equal([3], await after.Transport.ExchangeAsync([3]));
        await before.Transport.DisposeAsync();
        await mesh.UntilAsync(() => mesh.StreamCounts.Count(count => count > 0) <= 1);

        // Before it is idle for as long as others may be.
        time.Advance(TimeSpan.FromSeconds(limits.PoolIdleSeconds / 10 + 1));
        await mesh.UntilAsync(() => mesh.Pool.Connections == 1);
        await mesh.OpenAsync(Key);
        Assert.Equal(2, mesh.Dials);
    });

    /// <summary>A pool, and behind every address a server that echoes.</summary>
    private sealed class PoolMesh : IAsyncDisposable
    {
        private readonly TestPki _pki = new();
        private readonly TunnelLimits _limits;
        private readonly List<Task> _serving = [];
        private readonly List<MemoryTransport> _transports = [];
        private CancellationTokenSource _stop = new();
        private int _dials;

        public PoolMesh(TunnelLimits? limits = null, TimeProvider? time = null)
        {
            _limits = limits ?? TunnelLimits.Default;
            Pool = new HbonePool(DialAsync, _pki, TunnelLayer.Outer, _limits, time ?? TimeProvider.System);
        }

        public HbonePool Pool { get; }

        public int Dials => Volatile.Read(ref _dials);

        /// <summary>What dials wait for.</summary>
        public TaskCompletionSource? Gate { get; set; }

        /// <summary>How many streams each server has now.</summary>
        public IEnumerable<int> StreamCounts => _counts.Values;

        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> _counts = [];

        public void Renew(SpiffeId identity) => _pki.Renew(identity);

        public Task<HboneTunnel> OpenAsync(PoolKey key) => Pool.OpenAsync(key, Request, Cancel).AsTask();

        public Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

        public async Task UntilAsync(Func<Task<bool>> condition)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!await condition())
                await Task.Delay(1, limit.Token);
        }

        public async Task StopServersAsync()
        {
            var old = _stop;
            _stop = new CancellationTokenSource();
            await old.CancelAsync();
        }

        public void Break()
        {
            lock (_transports)
                _transports.ForEach(t => t.Abort());
        }

        public async ValueTask DisposeAsync()
        {
            Gate?.TrySetCanceled();
            await Pool.DisposeAsync();
            foreach (var serving in _serving.ToList())
                await serving;
        }

        private async ValueTask<ITransport> DialAsync(DialTarget target, CancellationToken cancellationToken)
        {
            var dial = Interlocked.Increment(ref _dials);
            if (Gate is { } gate)
                await gate.Task.WaitAsync(cancellationToken);
            var (left, right) = MemoryTransport.CreatePair();
            lock (_transports)
            {
                _transports.Add(left);
                _serving.Add(ServeAsync(right, dial, _stop.Token));
            }
            return left;
        }

        private async Task ServeAsync(ITransport transport, int dial, CancellationToken stopping)
        {
            TlsTunnel tls;
            try
            {
                tls = await SpiffeHandshake.AcceptAsync(
                    transport, _pki.Issue(Ids.Server), TunnelLayer.Outer, _limits, TimeProvider.System, CancellationToken.None);
            }
            catch (TunnelException)
            {
                // The client did not want this server.
                return;
            }
            await HboneServer.RunAsync(
                tls,
                async (request, token) =>
                {
                    _counts.AddOrUpdate(dial, 1, (_, n) => n + 1);
                    await using var accepted = request.Accept();
                    try
                    {
                        await accepted.EchoAsync(token);
                    }
                    finally
                    {
                        _counts.AddOrUpdate(dial, 0, (_, n) => n - 1);
                    }
                },
                TunnelLayer.Outer,
                _limits,
                TimeProvider.System,
                stopping);
        }
    }
}
