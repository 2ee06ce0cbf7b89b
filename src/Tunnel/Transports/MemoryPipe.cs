namespace ScopeMesh.Tunnel.Transports;

/// <summary>One direction of a connection in memory: at most so many bytes wait in it.</summary>
internal sealed class MemoryPipe(int capacityBytes)
{
    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[capacityBytes];
    private TaskCompletionSource _changed = NewSignal();
    private int _start;
    private int _count;
    private bool _completed;
    private bool _broken;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                ThrowIfBroken();
                if (_count > 0)
                    return buffer.IsEmpty ? 0 : Take(buffer.Span);
                if (_completed)
                    return 0;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            Task changed;
            lock (_lock)
            {
                ThrowIfBroken();
                if (_completed)
                    throw new TunnelException(TunnelLayer.Transport, TunnelFault.Closed, "our direction has ended");
                bytes = bytes[Put(bytes.Span)..];
                changed = _changed.Task;
            }
            if (!bytes.IsEmpty)
                await changed.WaitAsync(cancellationToken);
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            Signal();
        }
    }

    public void Break()
    {
        lock (_lock)
        {
            _broken = true;
            Signal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void ThrowIfBroken()
    {
        if (_broken)
            throw new TunnelException(TunnelLayer.Transport, TunnelFault.Reset, "the connection broke: reset by the peer");
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, Math.Min(_count, _ring.Length - _start));
        _ring.AsSpan(_start, count).CopyTo(buffer);
        _start = (_start + count) % _ring.Length;
        _count -= count;
        Signal();
        return count;
    }

    private int Put(ReadOnlySpan<byte> bytes)
    {
        var end = (_start + _count) % _ring.Length;
        var count = Math.Min(bytes.Length, Math.Min(_ring.Length - _count, _ring.Length - end));
        bytes[..count].CopyTo(_ring.AsSpan(end));
        _count += count;
        if (count > 0)
            Signal();
        return count;
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }
}
