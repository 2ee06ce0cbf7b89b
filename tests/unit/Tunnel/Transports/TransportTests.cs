using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Transports;

/// <summary>What every transport promises, asked of every transport.</summary>
public sealed class TransportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => ["memory", "socket", "tls", "stream"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Directions_end_by_themselves(string kind) => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = await ConnectAsync(kind);
        var data = new byte[3_000_000];
        Random.Shared.NextBytes(data);
        var received = right.ReceiveAllAsync(Cancel);
        await left.SendAsync(data, Cancel);
        await left.CompleteAsync(Cancel);
        Assert.Equal(data, await received);

        var back = left.ReceiveAllAsync(Cancel);
        await right.SendAsync(data, Cancel);
        await right.CompleteAsync(Cancel);
        Assert.Equal(data, await back);
        await left.DisposeAsync();
        await right.DisposeAsync();
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task An_abort_is_an_error_on_both_sides_and_may_be_repeated(string kind) => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = await ConnectAsync(kind);
        var waiting = left.ReceiveAsync(new byte[1], Cancel);
        left.Abort();
        left.Abort();
        await Assert.ThrowsAsync<TunnelException>(async () => await waiting);
        await Assert.ThrowsAsync<TunnelException>(() => right.ReceiveAllAsync(Cancel));
        await left.CompleteAsync(Cancel);
        await left.DisposeAsync();
        await right.DisposeAsync();
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_sender_waits_for_the_reader(string kind) => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = await ConnectAsync(kind);
        var sending = left.SendAsync(new byte[64 * 1024 * 1024], Cancel).AsTask();
        await right.ReceiveAsync(new byte[1], Cancel);
        Assert.False(sending.IsCompleted);
        right.Abort();
        await Assert.ThrowsAsync<TunnelException>(() => sending);
        await left.DisposeAsync();
        await right.DisposeAsync();
    });

    [Fact]
    public Task A_refused_connection_is_named() => OnLoop.RunOnEachKindAsync(async () =>
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var unused = (IPEndPoint)probe.LocalEndpoint;
        probe.Stop();
        var failure = await Assert.ThrowsAsync<TunnelException>(async () =>
            await SocketTransport.ConnectAsync(unused, null, TunnelLimits.Default, TimeProvider.System, Cancel));
        Assert.Equal(TunnelFault.ConnectFailed, failure.Fault);
        Assert.Equal($"cannot connect to `{unused}`: connection refused", failure.Message);
    });

    [Fact]
    public Task A_connection_comes_from_the_address_that_is_asked_for() => OnLoop.RunOnEachKindAsync(async () =>
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = await SocketTransport.ConnectAsync(
            (IPEndPoint)listener.LocalEndpoint, IPAddress.Parse("127.0.0.7"), TunnelLimits.Default, TimeProvider.System, Cancel);
        await using var server = SocketTransport.Attach(await listener.AcceptSocketAsync(Cancel));
        Assert.Equal(IPAddress.Parse("127.0.0.7"), server.RemoteEndPoint?.Address);
        Assert.Equal(client.LocalEndPoint, server.RemoteEndPoint);
    });

    [Fact]
    public Task Memory_holds_no_more_than_its_capacity() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = MemoryTransport.CreatePair(10);
        var sending = left.SendAsync(new byte[11], Cancel).AsTask();
        Assert.False(sending.IsCompleted);
        Assert.Equal(3, await right.ReceiveAsync(new byte[3], Cancel));
        await sending;
    });

    private static async Task<(ITransport Left, ITransport Right)> ConnectAsync(string kind)
    {
        switch (kind)
        {
            case "memory":
                return MemoryTransport.CreatePair();
            case "socket":
                using (var listener = new TcpListener(IPAddress.Loopback, 0))
                {
                    listener.Start();
                    var accepting = listener.AcceptSocketAsync(Cancel);
                    var left = await SocketTransport.ConnectAsync(
                        (IPEndPoint)listener.LocalEndpoint, null, TunnelLimits.Default, TimeProvider.System, Cancel);
                    return (left, SocketTransport.Attach(await accepting));
                }
            case "tls":
                var pair = await TunnelPair.ConnectAsync();
                return (pair.Client.Transport, pair.Server.Transport);
            default:
                var (carrier, otherCarrier) = MemoryTransport.CreatePair();
                var client = Http2Session.StartClient(carrier, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
                var server = Http2Session.StartServer(otherCarrier, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
                var stream = client.TryOpen(new RequestHead("CONNECT", "a:1", []), 1)!;
                var request = (await server.AcceptAsync())!;
                request.Stream.Respond(new ResponseHead(200, []), endStream: false);
                await stream.ResponseAsync(Cancel);
                return (stream, request.Stream);
        }
    }
}
