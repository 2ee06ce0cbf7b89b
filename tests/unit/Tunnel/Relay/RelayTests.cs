using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Relaying;

public sealed class RelayTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Counts_bytes_each_way_and_ends_when_both_have_ended() => OnLoop.RunAsync(async () =>
    {
        var ((app, near), (far, peer)) = (MemoryTransport.CreatePair(), MemoryTransport.CreatePair());
        var relaying = Relay.RunAsync(near, far, Cancel);
        await app.SendAsync(new byte[10], Cancel);
        await app.CompleteAsync(Cancel);
        Assert.Equal(10, (await peer.ReceiveAllAsync(Cancel)).Length);
        Assert.False(relaying.IsCompleted);
        await peer.SendAsync(new byte[20], Cancel);
        await peer.CompleteAsync(Cancel);
        Assert.Equal(20, (await app.ReceiveAllAsync(Cancel)).Length);
        Assert.Equal(new RelayResult(10, 20, null), await relaying);
    });

    [Fact]
    public Task A_side_that_breaks_breaks_the_other() => OnLoop.RunAsync(async () =>
    {
        var ((app, near), (far, peer)) = (MemoryTransport.CreatePair(), MemoryTransport.CreatePair());
        var relaying = Relay.RunAsync(near, far, Cancel);
        app.Abort();
        await Assert.ThrowsAsync<TunnelException>(() => peer.ReceiveAllAsync(Cancel));
        Assert.Equal(TunnelFault.Reset, (await relaying).Failure?.Fault);
    });

    /// <summary>RFC 9113, 8.1: a peer that resets with NO_ERROR has said all, and its answer must not be lost.</summary>
    [Fact]
    public Task What_a_peer_said_before_it_wanted_no_more_still_arrives() => OnLoop.RunAsync(async () =>
    {
        var ((app, near), (far, peer)) = (MemoryTransport.CreatePair(), MemoryTransport.CreatePair());
        var relaying = Relay.RunAsync(near, new Uninterested(far), Cancel);
        await app.SendAsync(new byte[10], Cancel);
        await peer.SendAsync(new byte[20], Cancel);
        await peer.CompleteAsync(Cancel);
        Assert.Equal(20, (await app.ReceiveAllAsync(Cancel)).Length);
        Assert.Equal(new RelayResult(0, 20, null), await relaying);
    });

    /// <summary>Takes nothing, and has something to say.</summary>
    private sealed class Uninterested(ITransport transport) : ITransport
    {
        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            transport.ReceiveAsync(buffer, cancellationToken);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            ValueTask.FromException(new TunnelException(TunnelLayer.Outer, TunnelFault.NotWanted, "no more"));

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => transport.CompleteAsync(cancellationToken);

        public void Abort() => transport.Abort();

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }

    [Fact]
    public Task Stopping_breaks_both_sides() => OnLoop.RunAsync(async () =>
    {
        using var stop = new CancellationTokenSource();
        var ((app, near), (far, peer)) = (MemoryTransport.CreatePair(), MemoryTransport.CreatePair());
        var relaying = Relay.RunAsync(near, far, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<TunnelException>(() => peer.ReceiveAllAsync(Cancel));
        await Assert.ThrowsAsync<TunnelException>(() => app.ReceiveAllAsync(Cancel));
        Assert.Equal(TunnelFault.Closed, (await relaying).Failure?.Fault);
    });
}
