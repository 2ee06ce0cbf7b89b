using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Loops.Linux;

/// <summary>
/// A TCP connection on an epoll loop, edge-triggered: it is tried before it is waited for, and a receive that came back
/// short is taken for the last one until the kernel says that there is more.
/// </summary>
internal sealed class EpollSocket : SocketTransport, IEpollHandler
{
    private const int MaxVectors = 16;
    private const EpollEvents EndOrError = EpollEvents.PeerHangUp | EpollEvents.HangUp | EpollEvents.Error;
    private readonly EventLoop _loop;
    private readonly Completion<int> _receiver;
    private readonly Completion<int> _sender;
    private readonly int _slot;
    private int _fd;
    private IPEndPoint? _remote;
    private Memory<byte> _receiveBuffer;
    private ReadOnlyMemory<byte> _pending;
    private CancellationTokenRegistration _receiveCancellation;
    private CancellationTokenRegistration _sendCancellation;
    // Being added to epoll, a socket tells at once what is there already.
    private bool _isReadable;
    private bool _isWritable = true;
    private bool _hasEndOrError;
    private bool _isConnecting;

    private EpollSocket(EventLoop loop, int fd, IPEndPoint? remote, bool isConnecting)
    {
        (_loop, _fd, _remote, _isConnecting) = (loop, fd, remote, isConnecting);
        (_receiver, _sender) = (new Completion<int>(loop), new Completion<int>(loop));
        _slot = loop.Epoll!.Add(
            fd, this, EpollEvents.In | EpollEvents.Out | EpollEvents.PeerHangUp | EpollEvents.EdgeTriggered);
    }

    public override unsafe IPEndPoint? LocalEndPoint
    {
        get
        {
            var bytes = stackalloc byte[SocketAddresses.MaxBytes];
            var length = SocketAddresses.MaxBytes;
            return _fd >= 0 && Libc.LocalName(_fd, bytes, &length) == 0
                ? SocketAddresses.Read(new ReadOnlySpan<byte>(bytes, length))
                : null;
        }
    }

    public override unsafe IPEndPoint? RemoteEndPoint
    {
        get
        {
            var bytes = stackalloc byte[SocketAddresses.MaxBytes];
            var length = SocketAddresses.MaxBytes;
            if (_remote is null && _fd >= 0 && Libc.PeerName(_fd, bytes, &length) == 0)
                _remote = SocketAddresses.Read(new ReadOnlySpan<byte>(bytes, length));
            return _remote;
        }
    }

    public override IPEndPoint? OriginalDestination => _fd >= 0 ? SocketOptions.FindOriginalDestination(_fd) : null;

    /// <summary>Takes over a connected file descriptor that does not block.</summary>
    public static EpollSocket Attach(EventLoop loop, int fd, IPEndPoint? remote)
    {
        SetNoDelay(fd);
        return new EpollSocket(loop, fd, remote, isConnecting: false);
    }

    /// <exception cref="SocketException">The address cannot be reached.</exception>
    public static async ValueTask<SocketTransport> ConnectAsync(
        EventLoop loop, IPEndPoint destination, IPAddress? source, SocketMaking making, CancellationToken cancellationToken)
    {
        loop.Verify();
        var socket = Begin(loop, destination, source, making);
        try
        {
            if (socket._isConnecting)
                await socket.WaitForSendingAsync(cancellationToken);
            return socket;
        }
        catch
        {
            socket.Close();
            throw;
        }
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _loop.Verify();
        if (TryReceive(buffer.Span, out var count, out var error))
            return error is null ? new ValueTask<int>(count) : ValueTask.FromException<int>(error);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<int>(cancellationToken);
        _receiveBuffer = buffer;
        var wait = _receiver.Wait();
        if (cancellationToken.CanBeCanceled)
            _receiveCancellation = OnCancel(_receiver, cancellationToken);
        return wait;
    }

