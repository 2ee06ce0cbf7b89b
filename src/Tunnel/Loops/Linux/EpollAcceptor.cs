using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ScopeMesh.Tunnel.Loops.Linux;

/// <summary>Takes the connections of a listening socket as they come, as file descriptors that do not block.</summary>
internal sealed class EpollAcceptor : IAcceptor, IEpollHandler
{
    /// <summary>How many are taken before what has come already has its turn.</summary>
    private const int MaxPerTurn = 64;

    private readonly EventLoop _loop;
    private readonly LoopListener _listener;
    private readonly int _fd;
    private int? _slot;
    private bool _isStopped;
    private bool _isShort;

    public EpollAcceptor(EventLoop loop, Socket socket, LoopListener listener)
    {
        (_loop, _listener) = (loop, listener);
        socket.Blocking = false;
        _fd = (int)socket.Handle;
        loop.Post(_ => Watch());
    }

    public void Resume() => _loop.Post(_ => Watch());

    public void Stop()
    {
        if (EventLoop.Current == _loop)
        {
            EndWatch();
            return;
        }
        using var stopped = new ManualResetEventSlim();
        _loop.Post(_ =>
        {
            EndWatch();
            stopped.Set();
        });
        stopped.Wait();
    }

    public unsafe void OnEvents(EpollEvents events)
    {
        var bytes = stackalloc byte[SocketAddresses.MaxBytes];
        _isShort = _isShort && IsShort();
        for (var i = 0; i < MaxPerTurn; i++)
        {
            if (_isShort)
            {
                WaitForDescriptors();
                return;
            }
            if (!_listener.HasRoom)
            {
                Pause();
                return;
            }
            var length = SocketAddresses.MaxBytes;
            var fd = Libc.Accept(_fd, bytes, &length, Libc.NonBlocking | Libc.CloseOnExec);
            if (fd >= 0)
            {
                _isShort = fd >= Descriptors.AcceptBelow;
                _listener.OnAccepted(fd, SocketAddresses.Read(new ReadOnlySpan<byte>(bytes, length)));
            }
            else if (!GoesOnAfter(Marshal.GetLastPInvokeError()))
            {
                return;
            }
        }
    }

    /// <summary>Whether descriptors are still short, as the number of a new one says.</summary>
    private static bool IsShort()
    {
        var probe = Libc.EventFd(0, Libc.CloseOnExec);
        if (probe >= 0)
            _ = Libc.Close(probe);
        return probe < 0 || probe >= Descriptors.AcceptBelow;
    }

    private void WaitForDescriptors() => WaitAfter(new SocketException((int)SocketError.TooManyOpenSockets));

    private void WaitAfter(SocketException error)
    {
        _listener.OnAcceptFailed(error);
        Unwatch();
        _ = WatchLaterAsync();
    }

    /// <summary>A connection that has given up already is passed over; what lacks descriptors or memory waits for a while.</summary>
    private bool GoesOnAfter(int errno)
    {
        if (errno is Libc.TryAgain)
            return false;
        if (errno is Libc.Interrupted or Libc.Aborted)
            return true;
        WaitAfter(new SocketException(SocketErrors.Of(errno)));
        return false;
    }

    private async Task WatchLaterAsync()
    {
        await Task.Delay(LoopListener.RetryDelay);
        Watch();
    }

    // Level-triggered: what is left in the queue comes again with the next turn.
    private void Watch()
    {
        if (!_isStopped && _slot is null)
            _slot = _loop.Epoll!.Add(_fd, this, EpollEvents.In);
    }

    private void Pause()
    {
        Unwatch();
        // Room that was made in between has not been told.
        if (_listener.HasRoom)
            _loop.Post(_ => Watch());
    }

    private void EndWatch()
    {
        _isStopped = true;
        Unwatch();
    }

    private void Unwatch()
    {
        if (_slot is { } slot)
            _loop.Epoll!.Remove(slot, _fd);
        _slot = null;
    }
}
