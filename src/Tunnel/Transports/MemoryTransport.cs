namespace ScopeMesh.Tunnel.Transports;

/// <summary>One end of a connection in memory, which behaves as TCP does: bounded, half-closed, reset.</summary>
public sealed class MemoryTransport : ITransport
{
    private readonly MemoryPipe _incoming;
    private readonly MemoryPipe _outgoing;

    private MemoryTransport(MemoryPipe incoming, MemoryPipe outgoing) => (_incoming, _outgoing) = (incoming, outgoing);

    /// <summary>Makes both ends of a connection.</summary>
    /// <param name="capacityBytes">How many bytes may be under way in each direction before the sender waits.</param>
    public static (MemoryTransport Left, MemoryTransport Right) CreatePair(int capacityBytes = 64 * 1024)
    {
        var (toRight, toLeft) = (new MemoryPipe(capacityBytes), new MemoryPipe(capacityBytes));
        return (new MemoryTransport(toLeft, toRight), new MemoryTransport(toRight, toLeft));
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _incoming.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _outgoing.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _outgoing.Complete();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Abort()
    {
        _incoming.Break();
        _outgoing.Break();
    }

    /// <summary>Closes this end: the peer reads what was sent and then the end; what it sends later is lost.</summary>
    public ValueTask DisposeAsync()
    {
        _outgoing.Complete();
        _incoming.Break();
        return ValueTask.CompletedTask;
    }
}
