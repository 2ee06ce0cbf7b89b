using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tunnel.Loops.Linux;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>
/// Takes connections at a socket and serves each on its loop, up to a limit; what is over it waits to be taken.
/// </summary>
public sealed class LoopListener : IAsyncDisposable
{
    private readonly EventLoops _loops;
    private readonly Socket _socket;
    private readonly Func<SocketTransport, CancellationToken, Task> _serve;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IAcceptor _acceptor;
    private readonly int _limit;

    // One for listening itself.
    private int _active = 1;

    internal LoopListener(
        EventLoops loops, Socket socket, Func<SocketTransport, CancellationToken, Task> serve, int limit, bool portable)
    {
        (_loops, _socket, _serve, _limit) = (loops, socket, serve, limit);
        _acceptor = OperatingSystem.IsLinux() && !portable
            ? new EpollAcceptor(loops.All[0], socket, this)
            : new AsyncAcceptor(loops.All[0], socket, this);
    }

    /// <summary>Something that serving a connection threw and should not have. Raised on the connection's loop.</summary>
    public event Action<Exception>? Faulted;

    /// <summary>A connection could not be taken, as when there are no more descriptors; a little later may do better.</summary>
    public event Action<SocketException>? AcceptFailed;

    /// <summary>How long the listener waits after it could not take a connection.</summary>
    internal static TimeSpan RetryDelay { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether there is room for another connection.</summary>
    internal bool HasRoom => Volatile.Read(ref _active) <= _limit;

    /// <summary>Takes no more connections, and tells those that were taken to end; does not wait for them.</summary>
    public void Close()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        _acceptor.Stop();
        _socket.Dispose();
        Release();
    }

    /// <summary>Takes no more connections, tells those that were taken to end, and waits until they have.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _idle.Task;
    }

    /// <summary>A connection has come, as a file descriptor.</summary>
    internal void OnAccepted(int fd, IPEndPoint? remote)
    {
        var index = Take();
        var loop = _loops.All[index];
        if (EventLoop.Current == loop)
            Serve(index, EpollSocket.Attach(loop, fd, remote));
        else
            loop.Post(_ => Serve(index, EpollSocket.Attach(loop, fd, remote)));
    }

    /// <summary>A connection has come.</summary>
    internal void OnAccepted(Socket accepted)
    {
        var index = Take();
        _loops.All[index].Post(_ => Serve(index, new AsyncSocket(accepted)));
    }

    internal void OnAcceptFailed(SocketException error) => AcceptFailed?.Invoke(error);

    private int Take()
    {
        Interlocked.Increment(ref _active);
        return _loops.Take();
    }

    private async void Serve(int index, SocketTransport transport)
    {
        try
        {
            await _serve(transport, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It ends with the listener.
        }
        catch (Exception e)
        {
            // One connection is lost, and the others are served.
            Faulted?.Invoke(e);
        }
        finally
        {
            await transport.DisposeAsync();
            _loops.Leave(index);
            Release();
        }
    }

    private void Release()
    {
        var left = Interlocked.Decrement(ref _active);
        if (left == 0)
            _idle.TrySetResult();
        else if (left == _limit)
            _acceptor.Resume();
    }
}

/// <summary>Takes connections as long as its listener has room.</summary>
internal interface IAcceptor
{
    /// <summary>There is room again; from any thread.</summary>
    void Resume();

    /// <summary>Takes no more. The socket may be closed when it returns; from any thread but the loop's.</summary>
    void Stop();
}
