using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>
/// Why a pod's programs get no connection: the reason in the trace, SOCKS' reply, the flag that counts it, and the words of the log.
/// </summary>
[Collection(MeshCollection.Name)]
public sealed class OutboundReasonTests
{
    private static readonly MeshService Cart = Bench.Service("cart", "10.0.9.1");
    private static readonly Workload Callee = Bench.Callee.In(Cart);
    private static readonly SpiffeId Stranger = new("cluster.local", "shop", "stranger");
    private static readonly GatewayAddress Nowhere = new GatewayAddress.Named(new("shop", "nowhere.example"), WellKnown.HbonePort);
    private static readonly Dictionary<string, (RouteTable Table, string Host, int Port, Socks5Reply Reply)> Undecided = new()
    {
        ["unknown-source"] = (Bench.Table([Cart], [Callee]), "cart.shop", 80, Socks5Reply.GeneralFailure),
        ["unknown-host"] = (Of(Cart, Callee), "nobody.shop", 80, Socks5Reply.HostUnreachable),
        ["unknown-port"] = (Of(Cart, Callee), "cart.shop", 81, Socks5Reply.ConnectionRefused),
        ["no-healthy-endpoint"] = (Of(Cart), "cart.shop", 80, Socks5Reply.ConnectionRefused),
        ["no-address"] = (Of(Cart, Callee with { Addresses = [] }), "cart.shop", 80, Socks5Reply.HostUnreachable),
        ["no-gateway"] = (Of(Cart, Callee with { Network = Bench.Elsewhere }), "cart.shop", 80, Socks5Reply.HostUnreachable),
        ["unknown-waypoint"] = (Of(Cart with { Waypoint = Nowhere }, Callee), "cart.shop", 80, Socks5Reply.GeneralFailure),
        ["no-identity"] = (Of(Cart, Callee with { Network = Bench.Elsewhere, NetworkGateway = Nowhere }), "cart.shop", 80, Socks5Reply.GeneralFailure),
        ["not-in-registry"] = (Of(OutboundTraffic.RegistryOnly), "10.0.0.77", 80, Socks5Reply.NotAllowed),
        ["self-call"] = (Of(Cart, Callee), "10.0.0.2", WellKnown.HbonePort, Socks5Reply.GeneralFailure),
        [HostLookup.Unresolved] = (
            Of(Cart, Callee with { Addresses = [], Hostname = "nobody.invalid" }), "cart.shop", 80, Socks5Reply.HostUnreachable),
    };

    /// <summary>The reasons for which nothing is tried.</summary>
    public static TheoryData<string> Reasons => [.. Undecided.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task What_leads_nowhere_is_refused_for_its_reason(string reason)
    {
        var (table, host, port, reply) = Undecided[reason];
        await using var bench = new ProxyBench(table);
        await IsRefusedAsync(bench, host, port, reason, reply);
        Assert.Contains("connection failed ", bench.Lines.Text);
    }

    [Theory]
    [InlineData(401, "policy-denied", Socks5Reply.NotAllowed)]
    [InlineData(404, "unknown-authority", Socks5Reply.GeneralFailure)]
    [InlineData(503, "unavailable", Socks5Reply.GeneralFailure)]
    [InlineData(400, "refused", Socks5Reply.GeneralFailure)]
    internal async Task Any_status_but_200_is_CONNECT(int status, string reason, Socks5Reply reply)
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        FakePeer.Serve(bench, Callee.Hbone(), Callee.Identity, (request, _, _) =>
        {
            request.Reject(status);
            return Task.CompletedTask;
        });

        await IsRefusedAsync(bench, "cart.shop", 80, reason, reply);
        await bench.CountsAsync("CONNECT");
        await bench.Lines.ShowsAsync($"the peer answered CONNECT `10.0.0.2:8080` with status {status}");
    }

