using System.Security.Authentication;
using System.Runtime.CompilerServices;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls.OpenSsl;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>TLS over a transport by OpenSSL in memory. Its end is close_notify, and with it the transport's.</summary>
internal sealed class OpenSslTransport(
    OpenSslConnection tls, ITransport carrier, EventLoop loop, Func<Exception, TunnelException> translate) : ITransport
{
    private readonly CipherCarrier _cipher = new(carrier, loop);
    private byte[]? _received;
    private bool _carrierEnded;

    public async ValueTask ShakeHandsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = tls.ShakeHands(_cipher.Output);
            ReleaseInput();
            await _cipher.SendAsync(cancellationToken);
            if (step == TlsStep.Done)
                return;
            if (step != TlsStep.NeedsInput)
                throw new AuthenticationException(tls.Error);
            if (!await FillAsync(cancellationToken))
                throw new IOException("the peer closed the connection in the middle of the TLS handshake");
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var count = TryReceive(buffer.Span, out var step);
                if (count > 0 || step is TlsStep.Done or TlsStep.Ended)
                    return count;
                if (step == TlsStep.Failed)
                    throw new IOException(tls.Error);
                await _cipher.SendBeforeWaitingAsync(cancellationToken);
                if (!await FillAsync(cancellationToken))
                    return 0;
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw translate(e);
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            if (tls.Write(bytes.Span, _cipher.Output) != TlsStep.Done)
                throw new IOException(tls.Error);
            var send = _cipher.SendAsync(cancellationToken);
            return send.IsCompletedSuccessfully ? send : TranslatedAsync(send);
        }
        catch (Exception e) when (IsFailure(e))
        {
            return ValueTask.FromException(translate(e));
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!tls.IsClosed)
                tls.Complete(_cipher.Output);
            await _cipher.SendAsync(cancellationToken);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // The peer has closed at the same moment. The carrier's end, which follows, says the same.
        }
        await carrier.CompleteAsync(cancellationToken);
    }

    public void Abort() => carrier.Abort();

    public async ValueTask DisposeAsync()
    {
        await carrier.DisposeAsync();
        tls.Dispose();
        tls.Give(default);
        ReleaseInput();
    }

    private static bool IsFailure(Exception e) => e is IOException or AuthenticationException or TunnelException or ObjectDisposedException;

    /// <summary>Receives what can be decrypted now. No room asks only whether there is anything.</summary>
    private int TryReceive(Span<byte> buffer, out TlsStep step)
    {
        var count = 0;
        if (buffer.IsEmpty)
            step = tls.Peek(_cipher.Output);
        else
            count = tls.Read(buffer, _cipher.Output, out step);
        ReleaseInput();
        _cipher.ReleaseEmptyOutput();
        return count;
    }

    /// <summary>Brings more ciphertext; false at the carrier's end. Nothing is held while it waits.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_carrierEnded)
            return false;
        var received = await _cipher.ReceiveAsync(cancellationToken);
        _carrierEnded = received.Count == 0;
        if (_carrierEnded)
            return false;
        _received = received.Array;
        tls.Give(received);
        return true;
    }

    private void ReleaseInput()
    {
        if (_received is null || tls.InputLeft > 0)
            return;
        _cipher.Release(_received);
        _received = null;
    }

    private async ValueTask TranslatedAsync(ValueTask send)
    {
        try
        {
            await send;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw translate(e);
        }
    }
}
