using System.Runtime.CompilerServices;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>
/// What <see cref="System.Net.Security.SslStream"/> reads from and writes to: ciphertext in memory, which is received in
/// great pieces, and sent as one whatever number of records it is. Reads and writes complete at once where they can.
/// </summary>
internal sealed class CipherStream(ITransport carrier, EventLoop loop) : Stream
{
    private byte[]? _received;
    private int _start;
    private int _count;
    private ByteBuffer? _written;
    private Task? _sending;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _count > 0 ? ValueTask.FromResult(Take(buffer.Span)) : ReceiveAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _written ??= loop.SendBuffers.Take();
        _written.Append(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken).AsTask();

    /// <summary>Sends what was written; what is written meanwhile goes with it.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (_sending is { IsCompleted: false } sending)
            return new ValueTask(sending.WaitAsync(cancellationToken));
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

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override async ValueTask DisposeAsync()
    {
        await carrier.DisposeAsync();
        await base.DisposeAsync();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>What was written while reading, an answer to a KeyUpdate say, goes out before anything is waited for.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_written is not null && _sending is not { IsCompleted: false })
            await SendAsync(cancellationToken);
        await carrier.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
        if (buffer.IsEmpty)
        {
            EventLoop.LeaveContext();
            return 0;
        }
        var received = loop.ReceiveBuffers.Rent();
        var count = 0;
        try
        {
            count = await carrier.ReceiveAsync(received, cancellationToken);
        }
        finally
        {
            if (count == 0)
                loop.ReceiveBuffers.Return(received);
            EventLoop.LeaveContext();
        }
        if (count == 0)
            return 0;
        (_received, _start, _count) = (received, 0, count);
        return Take(buffer.Span);
    }

    private async Task FinishSendingAsync(ValueTask send, ByteBuffer written, CancellationToken cancellationToken)
    {
        await send;
        loop.SendBuffers.Return(written);
        while (_written is { } more)
        {
            _written = null;
            await carrier.SendAsync(more.Memory, cancellationToken);
            loop.SendBuffers.Return(more);
        }
        EventLoop.LeaveContext();
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _count);
        _received.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _count -= count;
        if (_count > 0)
            return count;
        loop.ReceiveBuffers.Return(_received!);
        _received = null;
        return count;
    }
}
