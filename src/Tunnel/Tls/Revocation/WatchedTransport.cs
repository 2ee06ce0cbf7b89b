using System.Runtime.CompilerServices;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Tls.Revocation;

/// <summary>A TLS connection that ends when a certificate is revoked by which its peer has proved itself, and says so.</summary>
/// <param name="inner">The connection.</param>
/// <param name="peer">Who is at its other end.</param>
/// <param name="isPeerServer">The peer's role.</param>
/// <param name="layer">The part of the tunnel, for errors.</param>
/// <param name="watch">Where it is watched.</param>
/// <param name="loop">The event loop that it belongs to.</param>
internal sealed class WatchedTransport(
    ITransport inner, VerifiedPeer peer, bool isPeerServer, TunnelLayer layer, RevocationWatch watch, EventLoop loop) : ITransport
{
    private string? _why;

    public VerifiedPeer Peer => peer;

    public bool IsPeerServer => isPeerServer;

    /// <summary>Ends the connection at once, from any thread; false where it was ended so before.</summary>
    /// <param name="why">What was revoked.</param>
    public bool TryRevoke(string why)
    {
        if (Interlocked.CompareExchange(ref _why, why, null) is not null)
            return false;
        loop.Run(inner.Abort);
        return true;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var receive = inner.ReceiveAsync(buffer, cancellationToken);
        return receive.IsCompletedSuccessfully && _why is null ? receive : AwaitAsync(receive);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var send = inner.SendAsync(bytes, cancellationToken);
        return send.IsCompletedSuccessfully && _why is null ? send : AwaitAsync(send);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => AwaitAsync(inner.CompleteAsync(cancellationToken));

    public void Abort()
    {
        watch.Remove(this);
        inner.Abort();
    }

    public ValueTask DisposeAsync()
    {
        watch.Remove(this);
        return inner.DisposeAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AwaitAsync(ValueTask<int> receive)
    {
        try
        {
            var count = await receive;
            return _why is null ? count : throw Revoked();
        }
        catch (TunnelException e) when (_why is not null && e.Fault != TunnelFault.CertificateRevoked)
        {
            throw Revoked(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitAsync(ValueTask send)
    {
        try
        {
            await send;
            if (_why is not null)
                throw Revoked();
        }
        catch (TunnelException e) when (_why is not null && e.Fault != TunnelFault.CertificateRevoked)
        {
            throw Revoked(e);
        }
    }

    private TunnelException Revoked(TunnelException? cause = null) => new(
        layer,
        TunnelFault.CertificateRevoked,
        $"{layer.Describe()}: the peer's certificate ({PeerVerification.List(peer.Identities)}) {_why}",
        inner: cause);
}
