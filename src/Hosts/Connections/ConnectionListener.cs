using System.Net.Sockets;

namespace ScopeMesh.Hosts.Connections;

/// <summary>Accepts connections and serves each on its own, up to a limit; what is over it waits to be accepted.</summary>
internal sealed partial class ConnectionListener : IAsyncDisposable
{
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener;
    private readonly Func<Socket, CancellationToken, Task> _serve;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _limit;
    private Task _accepting = Task.CompletedTask;

    private ConnectionListener(Socket listener, Func<Socket, CancellationToken, Task> serve, int limit, ILogger log)
    {
        _listener = listener;
        _serve = serve;
        _log = log;
        _limit = limit;
        _room = new SemaphoreSlim(limit, limit);
    }

    /// <summary>Begins to accept.</summary>
    /// <param name="listener">A listening socket, which is closed in the end.</param>
    /// <param name="serve">Serves one connection and disposes it; its token says that the listener stops.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    /// <param name="log">Where it is told what goes wrong with a connection unexpectedly.</param>
    public static ConnectionListener Start(
        Socket listener, Func<Socket, CancellationToken, Task> serve, int limit, ILogger log)
    {
        var started = new ConnectionListener(listener, serve, limit, log);
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
            catch (SocketException error) when (!_stopping.IsCancellationRequested)
            {
                // The connection that waited is gone again, or descriptors have run out: a little later may do better.
                Log.CannotAccept(_log, error.Message);
                await Task.Delay(AcceptRetryDelay, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
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
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It ends with the listener.
        }
        catch (Exception error)
        {
            // One connection is lost, and the others are served.
            Log.Unexpected(_log, error);
        }
        finally
        {
            socket.Dispose();
            _room.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Warning, "a connection could not be accepted: {Why}")]
        public static partial void CannotAccept(ILogger log, string why);

        [LoggerMessage(2302, LogLevel.Error, "a connection ended unexpectedly")]
        public static partial void Unexpected(ILogger log, Exception exception);
    }
}
