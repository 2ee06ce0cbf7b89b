using System.Collections.Immutable;
using System.Net.Sockets;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>The loops of a process. A connection goes to the one that has the fewest, and stays there.</summary>
public sealed class EventLoops : IAsyncDisposable
{
    private readonly bool _portable;
    private readonly int[] _connections;

    private EventLoops(ImmutableArray<EventLoop> all, bool portable) =>
        (All, _portable, _connections) = (all, portable, new int[all.Length]);

    /// <summary>The loops.</summary>
    public ImmutableArray<EventLoop> All { get; }

    /// <summary>Starts loops.</summary>
    /// <param name="count">How many; one for each processor that is given to the data plane.</param>
    /// <param name="portable">Whether to wait for sockets by the platform's asynchronous calls even on Linux.</param>
    public static EventLoops Start(int count, bool portable = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new EventLoops([.. Enumerable.Range(0, count).Select(i => EventLoop.Start($"loop {i}", portable))], portable);
    }

    /// <summary>Takes connections, each on the loop that it belongs to from then on.</summary>
    /// <param name="socket">A listening socket, which is closed in the end.</param>
    /// <param name="serve">Serves a connection, which is closed when it returns; its token says that the listener stops.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    public LoopListener Listen(Socket socket, Func<SocketTransport, CancellationToken, Task> serve, int limit) =>
        new(this, socket, serve, limit, _portable);

    /// <summary>Ends the loops. What belongs to them must be closed before.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var loop in All)
            await loop.DisposeAsync();
    }

    /// <summary>Chooses the loop of a connection that has come, and counts it there.</summary>
    internal int Take()
    {
        var least = 0;
        for (var i = 1; i < _connections.Length; i++)
        {
            if (Volatile.Read(ref _connections[i]) < Volatile.Read(ref _connections[least]))
                least = i;
        }
        Interlocked.Increment(ref _connections[least]);
        return least;
    }

    /// <summary>A connection has ended.</summary>
    internal void Leave(int index) => Interlocked.Decrement(ref _connections[index]);
}
