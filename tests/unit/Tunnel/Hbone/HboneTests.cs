using System.Security.Cryptography;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Hbone;

public sealed class HboneTests
{
    private static readonly HboneRequest Request = new(HboneAuthority.Of("echo.sample", 80), HboneHeaders.None);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task The_server_sees_what_the_client_says_and_the_client_what_the_server_answers() => OnLoop.RunAsync(async () =>
    {
        var headers = new HboneHeaders { Baggage = new Baggage { Cluster = "east" }, ForwardedNetwork = "n", IstioSource = "gateway" };
        var baggage = new Baggage { Cluster = "west" };
        HboneServerRequest? seen = null;
        await using var link = await Link.StartAsync(async (request, token) =>
        {
            seen = request;
            await request.Accept(baggage).EchoAsync(token);
        });

        var tunnel = await link.Client.OpenAsync(Request with { Headers = headers }, Cancel);

        Assert.Equal([1, 2], await tunnel.Transport.ExchangeAsync([1, 2], Cancel));
        Assert.Equal((Request.Authority, headers, Ids.Client), (seen!.Authority, seen.Headers, seen.Peer.Identity));
        Assert.Equal((baggage, Ids.Server), (tunnel.Baggage, tunnel.Peer.Identity));
    });

    [Theory]
    [InlineData(401)]
    [InlineData(503)]
    public Task A_rejection_is_an_error_with_its_status_and_the_connection_goes_on(int status) => OnLoop.RunAsync(async () =>
    {
        await using var link = await Link.StartAsync((request, _) =>
        {
            request.Reject(status);
            return Task.CompletedTask;
        });
        for (var i = 0; i < 3; i++)
        {
            var refused = await Assert.ThrowsAsync<TunnelException>(async () => await link.Client.OpenAsync(Request, Cancel));
            Assert.Equal((TunnelLayer.Outer, TunnelFault.Refused, status), (refused.Layer, refused.Fault, refused.Status));
            Assert.Equal($"outer tunnel: the peer answered CONNECT `echo.sample:80` with status {status}", refused.Message);
        }
    });

    [Fact]
    public Task A_handler_that_gives_no_answer_is_a_503() => OnLoop.RunAsync(async () =>
    {
        await using var link = await Link.StartAsync((_, _) => Task.CompletedTask);
        var refused = await Assert.ThrowsAsync<TunnelException>(async () => await link.Client.OpenAsync(Request, Cancel));
        Assert.Equal(503, refused.Status);
    });

