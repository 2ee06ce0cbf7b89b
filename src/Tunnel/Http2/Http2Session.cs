using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// One HTTP/2 connection over a transport, of either role: reads, writes, keeps alive, and hands out its
/// streams as transports. Owns the transport. Belongs to the event loop on whose thread it was made.
/// </summary>
public sealed partial class Http2Session : IAsyncDisposable
{
    private readonly ITransport _transport;
    private readonly TunnelLayer _layer;
    private readonly TunnelLimits _limits;
    private readonly TimeProvider _time;
    private readonly Dictionary<int, Http2StreamTransport> _streams = [];
    private readonly Queue<Http2IncomingRequest> _requests = new();
    private readonly Completion<bool> _acceptor;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Keepalive _keepalive;
    private TunnelException? _failure;
    private long _idleSince;

    private Http2Session(ITransport transport, TunnelLayer layer, bool isServer, TunnelLimits limits, TimeProvider time)
    {
        Loop = EventLoop.Require();
        (_transport, _layer, _limits, _time) = (transport, layer, limits, time);
        _acceptor = new Completion<bool>(Loop);
        _idleSince = time.GetTimestamp();
        Connection = new Http2Connection(isServer, isServer ? limits.ServerHttp2 : limits.ClientHttp2, Loop.SendBuffers);
        _keepalive = new Keepalive(Loop, limits, time, SendPing, TimeOut);
    }

    /// <summary>The part of the tunnel that the connection is.</summary>
    public TunnelLayer Layer => _layer;

    /// <summary>Ends, and never fails, when the connection has.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why the connection ended or is about to; null as long as it is well.</summary>
    public TunnelException? Failure => _failure;

    /// <summary>Whether new streams may be opened, when there are not too many.</summary>
    public bool IsAccepting => _failure is null && Connection.MayOpenStreams;

    /// <summary>How many streams are open.</summary>
    public int OpenStreams => _streams.Count;

    /// <summary>How long there has been no stream; zero while there is one.</summary>
    public TimeSpan IdleTime => _streams.Count > 0 ? TimeSpan.Zero : _time.GetElapsedTime(_idleSince);

    /// <summary>How often the peer has answered a PING.</summary>
    internal int PongCount => _keepalive.PongCount;

    internal EventLoop Loop { get; }

    internal Http2Connection Connection { get; }

    /// <summary>Begins a connection as its client.</summary>
    /// <param name="transport">What carries it; the session owns it from now on.</param>
    /// <param name="layer">The part of the tunnel that it is, for errors.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="time">The clock.</param>
    public static Http2Session StartClient(ITransport transport, TunnelLayer layer, TunnelLimits limits, TimeProvider time) =>
        Start(new Http2Session(transport, layer, isServer: false, limits, time));

    /// <summary>Begins a connection as its server.</summary>
    /// <inheritdoc cref="StartClient"/>
    public static Http2Session StartServer(ITransport transport, TunnelLayer layer, TunnelLimits limits, TimeProvider time) =>
        Start(new Http2Session(transport, layer, isServer: true, limits, time));

    /// <summary>Opens a stream by a CONNECT, without waiting for the answer.</summary>
    /// <param name="head">The request.</param>
    /// <param name="maxStreams">How many streams may be open with this one.</param>
    /// <returns>The stream, whose <see cref="Http2StreamTransport.ResponseAsync"/> is next; null when the connection is full or ends.</returns>
    /// <exception cref="ArgumentException">A field of the request may not be sent.</exception>
    public Http2StreamTransport? TryOpen(RequestHead head, int maxStreams)
    {
        Loop.Verify();
        foreach (var field in head.Fields.AsSpan())
        {
            if (HeaderRules.CheckField(field) is { } broken)
                throw new ArgumentException($"`{field.Name}` may not be sent: {broken}", nameof(head));
        }
        var id = _failure is null && _streams.Count < maxStreams ? Connection.OpenStream(head.ToConnect(), endStream: false) : 0;
        if (id == 0)
            return null;
        var stream = new Http2StreamTransport(this, id);
        _streams.Add(id, stream);
        Flush();
        return stream;
    }

