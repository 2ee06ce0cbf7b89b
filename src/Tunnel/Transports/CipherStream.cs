using System.Runtime.CompilerServices;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>
/// What <see cref="System.Net.Security.SslStream"/> reads from and writes to: ciphertext in memory. Reads and writes
/// complete at once where they can.
/// </summary>
internal sealed class CipherStream(ITransport carrier, EventLoop loop) : Stream
{
    private readonly CipherCarrier _cipher = new(carrier, loop);
    private ArraySegment<byte> _received;

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
        _received.Count > 0 ? ValueTask.FromResult(Take(buffer.Span)) : ReceiveAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _cipher.Output.Append(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => SendAsync(cancellationToken).AsTask();

    /// <summary>Sends what was written; what is written meanwhile goes with it.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken)
    {
        var send = _cipher.SendAsync(cancellationToken);
        return send.IsCompletedSuccessfully ? send : LeavingAsync(send);
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        await _cipher.SendBeforeWaitingAsync(cancellationToken);
        try
        {
            if (buffer.IsEmpty)
                await _cipher.WaitAsync(cancellationToken);
            else
                _received = await _cipher.ReceiveAsync(cancellationToken);
        }
        finally
        {
            EventLoop.LeaveContext();
        }
        return Take(buffer.Span);
    }

    private static async ValueTask LeavingAsync(ValueTask send)
    {
        await send;
        EventLoop.LeaveContext();
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _received.Count);
        if (count == 0)
            return 0;
        _received.AsSpan(0, count).CopyTo(buffer);
        if (count == _received.Count)
            _cipher.Release(_received.Array!);
        _received = count == _received.Count ? default : _received[count..];
        return count;
    }
}
