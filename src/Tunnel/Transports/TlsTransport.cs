using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>TLS over a transport; its end is close_notify, and with it the transport's.</summary>
internal sealed class TlsTransport(
    SslStream tls, CipherStream cipher, ITransport carrier, Func<Exception, TunnelException> translate) : ITransport
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await tls.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw translate(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await tls.WriteAsync(bytes, cancellationToken);
            await cipher.SendAsync(cancellationToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw translate(e);
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tls.ShutdownAsync().WaitAsync(cancellationToken);
            await cipher.SendAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The platform throws what it likes when the peer closes at the same moment. There is no close_notify
            // then, but the carrier's end, which follows, says the same.
        }
        await carrier.CompleteAsync(cancellationToken);
    }

    public void Abort() => carrier.Abort();

    public async ValueTask DisposeAsync()
    {
        await tls.DisposeAsync();
        await carrier.DisposeAsync();
    }

    private static bool IsFailure(Exception e) =>
        e is IOException or AuthenticationException or TunnelException or ObjectDisposedException or InvalidOperationException;
}