    /// <summary>Waits for the peer's next request; null when the connection has ended and none is left.</summary>
    public async ValueTask<Http2IncomingRequest?> AcceptAsync()
    {
        Loop.Verify();
        while (_requests.Count == 0)
        {
            if (_failure is not null)
                return null;
            await _acceptor.Wait();
        }
        return _requests.Dequeue();
    }

    /// <summary>
    /// Takes and opens no more streams, waits for those that are open, and closes. The peer is told twice, so
    /// that a stream which it had sent already is not lost (RFC 9113, 6.8).
    /// </summary>
    /// <param name="cancellationToken">Stops the wait: what is still open is then cut off.</param>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        Loop.Verify();
        if (_failure is null && !Connection.GoAwaySent)
        {
            Connection.GoAway(Http2ErrorCode.NoError, isFinal: false);
            Connection.Ping(DrainPing);
            Flush();
        }
        using var deadline = new Deadline(_limits.DrainTimeoutSeconds, _time, cancellationToken);
        try
        {
            await Task.WhenAny(_drained.Task, _ended.Task).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // What is open now is cut off by closing.
        }
        await DisposeAsync();
    }

    /// <summary>Cuts the connection off, with all streams; from any thread.</summary>
    public void Abort()
    {
        Loop.Run(() =>
        {
            Fail(Failed(TunnelFault.Closed, "the connection was closed on our side"));
            _transport.Abort();
        });
    }

    /// <summary>Closes the connection: open streams are cancelled, what was written is still sent.</summary>
    public async ValueTask DisposeAsync()
    {
        Loop.Verify();
        foreach (var id in _streams.Keys)
            Connection.Reset(id, Http2ErrorCode.Cancel);
        Connection.GoAway(Http2ErrorCode.NoError, isFinal: true);
        Fail(Failed(TunnelFault.Closed, "the connection was closed on our side"));
        Flush();
        using var deadline = new Deadline(_limits.CloseTimeoutSeconds, _time, CancellationToken.None);
        try
        {
            await EndSendingAsync(deadline.Token);
            // Closing before the peer has would make TCP drop what it has not read yet.
            await _ended.Task.WaitAsync(deadline.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or TunnelException)
        {
            _transport.Abort();
        }
        await _ended.Task;
    }

    /// <summary>An error of this connection.</summary>
    internal TunnelException Failed(TunnelFault fault, string what, Exception? cause = null) =>
        new(_layer, fault, $"{_layer.Describe()}: {what}", inner: cause);

    /// <summary>Ends a stream on both sides; nothing happens where both directions have ended.</summary>
    internal void Reset(Http2StreamTransport stream, Http2ErrorCode code)
    {
        if (!stream.IsDone)
            Connection.Reset(stream.Id, code);
        var closed = Failed(TunnelFault.Closed, "the stream was closed on our side");
        stream.OnFailed(closed);
        stream.StopReceiving(closed);
        ForgetIfDone(stream);
        Flush();
    }

    internal void ForgetIfDone(Http2StreamTransport stream)
    {
        if (!stream.IsDone || !_streams.Remove(stream.Id) || _streams.Count > 0)
            return;
        _idleSince = _time.GetTimestamp();
        CheckDrained();
        CloseIfSpent();
    }

    private static Http2Session Start(Http2Session session)
    {
        session.Flush();
        session.StartWatching();
        _ = session.RunAsync();
        return session;
    }

    private void CheckDrained()
    {
        if (Connection.IsGoAwayFinal && _streams.Count == 0)
            _drained.TrySetResult();
    }

    private void Fail(TunnelException failure)
    {
        if (_failure is not null)
            return;
        _failure = failure;
        foreach (var stream in _streams.Values)
            stream.OnFailed(failure);
        _streams.Clear();
        _idleSince = _time.GetTimestamp();
        WakeAcceptor();
    }

    private void WakeAcceptor()
    {
        if (_acceptor.IsWaiting)
            _acceptor.Succeed(true);
    }

    private void SendPing(ulong opaque)
    {
        Connection.Ping(opaque);
        Flush();
    }

    private void TimeOut(string what)
    {
        Fail(Failed(TunnelFault.TimedOut, what));
        _transport.Abort();
    }
}
