using System.Runtime.CompilerServices;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>
/// Ciphertext on its way between TLS in memory and what carries it: received in great pieces, and sent as one whatever
/// number of records it is. Nothing is held while nothing is under way.
/// </summary>
internal sealed class CipherCarrier(ITransport carrier, EventLoop loop)
{
    private ByteBuffer? _written;
    private Task? _sending;

    /// <summary>Where TLS writes what is to be sent.</summary>
    public ByteBuffer Output => _written ??= loop.SendBuffers.Take();

    /// <summary>Waits until there is ciphertext, or the end.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await carrier.ReceiveAsync(Memory<byte>.Empty, cancellationToken);

    /// <summary>Receives ciphertext; empty at the carrier's end. What is not empty is given back by <see cref="Release"/>.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ArraySegment<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
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
                Release(buffer);
        }
        return count == 0 ? [] : new ArraySegment<byte>(buffer, 0, count);
    }

    /// <summary>Gives a buffer back whose ciphertext is used up.</summary>
    public void Release(byte[] buffer) => loop.ReceiveBuffers.Return(buffer);

    /// <summary>Gives the output back where nothing was written to it.</summary>
    public void ReleaseEmptyOutput()
    {
        if (_written is not { Length: 0 } empty)
            return;
        loop.SendBuffers.Return(empty);
        _written = null;
    }

    /// <summary>
    /// Sends what was written while reading, an answer to a KeyUpdate say, before anything is waited for; a send that is
    /// under way takes it along, and is not waited for.
    /// </summary>
    public ValueTask SendBeforeWaitingAsync(CancellationToken cancellationToken) =>
        _sending is { IsCompleted: false } ? ValueTask.CompletedTask : SendAsync(cancellationToken);

    /// <summary>Sends what was written; what is written meanwhile goes with it.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_sending is { IsCompleted: false } sending)
            return new ValueTask(sending.WaitAsync(cancellationToken));
        ReleaseEmptyOutput();
        if (_written is not { } written)
            return ValueTask.CompletedTask;
        _written = null;
        var send = carrier.SendAsync(written.Memory, cancellationToken);
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
}
