using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class RelayLaws
{
    private static readonly Gen<int[]> Pieces = Gen.Choose(1, 3_000).ListOf().Select(pieces => pieces.ToArray());

    [Fact]
    public void Each_byte_is_delivered_once_and_in_order_and_each_direction_ends_by_itself() =>
        Law.Holds(
            from forth in Pieces
            from back in Pieces
            from capacity in Gen.Choose(1, 2_000)
            from inTunnel in Gen.Elements(true, false)
            select (forth, back, capacity, inTunnel),
            run => OnLoop.Run(() => RunAsync(run.forth, run.back, run.capacity, run.inTunnel)),
            cases: 200);

    private static async Task RunAsync(int[] forth, int[] back, int capacity, bool inTunnel)
    {
        var (app, near) = MemoryTransport.CreatePair(capacity);
        var (far, peer) = await CarrierAsync(capacity, inTunnel);
        var relaying = Relay.RunAsync(near, far, CancellationToken.None);
        var sending = Task.WhenAll(SendAsync(app, forth), SendAsync(peer, back));
        var (atPeer, atApp) = (peer.ReceiveAllAsync(), app.ReceiveAllAsync());
        await sending;

        Assert.Equal(Bytes(forth.Sum()), await atPeer);
        Assert.Equal(Bytes(back.Sum()), await atApp);
        Assert.Equal(new RelayResult(forth.Sum(), back.Sum(), null), await relaying);
    }

    private static async Task<(ITransport Far, ITransport Peer)> CarrierAsync(int capacity, bool inTunnel)
    {
        var (left, right) = MemoryTransport.CreatePair(capacity);
        if (!inTunnel)
            return (left, right);
        var client = Http2Session.StartClient(left, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
        var server = Http2Session.StartServer(right, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
        var stream = client.TryOpen(new RequestHead("CONNECT", "a:1", []), 1)!;
        var request = (await server.AcceptAsync())!;
        request.Stream.Respond(new ResponseHead(200, []), endStream: false);
        return (stream, request.Stream);
    }

    private static async Task SendAsync(ITransport to, int[] pieces)
    {
        var (bytes, at) = (Bytes(pieces.Sum()), 0);
        foreach (var piece in pieces)
        {
            await to.SendAsync(bytes.AsMemory(at, piece), CancellationToken.None);
            at += piece;
        }
        await to.CompleteAsync(CancellationToken.None);
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 + i / 256))];
}
