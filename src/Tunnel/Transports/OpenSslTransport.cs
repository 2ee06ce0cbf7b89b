using System.Security.Authentication;
using System.Runtime.CompilerServices;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls.OpenSsl;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>
/// TLS over a transport by OpenSSL in memory: ciphertext is received in great pieces, and sent as one whatever number of
/// records it is. Its end is close_notify, and with it the transport's.
/// </summary>
internal sealed class OpenSslTransport(
    OpenSslConnection tls, ITransport carrier, EventLoop loop, Func<Exception, TunnelException> translate) : ITransport
{
    private byte[]? _received;
    private ByteBuffer? _written;
    private Task? _sending;
    private bool _carrierEnded;

    private ByteBuffer Output => _written ??= loop.SendBuffers.Take();

    public async ValueTask ShakeHandsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = tls.ShakeHands(Output);
            ReleaseInput();
            await SendOutputAsync(cancellationToken);
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
                if (_written is { Length: > 0 })
                    await SendOutputAsync(cancellationToken);
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
            if (tls.Write(bytes.Span, Output) != TlsStep.Done)
                throw new IOException(tls.Error);
            var send = SendOutputAsync(cancellationToken);
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
                tls.Complete(Output);
            await SendOutputAsync(cancellationToken);
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
            step = tls.Peek(Output);
        else
            count = tls.Read(buffer, Output, out step);
        ReleaseInput();
        ReleaseOutput();
        return count;
    }

    /// <summary>Brings more ciphertext; false at the carrier's end. Nothing is held while it waits.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_carrierEnded)
            return false;
        await carrier.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        var buffer = loop.ReceiveBuffers.Rent();
        var count = 0;
        try
        {
            count = await carrier.ReceiveAsync(buffer, cancellationToken);
        }
        finally
        {
            if (count == 0)
                loop.ReceiveBuffers.Return(buffer);
        }
        _carrierEnded = count == 0;
        if (_carrierEnded)
            return false;
        _received = buffer;
        tls.Give(buffer.AsMemory(0, count));
        return true;
    }

    private void ReleaseInput()
    {
        if (_received is null || tls.InputLeft > 0)
            return;
        loop.ReceiveBuffers.Return(_received);
        _received = null;
    }

    private void ReleaseOutput()
    {
        if (_written is not { Length: 0 } empty)
            return;
        loop.SendBuffers.Return(empty);
        _written = null;
    }

    /// <summary>Sends what was encrypted; what is encrypted meanwhile goes with it.</summary>
    private ValueTask SendOutputAsync(CancellationToken cancellationToken)
    {
        if (_sending is { IsCompleted: false } sending)
            return new ValueTask(sending.WaitAsync(cancellationToken));
        if (_written is not { } written)
            return ValueTask.CompletedTask;
        _written = null;
        var send = written.Length == 0 ? default : carrier.SendAsync(written.Memory, cancellationToken);
        if (!send.IsCompletedSuccessfully)
            return new ValueTask(_sending = FinishSendingAsync(send, written, cancellationToken));
        send.GetAwaiter().GetResult();
        loop.SendBuffers.Return(written);
        return ValueTask.CompletedTask;
    }

    private async Task FinishSendingAsync(ValueTask send, ByteBuffer written, CancellationToken cancellationToken)
    {
        await send;
        loop.SendBuffers.Return(written);
        while (_written is { Length: > 0 } more)
        {
            _written = null;
            await carrier.SendAsync(more.Memory, cancellationToken);
            loop.SendBuffers.Return(more);
        }
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
