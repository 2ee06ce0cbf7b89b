using System.Net.Sockets;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>Takes connections by the platform's asynchronous sockets.</summary>
internal sealed class AsyncAcceptor : IAcceptor
{
    private readonly Socket _socket;
    private readonly LoopListener _listener;
    private TaskCompletionSource _changed = NewSignal();
    private volatile bool _isStopped;

    public AsyncAcceptor(EventLoop loop, Socket socket, LoopListener listener)
    {
        (_socket, _listener) = (socket, listener);
        _ = loop.RunAsync(AcceptAsync);
    }

    public void Resume() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    /// <summary>The accept that is under way ends when the socket is closed.</summary>
    public void Stop()
    {
        _isStopped = true;
        Resume();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task AcceptAsync()
    {
        while (!_isStopped)
        {
            try
            {
                // The signal is taken before the look, so that none is missed.
                var changed = Volatile.Read(ref _changed).Task;
                if (_listener.HasRoom)
                    _listener.OnAccepted(await _socket.AcceptAsync());
                else
                    await changed;
            }
            catch (Exception e) when (_isStopped && e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                _listener.OnAcceptFailed(e);
                await Task.Delay(LoopListener.RetryDelay);
            }
        }
    }
}