    [Fact]
    public Task A_handler_that_fails_is_a_503_and_shows_at_the_end() => OnLoop.RunAsync(async () =>
    {
        var link = await Link.StartAsync((_, _) => throw new InvalidDataException("a bug"));
        var refused = await Assert.ThrowsAsync<TunnelException>(async () => await link.Client.OpenAsync(Request, Cancel));
        Assert.Equal(503, refused.Status);
        await link.Client.DisposeAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => link.Serving);
    });

    [Theory]
    [InlineData("CONNECT", null)]
    [InlineData("CONNECT", "nowhere")]
    [InlineData("CONNECT", "10.0.0.1")]
    [InlineData("GET", "10.0.0.1:80")]
    public Task What_is_no_connect_to_somewhere_is_a_400_and_the_connection_goes_on(string method, string? authority) => OnLoop.RunAsync(async () =>
    {
        var pair = await TunnelPair.ConnectAsync();
        var serving = HboneServer.RunAsync(
            pair.Server, (request, token) => request.Accept().EchoAsync(token), TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, Cancel);
        var client = new RawClient(pair.Client.Transport);
        HeaderField[] target = authority is null ? [] : [new(":authority", authority)];
        HeaderField[] rest = method == "GET" ? [new(":scheme", "https"), new(":path", "/")] : [];

        Assert.Equal(400, await client.RequestAsync(1, [new(":method", method), .. target, .. rest], Cancel));
        Assert.Equal(200, await client.RequestAsync(3, [new(":method", "CONNECT"), new(":authority", "a:1")], Cancel));

        pair.Client.Transport.Abort();
        await serving;
    });

    [Fact]
    public Task A_peer_that_never_answers_is_given_up_in_time() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        var patient = TunnelLimits.Default with { HandshakeTimeoutSeconds = 1_000, PingIntervalSeconds = 1_000 };
        await using var link = await Link.StartAsync((_, token) => Task.Delay(Timeout.Infinite, token), clientTime: time, limits: patient);
        var opening = link.Client.OpenAsync(Request, Cancel);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.ResponseTimeoutSeconds));
        var failure = await Assert.ThrowsAsync<TunnelException>(async () => await opening);
        Assert.Equal("outer tunnel: no answer to CONNECT `echo.sample:80` within 30 s", failure.Message);
        Assert.Equal(TunnelFault.TimedOut, failure.Fault);
    });

    [Fact]
    public Task Stopping_a_server_lets_tunnels_end() => OnLoop.RunAsync(async () =>
    {
        using var stop = new CancellationTokenSource();
        await using var link = await Link.StartAsync((request, token) => request.Accept().EchoAsync(token), stopping: stop);
        var tunnel = await link.Client.OpenAsync(Request, Cancel);
        await stop.CancelAsync();
        while (link.Client.Session.IsAccepting)
            await Task.Delay(1, Cancel);
        await Assert.ThrowsAsync<TunnelException>(async () => await link.Client.OpenAsync(Request, Cancel));
        Assert.Equal([1], await tunnel.Transport.ExchangeAsync([1], Cancel));
        Assert.Equal(TunnelFault.Closed, (await link.Serving)?.Fault);
    });

    [Fact]
    public Task A_connection_that_is_cut_off_cancels_its_handlers() => OnLoop.RunAsync(async () =>
    {
        var cancelled = new TaskCompletionSource();
        var link = await Link.StartAsync(async (request, token) =>
        {
            request.Accept();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                cancelled.SetResult();
            }
        });
        await link.Client.OpenAsync(Request, Cancel);
        link.Client.Session.Abort();
        await cancelled.Task;
        Assert.Equal(TunnelFault.Reset, (await link.Serving)?.Fault);
    });

    [Fact]
    public Task What_a_whole_tunnel_received_is_delivered_after_its_connection_has_ended() => OnLoop.RunAsync(async () =>
    {
        var isGone = new TaskCompletionSource();
        var received = new TaskCompletionSource<byte[]>();
        var link = await Link.StartAsync(async (request, token) =>
        {
            var tunnel = request.Accept();
            await tunnel.CompleteAsync(token);
            await isGone.Task;
            received.SetResult(await tunnel.ReceiveAllAsync(token));
        });
        var sent = RandomNumberGenerator.GetBytes(1 << 15);
        var tunnel = await link.Client.OpenAsync(Request, Cancel);
        await tunnel.Transport.SendAsync(sent, Cancel);
        await tunnel.Transport.CompleteAsync(Cancel);
        Assert.Empty(await tunnel.Transport.ReceiveAllAsync(Cancel));

        await link.Client.DisposeAsync();
        isGone.SetResult();

        Assert.Equal(sent, await received.Task);
        await link.Serving;
    });

    [Fact]
    public Task A_whole_tunnel_that_nobody_reads_does_not_keep_a_server_from_stopping() => OnLoop.RunAsync(async () =>
    {
        using var stop = new CancellationTokenSource();
        var link = await Link.StartAsync(
            async (request, token) =>
            {
                await request.Accept().CompleteAsync(token);
                await Task.Delay(Timeout.Infinite, token);
            },
            stopping: stop,
            serverLimits: TunnelLimits.Default with { DrainTimeoutSeconds = 0 });
        var tunnel = await link.Client.OpenAsync(Request, Cancel);
        await tunnel.Transport.CompleteAsync(Cancel);
        Assert.Empty(await tunnel.Transport.ReceiveAllAsync(Cancel));
        await link.Client.DisposeAsync();
        Assert.False(link.Serving.IsCompleted);

        await stop.CancelAsync();
        Assert.Equal(TunnelFault.Closed, (await link.Serving)?.Fault);
    });

    [Fact]
    public Task A_double_tunnel_is_opaque_to_the_gateway_and_ends_as_a_whole() => OnLoop.RunAsync(async () =>
    {
        var pki = new TestPki();
        var gatewaySaw = new MemoryStream();
        var (nodeGate, nodeInbound) = MemoryTransport.CreatePair();
        var node = ServeInnerAsync(nodeInbound, pki);
        await using var link = await Link.StartAsync(
            async (request, token) =>
            {
                var result = await ScopeMesh.Tunnel.Relay.RunAsync(new Tap(request.Accept(), gatewaySaw), nodeGate, token);
                Assert.Null(result.Failure);
                await nodeGate.DisposeAsync();
            },
            pki);
        var outer = await link.Client.OpenAsync(Request, Cancel);

        var inner = await DoubleTunnel.OpenAsync(
            outer.Transport, pki.Issue(Ids.Client), [Ids.Server], Request, TunnelLimits.Default, TimeProvider.System, Cancel);
        var secret = "a secret of the application"u8.ToArray();
        Assert.Equal(secret, await inner.Transport.ExchangeAsync(secret, Cancel));
        await inner.Transport.DisposeAsync();

        await node;
        // A TLS handshake record (RFC 8446, 5.1).
        Assert.Equal([0x16, 0x03], gatewaySaw.ToArray()[..2]);
        Assert.Equal(-1, gatewaySaw.ToArray().AsSpan().IndexOf(secret));
        Assert.Equal(0, link.Client.Session.OpenStreams);
    });

    [Fact]
    public Task A_wrong_identity_in_the_inner_tunnel_is_refused_there() => OnLoop.RunAsync(async () =>
    {
        var pki = new TestPki();
        var (nodeGate, nodeInbound) = MemoryTransport.CreatePair();
        var node = ServeInnerAsync(nodeInbound, pki);
        await using var link = await Link.StartAsync((request, token) => ScopeMesh.Tunnel.Relay.RunAsync(request.Accept(), nodeGate, token), pki);
        var outer = await link.Client.OpenAsync(Request, Cancel);

        var failure = await Assert.ThrowsAsync<TunnelException>(async () => await DoubleTunnel.OpenAsync(
            outer.Transport, pki.Issue(Ids.Client), [Ids.Gateway], Request, TunnelLimits.Default, TimeProvider.System, Cancel));

        Assert.Equal((TunnelLayer.Inner, TunnelFault.IdentityMismatch), (failure.Layer, failure.Fault));
        Assert.Equal($"inner tunnel: the peer presented {Ids.Server}, expected {Ids.Gateway}", failure.Message);
        Assert.Equal(TunnelFault.IdentityMismatch, (await Assert.ThrowsAsync<TunnelException>(() => node)).Fault);
        Assert.Equal(0, link.Client.Session.OpenStreams);
    });

    [Fact]
    public Task An_outer_tunnel_that_breaks_is_named_by_the_inner() => OnLoop.RunAsync(async () =>
    {
        var pki = new TestPki();
        await using var link = await Link.StartAsync(async (request, token) =>
        {
            var transport = request.Accept();
            await transport.ReceiveAsync(new byte[1], token);
            transport.Abort();
        });
        var outer = await link.Client.OpenAsync(Request, Cancel);
        var failure = await Assert.ThrowsAsync<TunnelException>(async () => await DoubleTunnel.OpenAsync(
            outer.Transport, pki.Issue(Ids.Client), [Ids.Server], Request, TunnelLimits.Default, TimeProvider.System, Cancel));
        Assert.Equal((TunnelLayer.Outer, TunnelFault.Reset), (failure.Layer, failure.Fault));
    });

    [Fact]
    public Task An_outer_tunnel_that_breaks_later_is_named_by_the_inner_too() => OnLoop.RunAsync(async () =>
    {
        var pki = new TestPki();
        var (nodeGate, nodeInbound) = MemoryTransport.CreatePair();
        var node = ServeInnerAsync(nodeInbound, pki);
        await using var link = await Link.StartAsync((request, token) => ScopeMesh.Tunnel.Relay.RunAsync(request.Accept(), nodeGate, token), pki);
        var outer = await link.Client.OpenAsync(Request, Cancel);
        var inner = await DoubleTunnel.OpenAsync(
            outer.Transport, pki.Issue(Ids.Client), [Ids.Server], Request, TunnelLimits.Default, TimeProvider.System, Cancel);

        nodeGate.Abort();

        var failure = await Assert.ThrowsAsync<TunnelException>(() => inner.Transport.ReceiveAllAsync(Cancel));
        Assert.Equal((TunnelLayer.Outer, TunnelFault.Reset), (failure.Layer, failure.Fault));
        Assert.Equal("outer tunnel: the peer reset the stream (CONNECT_ERROR)", failure.Message);
        await inner.Transport.DisposeAsync();
        await node;
    });

    [Fact]
    public Task An_outer_tunnel_is_not_given_up_between_the_inner_peers_last_word_and_the_end_that_follows() => OnLoop.RunAsync(async () =>
    {
        var pki = new TestPki();
        var end = new TaskCompletionSource();
        var (nodeGate, nodeInbound) = MemoryTransport.CreatePair();
        var node = ServeInnerAsync(new LateEnd(nodeInbound, end.Task), pki);
        var relayed = new TaskCompletionSource<RelayResult>();
        await using var link = await Link.StartAsync(
            async (request, token) => relayed.SetResult(await ScopeMesh.Tunnel.Relay.RunAsync(request.Accept(), nodeGate, token)), pki);
        var outer = await link.Client.OpenAsync(Request, Cancel);
        var inner = await DoubleTunnel.OpenAsync(
            outer.Transport, pki.Issue(Ids.Client), [Ids.Server], Request, TunnelLimits.Default, TimeProvider.System, Cancel);
        await inner.Transport.ExchangeAsync([1], Cancel);

        var closing = inner.Transport.DisposeAsync();
        await Task.Delay(100, Cancel);
        Assert.Equal(1, link.Client.Session.OpenStreams);
        end.SetResult();

        Assert.Null((await relayed.Task).Failure);
        await closing;
        await node;
    });

    private static async Task<TunnelException?> ServeInnerAsync(ITransport transport, TestPki pki)
    {
        var tls = await SpiffeHandshake.AcceptAsync(
            transport, pki.Issue(Ids.Server), TunnelLayer.Inner, TunnelLimits.Default, TimeProvider.System, Cancel);
        return await HboneServer.RunAsync(
            tls, (request, token) => request.Accept().EchoAsync(token), TunnelLayer.Inner, TunnelLimits.Default, TimeProvider.System, Cancel);
    }

    /// <summary>A client and a server of one HBONE connection over memory.</summary>
    private sealed record Link(HboneClient Client, Task<TunnelException?> Serving) : IAsyncDisposable
    {
        public static async Task<Link> StartAsync(
            HboneHandler handler, TestPki? pki = null, TimeProvider? clientTime = null, CancellationTokenSource? stopping = null, TunnelLimits? limits = null, TunnelLimits? serverLimits = null)
        {
            var pair = await TunnelPair.ConnectAsync(pki);
            return new Link(
                HboneClient.Start(pair.Client, TunnelLayer.Outer, limits ?? TunnelLimits.Default, clientTime ?? TimeProvider.System),
                HboneServer.RunAsync(pair.Server, handler, TunnelLayer.Outer, serverLimits ?? TunnelLimits.Default, TimeProvider.System, stopping?.Token ?? CancellationToken.None));
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Serving;
        }
    }

    /// <summary>Ends its direction later than it is told to.</summary>
    private sealed class LateEnd(ITransport transport, Task end) : ITransport
    {
        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => transport.ReceiveAsync(buffer, cancellationToken);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => transport.SendAsync(bytes, cancellationToken);

        public async ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            await end;
            await transport.CompleteAsync(cancellationToken);
        }

        public void Abort() => transport.Abort();

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }

    /// <summary>Keeps what it relays.</summary>
    private sealed class Tap(ITransport transport, MemoryStream seen) : ITransport
    {
        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = await transport.ReceiveAsync(buffer, cancellationToken);
            seen.Write(buffer.Span[..count]);
            return count;
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => transport.SendAsync(bytes, cancellationToken);

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => transport.CompleteAsync(cancellationToken);

        public void Abort() => transport.Abort();

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }

    /// <summary>A client that may send what ours does not.</summary>
    private sealed class RawClient(ITransport transport)
    {
        private readonly Http2Connection _http2 = new(isServer: false, Http2Limits.Client);
        private readonly byte[] _buffer = new byte[16 * 1024];

        public async Task<int> RequestAsync(int streamId, HeaderField[] fields, CancellationToken cancellationToken)
        {
            Assert.Equal(streamId, _http2.OpenStream(global::ScopeMesh.ScopeLang.ValueList.ToValueList(fields), endStream: false));
            while (true)
            {
                await transport.SendAsync(_http2.TakeOutput()?.Memory ?? default, cancellationToken);
                var count = await transport.ReceiveAsync(_buffer, cancellationToken);
                Assert.NotEqual(0, count);
                if (Status(_buffer.AsSpan(0, count)) is { } status)
                    return status;
            }
        }

        private int? Status(ReadOnlySpan<byte> input)
        {
            int? status = null;
            while (true)
            {
                var happened = _http2.Receive(ref input);
                if (happened.Kind == Http2EventKind.None)
                    return status;
                status = happened.Response?.Status ?? status;
            }
        }
    }
}
