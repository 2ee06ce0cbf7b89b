using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

public sealed class Http2SessionTests
{
    private static readonly RequestHead Head = new("CONNECT", "a:1", []);
    private static readonly ResponseHead Ok = new(200, []);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_stream_carries_bytes_both_ways_and_each_direction_ends_by_itself() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (client, server) = await pair.OpenAsync();

        await client.SendAsync(new byte[] { 1, 2 }, Cancel);
        await client.CompleteAsync(Cancel);
        Assert.Equal([1, 2], await server.ReceiveAllAsync(Cancel));
        await server.SendAsync(new byte[] { 3 }, Cancel);
        await server.CompleteAsync(Cancel);

        Assert.Equal([3], await client.ReceiveAllAsync(Cancel));
        Assert.Equal((0, 0), (pair.Client.OpenStreams, pair.Server.OpenStreams));
    });

    [Fact]
    public Task A_sender_waits_when_nobody_reads_and_other_streams_go_on() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (stalled, unread) = await pair.OpenAsync();
        var (busy, served) = await pair.OpenAsync();
        var data = new byte[6 * 1024 * 1024];
        Random.Shared.NextBytes(data);

        var sending = stalled.SendAsync(data, Cancel);
        var echoing = served.EchoAsync(Cancel);
        Assert.Equal(data, await busy.ExchangeAsync(data, Cancel));

        await echoing;
        Assert.False(sending.IsCompleted);
        var receiving = unread.ReceiveAllAsync(Cancel);
        await sending;
        await stalled.CompleteAsync(Cancel);
        Assert.Equal(data, await receiving);
    });

    /// <summary>Each of them was read for a while, so that its window grew; then nobody reads any of them, and all is full.</summary>
    [Fact]
    public Task However_many_streams_nobody_reads_another_is_served() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var data = new byte[6 * 1024 * 1024];
        var senders = new List<Task>();
        for (var i = 0; i < 90; i++)
        {
            var (client, server) = await pair.OpenAsync();
            senders.Add(client.SendAsync(data, Cancel).AsTask());
            var buffer = new byte[64 * 1024];
            for (var read = 0; read < 1024 * 1024;)
                read += await server.ReceiveAsync(buffer, Cancel);
        }

        var (busy, served) = await pair.OpenAsync();
        var echoing = served.EchoAsync(Cancel);
        Assert.Equal(data, await busy.ExchangeAsync(data, Cancel));

        await echoing;
        Assert.All(senders, sender => Assert.False(sender.IsCompleted));
        pair.Client.Abort();
        foreach (var sender in senders)
            await Assert.ThrowsAsync<TunnelException>(() => sender);
    });

    [Fact]
    public Task Streams_take_turns_so_that_a_great_one_does_not_hold_up_a_small_one() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (great, greatServer) = await pair.OpenAsync();
        var (small, smallServer) = await pair.OpenAsync();
        var sending = great.SendAsync(new byte[64 * 1024 * 1024], Cancel);
        var draining = greatServer.ReceiveAllAsync(Cancel);

        await small.SendAsync(new byte[] { 7 }, Cancel);

        Assert.Equal(1, await smallServer.ReceiveAsync(new byte[9], Cancel));
        Assert.False(sending.IsCompleted);
        great.Abort();
        await Assert.ThrowsAsync<TunnelException>(async () => await sending);
        await Assert.ThrowsAsync<TunnelException>(() => draining);
    });

    [Fact]
    public Task An_abort_fails_both_sides_and_returns_the_credit_of_what_nobody_read() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        for (var i = 0; i < 600; i++)
        {
            // 24 MB pass a window of 16 MiB only if every stream's unread bytes are credited.
            var (client, server) = await pair.OpenAsync();
            await client.SendAsync(new byte[40_000], Cancel);
            var buffer = new byte[1];
            await server.ReceiveAsync(buffer, Cancel);
            server.Abort();
            var failure = await Assert.ThrowsAsync<TunnelException>(async () => await client.ReceiveAsync(buffer, Cancel));
            Assert.Equal("outer tunnel: the peer reset the stream (CONNECT_ERROR)", failure.Message);
            Assert.Equal(TunnelFault.Reset, failure.Fault);
        }
        Assert.Equal(0, pair.Client.OpenStreams);
    });

    [Fact]
    public Task What_came_before_an_end_is_read_though_the_stream_is_reset_after_it() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (client, server) = await pair.OpenAsync();
        await server.SendAsync(new byte[] { 1, 2, 3 }, Cancel);
        await server.CompleteAsync(Cancel);
        await server.DisposeAsync();
        await WaitUntilAsync(() => pair.Client.OpenStreams == 0);

        Assert.Equal([1, 2, 3], await client.ReceiveAllAsync(Cancel));
        await Assert.ThrowsAsync<TunnelException>(async () => await client.SendAsync(new byte[1], Cancel));
    });

    [Fact]
    public Task A_cancelled_receive_ends_the_stream_and_nothing_else() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (client, server) = await pair.OpenAsync();
        using var stop = new CancellationTokenSource();
        var receiving = client.ReceiveAsync(new byte[1], stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await receiving);
        await Assert.ThrowsAsync<TunnelException>(() => server.ReceiveAllAsync(Cancel));
        await pair.OpenAsync();
    });

    [Fact]
    public Task Waiting_for_a_response_may_be_given_up() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        using var stop = new CancellationTokenSource();
        var stream = pair.Client.TryOpen(Head, 100)!;
        var answer = stream.ResponseAsync(stop.Token);
        var request = await pair.Server.AcceptAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer);
        var failure = await Assert.ThrowsAsync<TunnelException>(() => request!.Stream.ReceiveAllAsync(Cancel));
        Assert.Equal("outer tunnel: the peer reset the stream (CANCEL)", failure.Message);
    });

    [Fact]
    public Task A_connection_that_breaks_fails_its_streams() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (client, server) = await pair.OpenAsync();
        pair.Left.Abort();
        var failure = await Assert.ThrowsAsync<TunnelException>(() => client.ReceiveAllAsync(Cancel));
        Assert.Equal((TunnelLayer.Outer, TunnelFault.Reset), (failure.Layer, failure.Fault));
        await Assert.ThrowsAsync<TunnelException>(() => server.ReceiveAllAsync(Cancel));
        await pair.Client.Ended;
        Assert.Null(pair.Client.TryOpen(Head, 100));
    });

    [Fact]
    public Task A_connection_that_breaks_while_much_waits_to_be_sent_ends_once_and_takes_no_more() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        await using var pair = new Sessions(time: time);
        var (client, _) = await pair.OpenAsync();
        pair.Left.Hold();
        var sending = client.SendAsync(new byte[1024 * 1024], Cancel);
        pair.Left.Abort();
        await Assert.ThrowsAsync<TunnelException>(async () => await sending);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.PingIntervalSeconds));
        await pair.Client.Ended;
    });

    [Fact]
    public Task A_peer_that_breaks_http2_is_told_so() => OnLoop.RunAsync(async () =>
    {
        var (left, right) = MemoryTransport.CreatePair();
        await using var client = Http2Session.StartClient(left, TunnelLayer.Inner, TunnelLimits.Default, TimeProvider.System);
        await right.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancel);

        var sent = await right.ReceiveAllAsync(Cancel);

        Assert.Equal((TunnelFault.ProtocolError, TunnelLayer.Inner), (client.Failure!.Fault, client.Failure.Layer));
        Assert.Equal("inner tunnel: the peer broke HTTP/2: the first frame is not SETTINGS", client.Failure.Message);
        Assert.Contains("the first frame is not SETTINGS", System.Text.Encoding.Latin1.GetString(sent));
        await right.DisposeAsync();
    });

    [Fact]
    public Task A_drain_lets_streams_end_and_takes_no_new_ones() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        var (client, server) = await pair.OpenAsync();
        var draining = pair.Server.DrainAsync(Cancel);
        await WaitUntilAsync(() => !pair.Client.IsAccepting);
        Assert.Null(pair.Client.TryOpen(Head, 100));

        var echoing = server.EchoAsync(Cancel);
        Assert.Equal([1, 2, 3], await client.ExchangeAsync([1, 2, 3], Cancel));

        await echoing;
        await draining;
        await pair.Client.Ended;
    });

    [Fact]
    public Task A_stream_that_was_on_its_way_when_a_drain_began_is_served() => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        await pair.OpenAsync();
        pair.Left.Hold();
        var late = pair.Client.TryOpen(Head, 100)!;
        var draining = pair.Server.DrainAsync(Cancel);
        pair.Left.Release();

        var request = await pair.Server.AcceptAsync();
        request!.Stream.Respond(Ok, endStream: false);

        Assert.Equal(200, (await late.ResponseAsync(Cancel)).Status);
        await pair.Client.DisposeAsync();
        await draining;
    });

    [Fact]
    public Task A_drain_ends_in_time_though_a_stream_does_not() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        await using var pair = new Sessions(time: time);
        var (client, _) = await pair.OpenAsync();
        var draining = pair.Server.DrainAsync(Cancel);
        await WaitUntilAsync(() => !pair.Client.IsAccepting);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.DrainTimeoutSeconds));
        await Assert.ThrowsAsync<TunnelException>(() => client.ReceiveAllAsync(Cancel));
        await draining;
    });

    [Fact]
    public Task More_requests_at_once_than_allowed_are_refused() => OnLoop.RunAsync(async () =>
    {
        var limits = TunnelLimits.Default with { ServerHttp2 = Http2Limits.Server with { MaxConcurrentStreams = 2 } };
        // Before the server's SETTINGS have come the client cannot know.
        await using var pair = new Sessions(limits, holdServer: true);
        var streams = Enumerable.Range(0, 3).Select(_ => pair.Client.TryOpen(Head, 100)!).ToList();
        pair.Right.Release();

        var failure = await Assert.ThrowsAsync<TunnelException>(async () => await streams[2].ResponseAsync(Cancel));

        Assert.Equal("outer tunnel: the peer reset the stream (REFUSED_STREAM)", failure.Message);
        Assert.True(streams[2].WasNotProcessed);
        Assert.Null(pair.Client.TryOpen(Head, 100));
    });

    [Fact]
    public Task A_peer_that_never_begins_http2_is_cut_off_in_time() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        var (left, _) = MemoryTransport.CreatePair();
        await using var client = Http2Session.StartClient(left, TunnelLayer.Outer, TunnelLimits.Default, time);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.HandshakeTimeoutSeconds));
        await client.Ended;
        Assert.Equal("outer tunnel: the peer did not begin HTTP/2 within 10 s", client.Failure!.Message);
        Assert.Equal(TunnelFault.TimedOut, client.Failure.Fault);
    });

    [Fact]
    public Task A_peer_that_answers_pings_stays_and_one_that_does_not_is_cut_off_in_time() => OnLoop.RunAsync(async () =>
    {
        var (time, silent) = (new TestTime(), new TestTime());
        await using var pair = new Sessions(time: time, serverTime: silent);
        await pair.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.PingIntervalSeconds));
            var pings = i + 1;
            await WaitUntilAsync(() => pair.Client.PongCount == pings);
        }
        pair.Right.Hold();
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.PingIntervalSeconds));
        Assert.Null(pair.Client.Failure);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.PingTimeoutSeconds));
        await pair.Client.Ended;
        Assert.Equal("outer tunnel: the peer did not answer a PING within 20 s", pair.Client.Failure!.Message);
    });

    [Fact]
    public Task Closing_cuts_off_a_peer_that_does_not_close() => OnLoop.RunAsync(async () =>
    {
        var time = new TestTime();
        var (left, right) = MemoryTransport.CreatePair();
        var client = Http2Session.StartClient(left, TunnelLayer.Outer, TunnelLimits.Default, time);
        var closing = client.DisposeAsync().AsTask();
        await right.ReceiveAllAsync(Cancel);
        Assert.False(closing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.CloseTimeoutSeconds));
        await closing;
        await Assert.ThrowsAsync<TunnelException>(async () => await right.SendAsync(new byte[1], Cancel));
    });

    [Theory]
    [InlineData("X")]
    [InlineData("connection")]
    [InlineData("a b")]
    public Task Fields_that_may_not_be_sent_are_not(string name) => OnLoop.RunAsync(async () =>
    {
        await using var pair = new Sessions();
        Assert.Throws<ArgumentException>(() => pair.Client.TryOpen(Head with { Fields = [new HeaderField(name, "x")] }, 100));
        Assert.Throws<ArgumentException>(() => pair.Client.TryOpen(Head with { Fields = [new HeaderField("x", "a\r\nb: c")] }, 100));
    });

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
            await Task.Delay(1, limit.Token);
    }

    /// <summary>Two sessions that talk over memory, whose bytes can be held back.</summary>
    private sealed class Sessions : IAsyncDisposable
    {
        public Sessions(TunnelLimits? limits = null, TimeProvider? time = null, TimeProvider? serverTime = null, bool holdServer = false)
        {
            var (left, right) = MemoryTransport.CreatePair();
            (Left, Right) = (new HeldTransport(left), new HeldTransport(right));
            if (holdServer)
                Right.Hold();
            limits ??= TunnelLimits.Default;
            time ??= TimeProvider.System;
            Client = Http2Session.StartClient(Left, TunnelLayer.Outer, limits, time);
            Server = Http2Session.StartServer(Right, TunnelLayer.Outer, limits, serverTime ?? time);
        }

        public HeldTransport Left { get; }

        public HeldTransport Right { get; }

        public Http2Session Client { get; }

        public Http2Session Server { get; }

        public async Task<(Http2StreamTransport Client, Http2StreamTransport Server)> OpenAsync()
        {
            var stream = Client.TryOpen(Head, 100)!;
            var request = (await Server.AcceptAsync())!;
            Assert.Equal(Head, request.Head);
            request.Stream.Respond(Ok, endStream: false);
            Assert.Equal(Ok, await stream.ResponseAsync(Cancel));
            return (stream, request.Stream);
        }

        public async ValueTask DisposeAsync()
        {
            Left.Release();
            Right.Release();
            await Task.WhenAll(Client.DisposeAsync().AsTask(), Server.DisposeAsync().AsTask());
        }
    }
}