    public override ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _loop.Verify();
        if (!TrySend(ref bytes, out var error))
        {
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled(cancellationToken);
            _pending = bytes;
            return WaitForSendingAsync(cancellationToken);
        }
        return error is null ? ValueTask.CompletedTask : ValueTask.FromException(error);
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _loop.Verify();
        if (_fd >= 0)
            _ = Libc.Shutdown(_fd, Libc.ShutdownWrite);
        return ValueTask.CompletedTask;
    }

    public override void KeepAlive(int seconds, int probes)
    {
        if (_fd >= 0)
            SocketOptions.KeepAliveBy(_fd, seconds, probes);
    }

    public override void Abort() => _loop.Run(Reset);

    public override ValueTask DisposeAsync()
    {
        _loop.Run(Close);
        return ValueTask.CompletedTask;
    }

    public EventLoop Loop => _loop;

    /// <summary>Receives what is there now.</summary>
    /// <returns>How many bytes, 0 at the end, -1 where there is nothing yet.</returns>
    /// <exception cref="TunnelException">The connection failed.</exception>
    public int TryReceive(Span<byte> buffer)
    {
        if (!TryReceive(buffer, out var count, out var error))
            return -1;
        return error is null ? count : throw error;
    }

    /// <summary>Sends as much as is taken now.</summary>
    /// <returns>How many bytes.</returns>
    /// <exception cref="TunnelException">The connection failed.</exception>
    public unsafe int TrySend(ReadOnlySpan<ArraySegment<byte>> pieces)
    {
        if (_fd < 0)
            throw Closed();
        if (!_isWritable || _sender.IsWaiting)
            return 0;
        pieces = pieces[..Math.Min(pieces.Length, MaxVectors)];
        var vectors = stackalloc Libc.IoVector[MaxVectors];
        var total = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            // The arrays are pinned: they are buffers of the loop.
            vectors[i].Start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pieces[i].Array!)) + pieces[i].Offset;
            vectors[i].Length = pieces[i].Count;
            total += pieces[i].Count;
        }
        var sent = (int)Libc.WriteVector(_fd, vectors, pieces.Length);
        if (sent < total)
        {
            var errno = sent < 0 ? Marshal.GetLastPInvokeError() : Libc.TryAgain;
            if (errno != Libc.TryAgain)
                throw Broken((SocketError)SocketErrors.Of(errno));
            _isWritable = false;
        }
        return Math.Max(0, sent);
    }

    /// <summary>Waits until more can be sent.</summary>
    public ValueTask WaitForRoomAsync()
    {
        if (_fd < 0)
            return ValueTask.FromException(Closed());
        return _isWritable ? ValueTask.CompletedTask : WaitForSendingAsync(CancellationToken.None);
    }

    public void OnEvents(EpollEvents events)
    {
        if ((events & EndOrError) != EpollEvents.None)
            _hasEndOrError = true;
        if ((events & (EpollEvents.In | EndOrError)) != EpollEvents.None)
            OnReadable();
        if (_isConnecting)
            OnConnected(events);
        else if ((events & (EpollEvents.Out | EpollEvents.HangUp | EpollEvents.Error)) != EpollEvents.None)
            OnWritable();
    }

    private static unsafe EpollSocket Begin(EventLoop loop, IPEndPoint destination, IPAddress? source, SocketMaking making)
    {
        var fd = SocketOptions.Open(SocketAddresses.FamilyOf(destination.Address), making);
        try
        {
            var bytes = stackalloc byte[SocketAddresses.MaxBytes];
            var address = new Span<byte>(bytes, SocketAddresses.MaxBytes);
            if (source is not null)
                SocketOptions.Bind(fd, source);
            SetNoDelay(fd);
            var result = Libc.Connect(fd, bytes, SocketAddresses.Write(destination, address));
            var isConnecting = result < 0 && Marshal.GetLastPInvokeError() == Libc.InProgress;
            if (result < 0 && !isConnecting)
                throw LastError();
            return new EpollSocket(loop, fd, destination, isConnecting);
        }
        catch
        {
            _ = Libc.Close(fd);
            throw;
        }
    }

    private static unsafe void SetNoDelay(int fd)
    {
        var on = 1;
        _ = Libc.SetOption(fd, Libc.TcpLevel, Libc.NoDelay, &on, sizeof(int));
    }

    private static SocketException LastError() => new(SocketErrors.Of(Marshal.GetLastPInvokeError()));

    private ValueTask WaitForSendingAsync(CancellationToken cancellationToken)
    {
        var wait = _sender.WaitVoid();
        if (cancellationToken.CanBeCanceled)
            _sendCancellation = OnCancel(_sender, cancellationToken);
        return wait;
    }

    /// <summary>Receives what is there, or the end; false where neither is. No room asks only whether there is anything.</summary>
    private unsafe bool TryReceive(Span<byte> buffer, out int count, out TunnelException? error)
    {
        (count, error) = (0, null);
        if (_fd < 0)
        {
            error = Closed();
            return true;
        }
        if (!_isReadable)
            return false;
        if (buffer.IsEmpty)
            return true;
        nint received;
        fixed (byte* bytes = buffer)
            received = Libc.Receive(_fd, bytes, buffer.Length, 0);
        if (received >= 0)
        {
            count = (int)received;
            if (count > 0 && count < buffer.Length && !_hasEndOrError)
                _isReadable = false;
            return true;
        }
        var errno = Marshal.GetLastPInvokeError();
        if (errno is Libc.TryAgain or Libc.Interrupted)
        {
            _isReadable = false;
            return false;
        }
        error = Broken((SocketError)SocketErrors.Of(errno));
        return true;
    }

    private unsafe bool TrySend(ref ReadOnlyMemory<byte> bytes, out TunnelException? error)
    {
        error = null;
        while (!bytes.IsEmpty)
        {
            if (_fd < 0)
            {
                error = Closed();
                return true;
            }
            if (!_isWritable)
                return false;
            nint sent;
            fixed (byte* start = bytes.Span)
                sent = Libc.Send(_fd, start, bytes.Length, Libc.NoSignal);
            if (sent >= 0)
            {
                bytes = bytes[(int)sent..];
                continue;
            }
            var errno = Marshal.GetLastPInvokeError();
            if (errno == Libc.TryAgain)
            {
                _isWritable = false;
                return false;
            }
            error = Broken((SocketError)SocketErrors.Of(errno));
            return true;
        }
        return true;
    }

    private void OnReadable()
    {
        _isReadable = true;
        if (!_receiver.IsWaiting || !TryReceive(_receiveBuffer.Span, out var count, out var error))
            return;
        _receiveBuffer = default;
        _receiveCancellation.Unregister();
        if (error is null)
            _receiver.Succeed(count);
        else
            _receiver.Fail(error);
    }

    private void OnWritable()
    {
        _isWritable = true;
        if (!_sender.IsWaiting || !TrySend(ref _pending, out var error))
            return;
        EndSend(error);
    }

    private unsafe void OnConnected(EpollEvents events)
    {
        if ((events & ~EpollEvents.PeerHangUp) == EpollEvents.None)
            return;
        _isConnecting = false;
        var errno = 0;
        var length = sizeof(int);
        if ((events & (EpollEvents.HangUp | EpollEvents.Error)) != EpollEvents.None && Libc.GetOption(_fd, Libc.SocketLevel, Libc.SocketError, &errno, &length) < 0)
            errno = Marshal.GetLastPInvokeError();
        if (_sender.IsWaiting)
            EndSend(errno == 0 ? null : new SocketException(SocketErrors.Of(errno)));
    }

    private void EndSend(Exception? error)
    {
        _pending = default;
        _sendCancellation.Unregister();
        if (error is null)
            _sender.Succeed(0);
        else
            _sender.Fail(error);
    }

    private unsafe void Reset()
    {
        if (_fd < 0)
            return;
        // struct linger: on, for no time: close() sends RST.
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetOption(_fd, Libc.SocketLevel, Libc.Linger, linger, 2 * sizeof(int));
        Close();
    }

    private void Close()
    {
        if (_fd < 0)
            return;
        _loop.Epoll!.Remove(_slot);
        _ = Libc.Close(_fd);
        _fd = -1;
        if (_receiver.IsWaiting)
        {
            _receiveBuffer = default;
            _receiveCancellation.Unregister();
            _receiver.Fail(Closed());
        }
        if (_sender.IsWaiting)
            EndSend(Closed());
    }

    /// <summary>A wait that is given up leaves the connection unusable, but what is there can still be told.</summary>
    private CancellationTokenRegistration OnCancel(Completion<int> waiting, CancellationToken token)
    {
        var wait = waiting.Version;
        return token.UnsafeRegister(_ => _loop.Post(_ => Cancel(waiting, wait, token)), null);
    }

    private void Cancel(Completion<int> waiting, short wait, CancellationToken token)
    {
        if (!waiting.IsWaiting || waiting.Version != wait)
            return;
        var canceled = new OperationCanceledException(token);
        if (ReferenceEquals(waiting, _sender))
        {
            EndSend(canceled);
            return;
        }
        _receiveBuffer = default;
        _receiver.Fail(canceled);
    }
}
