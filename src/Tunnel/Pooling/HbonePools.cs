using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Pooling;

/// <summary>The pools of one event loop.</summary>
/// <param name="Outer">Connections to node proxies and gateways.</param>
/// <param name="Inner">Inner tunnels through gateways.</param>
public sealed record LoopPools(HbonePool Outer, InnerPool Inner);

/// <summary>Pools for each event loop, so that a connection and the tunnels in it are never on two threads.</summary>
/// <param name="dialer">Connects to addresses.</param>
/// <param name="certificates">Has the sources' certificates.</param>
/// <param name="limits">The bounds, for each loop.</param>
/// <param name="time">The clock.</param>
public sealed class HbonePools(TunnelDialer dialer, ICertificateSource certificates, TunnelLimits limits, TimeProvider time)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<EventLoop, LoopPools> _pools = [];

    /// <summary>The pools of the event loop on whose thread this is asked.</summary>
    /// <exception cref="InvalidOperationException">The thread is not an event loop's.</exception>
    public LoopPools Current
    {
        get
        {
            var loop = EventLoop.Require();
            lock (_lock)
            {
                if (!_pools.TryGetValue(loop, out var pools))
                    _pools.Add(loop, pools = Create());
                return pools;
            }
        }
    }

    /// <summary>Takes no more tunnels, and closes each connection when its tunnels have ended; from any thread.</summary>
    /// <param name="cancellationToken">Stops the wait: what is still open is then cut off.</param>
    public Task DrainAsync(CancellationToken cancellationToken) => OnEachLoopAsync(async pools =>
    {
        await pools.Inner.DrainAsync(cancellationToken);
        await pools.Outer.DrainAsync(cancellationToken);
    });

    /// <summary>Closes all connections, with their tunnels; from any thread.</summary>
    public async ValueTask DisposeAsync() => await OnEachLoopAsync(async pools =>
    {
        await pools.Inner.CloseAsync();
        await pools.Outer.DisposeAsync();
    });

    private LoopPools Create()
    {
        var outer = new HbonePool(dialer, certificates, TunnelLayer.Outer, limits, time);
        var inner = new InnerPool(outer, certificates, limits, time, static () => (ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));
        outer.Swept += inner.Sweep;
        return new LoopPools(outer, inner);
    }

    private Task OnEachLoopAsync(Func<LoopPools, Task> what)
    {
        lock (_lock)
            return Task.WhenAll(_pools.Select(pair => pair.Key.RunAsync(() => what(pair.Value))).ToArray());
    }
}
