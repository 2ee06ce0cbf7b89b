using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Support.Tunnel;

/// <summary>A transport whose sends can be held back, as by a slow network.</summary>
public sealed class HeldTransport(ITransport transport) : ITransport
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _held;

    public void Hold()
    {
        lock (_lock)
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Release()
    {
        lock (_lock)
        {
            _held?.TrySetResult();
            _held = null;
        }
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        transport.ReceiveAsync(buffer, cancellationToken);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Task? held;
        lock (_lock)
            held = _held?.Task;
        if (held is not null)
            await held.WaitAsync(cancellationToken);
        await transport.SendAsync(bytes, cancellationToken);
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => transport.CompleteAsync(cancellationToken);

    public void Abort()
    {
        transport.Abort();
        Release();
    }

    public ValueTask DisposeAsync() => transport.DisposeAsync();
}
