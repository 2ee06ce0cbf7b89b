using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <content>Reading and writing, and what the events of the connection mean to its streams.</content>
public sealed partial class Http2Session : ITurnEnd
{
    private const ulong DrainPing = ulong.MaxValue;

    /// <summary>How many streams are told at a time that there is room: about as many as it suffices for.</summary>
    private const int MaxPromises = 8;

    private readonly Queue<Http2StreamTransport> _senders = new();
    private readonly List<Http2StreamTransport> _borrowers = [];
    private byte[]? _receiving;
    private TaskCompletionSource? _flushed;
    private bool _willFlush;
    private bool _isSending;
    private bool _sendingEnded;
    private Task? _ending;

    int ITurnEnd.Depth => _layer == TunnelLayer.Inner ? 1 : 0;

    /// <summary>Sends, with one call for all that the turn brought, unless a send is under way: then that goes on with it.</summary>
    void ITurnEnd.OnTurnEnd()
    {
        _willFlush = false;
        if (!_isSending)
            SendAll();
    }

    /// <summary>Sees to it that what waits to be sent is sent at the end of this turn.</summary>
    internal void Flush()
    {
        if (_willFlush || _isSending)
            return;
        _willFlush = true;
        Loop.AtTurnEnd(this);
    }

    /// <summary>Puts a stream that has bytes to send at the end of the queue.</summary>
    internal void Enqueue(Http2StreamTransport stream)
    {
        if (stream.IsQueued)
            return;
        stream.IsQueued = true;
        _senders.Enqueue(stream);
        Pump();
    }

    /// <summary>Reads as long as there is something to read. No buffer is held while there is not.</summary>
    private async Task RunAsync()
    {
        try
        {
            var goesOn = true;
            while (goesOn)
            {
                await _transport.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                goesOn = await ReceiveAsync();
                Flush();
            }
            Fail(EndOfConnection());
        }
        catch (Exception e)
        {
            Fail(Translate(e));
        }
        await CloseAsync();
    }

    private async ValueTask<bool> ReceiveAsync()
    {
        var buffer = Loop.ReceiveBuffers.Rent();
        try
        {
            var count = await _transport.ReceiveAsync(buffer, CancellationToken.None);
            _receiving = buffer;
            return count > 0 && OnReceived(buffer.AsSpan(0, count));
        }
        finally
        {
            Settle();
            Loop.ReceiveBuffers.Return(buffer);
        }
    }

    /// <summary>Nothing of the buffer may be needed any more.</summary>
    private void Settle()
    {
        foreach (var stream in _borrowers)
            stream.SettleBorrowed();
        _borrowers.Clear();
        _receiving = null;
    }

    internal void SettleLater(Http2StreamTransport stream) => _borrowers.Add(stream);

    /// <summary>Where bytes of this receive are; false for others.</summary>
    internal bool TryLocate(ReadOnlySpan<byte> bytes, out ArraySegment<byte> piece)
    {
        piece = default;
        if (_receiving is not { } buffer || !buffer.AsSpan().Overlaps(bytes, out var offset))
            return false;
        piece = new ArraySegment<byte>(buffer, offset, bytes.Length);
        return true;
    }

    /// <summary>An end without open streams is how connections end, whichever side began it.</summary>
    private TunnelException EndOfConnection() =>
        Connection.IsHandshaking ? NotBegun(null)
        : _streams.Count == 0 ? Failed(TunnelFault.Closed, "the peer closed the connection")
        : Failed(TunnelFault.Reset, "the peer closed the connection while tunnels were open");

    /// <summary>In TLS 1.3 a peer can refuse our certificate after our side of the handshake is done, and not all send an alert.</summary>
    private TunnelException NotBegun(Exception? cause) => Failed(
        TunnelFault.TlsFailed, "the peer closed the connection before it spoke HTTP/2; it may have refused our certificate", cause);

    /// <summary>A failure of what carries an inner tunnel stays the outer one's.</summary>
    private TunnelException Translate(Exception e) => e switch
    {
        TunnelException known when known.Layer != TunnelLayer.Transport && known.Layer != _layer => known,
        TunnelException { Fault: TunnelFault.Reset } when Connection.IsHandshaking => NotBegun(e),
        TunnelException { Layer: not TunnelLayer.Transport } known => known,
        TunnelException plain => Failed(plain.Fault, plain.Message, plain),
        _ => Failed(TunnelFault.Reset, $"the connection broke: {e.Message}", e),
    };