    [Fact]
    public async Task Nobody_listening_is_connect_failed_and_CONNECT()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        await IsRefusedAsync(bench, "cart.shop", 80, "connect-failed", Socks5Reply.ConnectionRefused);
        await bench.CountsAsync("CONNECT");
    }

    [Fact]
    public async Task An_HBONE_port_that_does_not_answer_is_timed_out_and_NETWORK_POLICY()
    {
        // The socket's time is over before the pool's.
        await using var bench = new ProxyBench(Of(Cart, Callee), TunnelLimits.Default, sockets: TunnelLimits.Default with { ConnectTimeoutSeconds = 1 });
        using var full = await FullAsync(bench.Network.Map.ToLoopback(Callee.Hbone())!);
        await IsRefusedAsync(bench, "cart.shop", 80, "timed-out", Socks5Reply.TimedOut);
        await bench.CountsAsync("NETWORK_POLICY");
    }

    [Theory]
    [InlineData(false, "the TLS handshake took longer than 1 s")]
    [InlineData(true, "the peer did not begin HTTP/2 within 1 s")]
    public async Task A_peer_that_stalls_is_timed_out_and_CONNECT(bool afterTls, string why)
    {
        await using var bench = new ProxyBench(Of(Cart, Callee), TunnelLimits.Default with { HandshakeTimeoutSeconds = 1 });
        AtCallee(bench, afterTls, _ => Task.CompletedTask);
        await IsRefusedAsync(bench, "cart.shop", 80, "timed-out", Socks5Reply.TimedOut);
        await bench.CountsAsync("CONNECT");
        await bench.Lines.ShowsAsync(why);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_CONNECT_is_timed_out_and_CONNECT()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee), TunnelLimits.Default with { ResponseTimeoutSeconds = 1 });
        FakePeer.Serve(bench, Callee.Hbone(), Callee.Identity, (_, _, cut) => Task.Delay(Timeout.Infinite, cut));
        await IsRefusedAsync(bench, "cart.shop", 80, "timed-out", Socks5Reply.TimedOut);
        await bench.CountsAsync("CONNECT");
        await bench.Lines.ShowsAsync("no answer to CONNECT `10.0.0.2:8080` within 1 s");
    }

    [Theory]
    [InlineData(false, "tls-failed", "TLS_FAILURE")]
    [InlineData(true, "protocol-error", "H2_HANDSHAKE_FAILURE")]
    public async Task A_peer_that_speaks_something_else_is_told_of_by_what_it_should_have_spoken(bool afterTls, string reason, string flag)
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        AtCallee(bench, afterTls, async peer => await peer.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), CancellationToken.None));
        await IsRefusedAsync(bench, "cart.shop", 80, reason, Socks5Reply.GeneralFailure);
        await bench.CountsAsync(flag);
    }

    /// <summary>It hangs up at the second tunnel of a connection, when HTTP/2 is spoken already.</summary>
    [Fact]
    public async Task A_peer_that_hangs_up_is_reset_and_CONNECT()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        var known = new ConcurrentDictionary<SocketTransport, bool>();
        FakePeer.Serve(bench, Callee.Hbone(), Callee.Identity, async (request, connection, _) =>
        {
            if (known.TryAdd(connection, true))
                await FakePeer.EchoAsync(request);
            else
                connection.Abort();
        });

        var socks = bench.Serve(Bench.Caller);
        await Assert.ThrowsAsync<Socks5Exception>(async () =>
        {
            for (var call = 0; call < 100; call++)
                await ProxyBench.ExchangeAsync(socks, "cart.shop", 80, "a"u8.ToArray());
        });
        Assert.Equal("reset", bench.Traces.Find("bench")!.Refused);
        await bench.CountsAsync("CONNECT");
    }

    [Fact]
    public async Task A_peer_that_hangs_up_before_HTTP_2_is_tls_failed()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        AtCallee(bench, afterTls: true, async peer => await peer.DisposeAsync());
        await IsRefusedAsync(bench, "cart.shop", 80, "tls-failed", Socks5Reply.GeneralFailure);
        await bench.CountsAsync("TLS_FAILURE");
        await bench.Lines.ShowsAsync("it may have refused our certificate");
    }

    [Fact]
    public async Task Another_than_who_is_expected_is_identity_mismatch_and_TLS_FAILURE()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        FakePeer.Echo(bench, Callee.Hbone(), Stranger);
        await IsRefusedAsync(bench, "cart.shop", 80, "identity-mismatch", Socks5Reply.GeneralFailure);
        await bench.CountsAsync("TLS_FAILURE");
        await bench.Lines.ShowsAsync($"the peer presented {Stranger}, expected {Callee.Identity}");
    }

    [Fact]
    public async Task A_revoked_peer_is_certificate_revoked_and_CERT_REVOKED()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        bench.Certificates.Revoke(bench.Certificates.Pki.RevokeIntermediate());
        FakePeer.Echo(bench, Callee.Hbone(), Callee.Identity);
        await IsRefusedAsync(bench, "cart.shop", 80, "certificate-revoked", Socks5Reply.GeneralFailure);
        await bench.CountsAsync("CERT_REVOKED");
    }

    [Fact]
    public async Task A_pod_without_a_certificate_calls_nobody_and_is_IDENTITY_ERROR()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        bench.Certificates.Unavailable = "no certificate of the pod";
        await IsRefusedAsync(bench, "cart.shop", 80, "tls-failed", Socks5Reply.GeneralFailure);
        await bench.CountsAsync("IDENTITY_ERROR");
    }

    [Fact]
    public async Task A_pool_that_is_full_is_limit_reached_and_CONNECT()
    {
        await using var bench = new ProxyBench(
            Of(Cart, Callee), TunnelLimits.Default with { MaxConnectionsPerKey = 1, MaxStreamsPerConnection = 1 });
        FakePeer.Echo(bench, Callee.Hbone(), Callee.Identity);

        // Each loop has a pool of its own: so many connections that one of them must be full.
        var socks = bench.Serve(Bench.Caller);
        var open = new List<Stream>();
        var refused = await Assert.ThrowsAsync<Socks5Exception>(async () =>
        {
            while (open.Count < 100)
                open.Add(await Socks5Client.ConnectAsync(socks, "cart.shop", 80, "bench", CancellationToken.None));
        });

        Assert.Equal(Socks5Reply.GeneralFailure, refused.Reply);
        Assert.Equal("limit-reached", bench.Traces.Find("bench")!.Refused);
        await bench.CountsAsync("CONNECT");
        foreach (var stream in open)
            await stream.DisposeAsync();
    }

    [Fact]
    public async Task A_node_proxy_that_drains_opens_no_more_and_that_is_closed()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        FakePeer.Echo(bench, Callee.Hbone(), Callee.Identity);
        var socks = bench.Serve(Bench.Caller);
        foreach (var _ in Enumerable.Range(0, 8))
            Assert.Equal("a"u8.ToArray(), await ProxyBench.ExchangeAsync(socks, "cart.shop", 80, "a"u8.ToArray()));
        await bench.Pools.DrainAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<Socks5Exception>(
            () => Socks5Client.ConnectAsync(socks, "cart.shop", 80, "bench", CancellationToken.None));
        Assert.Equal(Socks5Reply.GeneralFailure, refused.Reply);
        Assert.Equal("closed", bench.Traces.Find("bench")!.Refused);
    }

    [Fact]
    public async Task What_succeeds_has_no_reason_and_no_flag()
    {
        await using var bench = new ProxyBench(Of(Cart, Callee));
        var asked = FakePeer.Echo(bench, Callee.Hbone(), Callee.Identity);
        Assert.Equal("hello"u8.ToArray(), await ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "cart.shop", 80, "hello"u8.ToArray()));

        Assert.Null(bench.Traces.Find("bench")!.Refused);
        await bench.CountsAsync("-");
        Assert.Null(Assert.Single(asked.Requests).Headers.ForwardedNetwork);
    }

    private static async Task IsRefusedAsync(ProxyBench bench, string host, int port, string reason, Socks5Reply reply)
    {
        var socks = bench.Serve(Bench.Caller);
        var refused = await Assert.ThrowsAsync<Socks5Exception>(
            () => Socks5Client.ConnectAsync(socks, host, port, "bench", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30)));
        var trace = bench.Traces.Find("bench")!;
        Assert.Equal((reason, reply), (trace.Refused, refused.Reply));
        await bench.Lines.ShowsAsync($"error=\"{trace.Error!.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>A peer at the callee's HBONE port that does something before or after TLS, and then says nothing more.</summary>
    private static void AtCallee(ProxyBench bench, bool afterTls, Func<ITransport, Task> act)
    {
        bench.Listen(Callee.Hbone(), async (transport, stop) =>
        {
            await using (transport)
            {
                var peer = afterTls
                    ? (await SpiffeHandshake.AcceptAsync(
                        transport,
                        bench.Certificates.Pki.Issue(Callee.Identity),
                        TunnelLayer.Outer,
                        bench.Limits,
                        TimeProvider.System,
                        CancellationToken.None)).Transport
                    : transport;
                await act(peer);
                _ = await Record.ExceptionAsync(() => Support.Tunnel.Transports.ReceiveAllAsync(peer, stop.Cut));
            }
        });
    }

    /// <summary>Something that listens, and whose queue has no room: what connects gets no answer.</summary>
    private static async Task<IDisposable> FullAsync(IPEndPoint end)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(end);
        listener.Listen(0);
        var waiting = new List<Socket> { listener };
        Task connecting;
        do
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            waiting.Add(socket);
            connecting = socket.ConnectAsync(end);
        }
        while (await Task.WhenAny(connecting, Task.Delay(500)) == connecting);
        return new Full(waiting);
    }

    private static RouteTable Of(MeshService service, params Workload[] workloads) => Bench.Table([service], [Bench.Caller, .. workloads]);

    private sealed record Full(List<Socket> Sockets) : IDisposable
    {
        public void Dispose() => Sockets.ForEach(socket => socket.Dispose());
    }
}
