using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Pooling;

/// <summary>A pool for each event loop, so that a connection and the tunnels in it are never on two threads.</summary>
/// <param name="create">Makes a loop's pool, on the loop.</param>
public sealed class HbonePools(Func<HbonePool> create) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EventLoop, HbonePool> _pools = [];

    /// <summary>The pool of the event loop on whose thread this is asked.</summary>
    /// <exception cref="InvalidOperationException">The thread is not an event loop's.</exception>
    public HbonePool Current
    {
        get
        {
            var loop = EventLoop.Require();
            lock (_lock)
            {
                if (!_pools.TryGetValue(loop, out var pool))
                    _pools.Add(loop, pool = create());
                return pool;
            }
        }
    }

    /// <summary>Takes no more tunnels, and closes each connection when its tunnels have ended; from any thread.</summary>
    /// <param name="cancellationToken">Stops the wait: what is still open is then cut off.</param>
    public Task DrainAsync(CancellationToken cancellationToken) => OnEachLoopAsync(pool => pool.DrainAsync(cancellationToken));

    /// <summary>Closes all connections, with their tunnels; from any thread.</summary>
    public async ValueTask DisposeAsync() => await OnEachLoopAsync(pool => pool.DisposeAsync().AsTask());

    private Task OnEachLoopAsync(Func<HbonePool, Task> what)
    {
        lock (_lock)
            return Task.WhenAll(_pools.Select(pair => pair.Key.RunAsync(() => what(pair.Value))).ToArray());
    }
}