    /// <summary>What is left to be sent is sent, a GOAWAY say, and then the transport ends.</summary>
    private async Task CloseAsync()
    {
        _keepalive.Dispose();
        StopWatching();
        using var deadline = new Deadline(_limits.CloseTimeoutSeconds, _time, CancellationToken.None);
        try
        {
            await EndSendingAsync(deadline.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or TunnelException)
        {
            _transport.Abort();
        }
        await _transport.DisposeAsync();
        _ended.TrySetResult();
    }

    private void SendAll()
    {
        if (_sendingEnded)
        {
            if (Connection.TakeOutput() is { } dropped)
                Loop.SendBuffers.Return(dropped);
            return;
        }
        Pump();
        while (Connection.TakeOutput() is { } taken)
        {
            var send = taken.Length == 0 ? default : _transport.SendAsync(taken.Memory, CancellationToken.None);
            if (!send.IsCompletedSuccessfully)
            {
                _isSending = true;
                _ = FinishSendingAsync(send, taken);
                return;
            }
            send.GetAwaiter().GetResult();
            Loop.SendBuffers.Return(taken);
            Pump();
        }
        EndFlush();
    }

    private async Task FinishSendingAsync(ValueTask send, ByteBuffer taken)
    {
        try
        {
            await send;
            Loop.SendBuffers.Return(taken);
            _isSending = false;
            SendAll();
        }
        catch (Exception e)
        {
            _isSending = false;
            _sendingEnded = true;
            Fail(Translate(e));
            _transport.Abort();
            EndFlush();
        }
    }

    private void EndFlush()
    {
        _flushed?.TrySetResult();
        _flushed = null;
    }

    /// <summary>Waits until all is sent, and ends our direction of the transport. Later answers to the peer are dropped.</summary>
    private async Task EndSendingAsync(CancellationToken cancellationToken)
    {
        while (_isSending || (_willFlush && !_sendingEnded))
        {
            _flushed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _flushed.Task.WaitAsync(cancellationToken);
        }
        if (!_sendingEnded)
        {
            _sendingEnded = true;
            _ending = _transport.CompleteAsync(cancellationToken).AsTask();
        }
        if (_ending is { } ending)
            await ending.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Lets streams send in turn, a quantum each. One that waits for its own window leaves the queue until that
    /// grows; one that waits for what all share keeps its place.
    /// </summary>
    private void Pump()
    {
        var promised = 0;
        while (_senders.Count > 0 && Connection.MaySendData && promised < MaxPromises)
        {
            var stream = _senders.Dequeue();
            stream.IsQueued = false;
            if (!stream.IsSending)
                continue;
            if (stream.WantsRoom)
            {
                if (Connection.RoomFor(stream.Id) == 0)
                    continue;
                stream.OnRoom();
                promised++;
                continue;
            }
            var sent = Connection.SendData(stream.Id, stream.Pending.Span, endStream: false);
            if (sent <= 0)
                continue;
            stream.OnSent(sent);
            if (!stream.IsSending)
                continue;
            stream.IsQueued = true;
            _senders.Enqueue(stream);
        }
        // Who was told need not make use of it, and then the others have their turn.
        if (promised == MaxPromises && _senders.Count > 0)
            Loop.Schedule(static session => ((Http2Session)session!).Pump(), this);
    }

    /// <summary>Handles received bytes; false when the connection has failed by them.</summary>
    private bool OnReceived(ReadOnlySpan<byte> input)
    {
        while (true)
        {
            var happened = Connection.Receive(ref input);
            if (happened.Kind == Http2EventKind.None)
                return true;
            if (happened.Kind == Http2EventKind.Failed)
                break;
            OnEvent(happened);
        }
        Fail(ViolationByPeer());
        return false;
    }

    private void OnEvent(in Http2Event happened)
    {
        _streams.TryGetValue(happened.StreamId, out var stream);
        switch (happened.Kind)
        {
            case Http2EventKind.Settings:
                _keepalive.OnHandshake();
                ResumeSenders();
                break;
            case Http2EventKind.Window when happened.StreamId == 0:
                Pump();
                break;
            case Http2EventKind.Window when stream is { IsSending: true }:
                Enqueue(stream);
                break;
            case Http2EventKind.Pong:
                OnPong(happened.Opaque);
                break;
            case Http2EventKind.GoAway:
                OnGoAway(happened);
                break;
            case Http2EventKind.Request:
                OnRequest(happened);
                break;
            default:
                if (stream is not null)
                    OnStreamEvent(stream, happened);
                else if (happened.Kind == Http2EventKind.Data)
                    Connection.Consume(happened.StreamId, happened.Data.Length);
                break;
        }
    }

    private void OnStreamEvent(Http2StreamTransport stream, in Http2Event happened)
    {
        if (happened.Response is { } response)
            stream.OnResponse(response);
        if (happened.Kind == Http2EventKind.Data)
            stream.OnData(happened.Data);
        if (happened.EndStream)
            stream.OnEnd();
        if (happened.Kind == Http2EventKind.Reset)
            OnReset(stream, happened);
        ForgetIfDone(stream);
    }

    /// <summary>NO_ERROR means that all was said and no more is wanted: for who reads, an end like any other.</summary>
    private void OnReset(Http2StreamTransport stream, in Http2Event happened)
    {
        if (happened.ByPeer && happened.Code == Http2ErrorCode.NoError)
        {
            stream.OnEnd();
            stream.OnFailed(Failed(TunnelFault.NotWanted, "the peer wants no more of what is sent"));
            return;
        }

        stream.WasNotProcessed = happened is { ByPeer: true, Code: Http2ErrorCode.RefusedStream };
        stream.OnFailed(happened.Abuse != Http2Abuse.None ? LimitReached(happened.Abuse)
            : happened.ByPeer ? Failed(TunnelFault.Reset, $"the peer reset the stream ({happened.Code.Name()})")
            : Failed(TunnelFault.ProtocolError, $"the peer broke HTTP/2: {happened.Reason}"));
    }

    private void OnRequest(in Http2Event happened)
    {
        var stream = new Http2StreamTransport(this, happened.StreamId);
        if (happened.EndStream)
            stream.OnEnd();
        if (_failure is not null)
        {
            Connection.Reset(stream.Id, Http2ErrorCode.RefusedStream);
            return;
        }
        _streams.Add(stream.Id, stream);
        _requests.Enqueue(new Http2IncomingRequest(happened.Request!, stream));
        WakeAcceptor();
    }

    private void OnPong(ulong opaque)
    {
        _keepalive.OnPong(opaque);
        if (opaque != DrainPing || Connection.IsGoAwayFinal)
            return;
        Connection.GoAway(Http2ErrorCode.NoError, isFinal: true);
        CheckDrained();
    }

    /// <summary>Streams above the last id were not looked at, and may be tried again elsewhere.</summary>
    private void OnGoAway(in Http2Event happened)
    {
        // How our own side tells a peer that it refuses its certificate: the platform sends no TLS alert for it.
        if (happened.Code == Http2ErrorCode.InadequateSecurity)
            Fail(Failed(TunnelFaults.OfRefusal(happened.Reason ?? ""), $"the peer refused our certificate: {happened.Reason}"));
        var (lastStreamId, code) = (happened.StreamId, happened.Code);
        var refused = _streams.Values.Where(s => s.Id > lastStreamId && !Connection.IsPeerId(s.Id)).ToList();
        foreach (var stream in refused)
        {
            stream.WasNotProcessed = true;
            stream.OnFailed(Failed(TunnelFault.Reset, $"the peer takes no more streams ({code.Name()})"));
            ForgetIfDone(stream);
        }
        CloseIfSpent();
    }

    /// <summary>A connection that the peer drains has served when its last stream ends.</summary>
    private void CloseIfSpent()
    {
        if (Connection.GoAwayReceived && _streams.Count == 0 && _failure is null)
            Loop.Post(_ => _ = DisposeAsync().AsTask());
    }

    private void ResumeSenders()
    {
        foreach (var stream in _streams.Values.Where(s => s.IsSending))
            Enqueue(stream);
    }
}
