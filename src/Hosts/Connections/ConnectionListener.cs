using System.Net.Sockets;

namespace ScopeMesh.Hosts.Connections;

/// <summary>Accepts connections and serves each on its own, up to a limit; what is over it waits to be accepted.</summary>
internal sealed class ConnectionListener : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _limit;
    private Task _accepting = Task.CompletedTask;

    private ConnectionListener(Socket listener, Func<Socket, CancellationToken, Task> serve, int limit)
    {
        _listener = listener;
        _serve = serve;
        _limit = limit;
        _room = new SemaphoreSlim(limit, limit);
    }

    /// <summary>Begins to accept.</summary>
    /// <param name="listener">A listening socket, which is closed in the end.</param>
    /// <param name="serve">Serves one connection and disposes it; its token says that the listener stops.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    public static ConnectionListener Start(Socket listener, Func<Socket, CancellationToken, Task> serve, int limit)
    {
        var started = new ConnectionListener(listener, serve, limit);
        started._accepting = started.AcceptAsync();
        return started;
    }

    /// <summary>Stops accepting, and tells the connections to end; does not wait for them.</summary>
    public void Close()
    {
        _stopping.Cancel();
        _listener.Dispose();
    }

    /// <summary>Stops accepting, tells the connections to end, and waits until they have.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _accepting;
        for (var place = 0; place < _limit; place++)
            await _room.WaitAsync();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await _room.WaitAsync(_stopping.Token);
                _ = ServeAsync(await AcceptOneAsync());
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<Socket> AcceptOneAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptAsync(_stopping.Token);
            }
            catch (SocketException) when (!_stopping.IsCancellationRequested)
            {
                // The connection that waited is gone again, or descriptors have run out: the next one may do better.
                await Task.Yield();
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                _room.Release();
                throw new OperationCanceledException(_stopping.Token);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await Task.Yield();
            await _serve(socket, _stopping.Token);
        }
        finally
        {
            socket.Dispose();
            _room.Release();
        }
    }
}
