using System.Diagnostics;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// One CONNECT stream as a transport: DATA frames are its bytes, END_STREAM ends a direction. Belongs to the event
/// loop of its session.
/// </summary>
public sealed partial class Http2StreamTransport : ITransport
{
    private readonly Http2Session _session;
    private readonly Inbox _inbox;
    private readonly Completion<int> _receiver;
    private readonly Completion<int> _sender;
    private readonly Completion<ResponseHead> _responder;
    private ResponseHead? _response;
    private CancellationTokenRegistration _receiveCancellation;
    private CancellationTokenRegistration _sendCancellation;
    private Memory<byte> _receiveBuffer;
    private TunnelException? _receiveFailure;
    private TunnelException? _sendFailure;
    private bool _receiveEnded;
    private bool _sendEnded;
    private long _bytesSent;
    private long _bytesReceived;

    internal Http2StreamTransport(Http2Session session, int id)
    {
        _session = session;
        Id = id;
        _inbox = new Inbox(session.Loop.Pieces);
        (_receiver, _sender) = (new Completion<int>(session.Loop), new Completion<int>(session.Loop));
        _responder = new Completion<ResponseHead>(session.Loop);
    }

    /// <summary>The stream's id.</summary>
    public int Id { get; }

    /// <summary>What still waits to be sent of the send that is under way.</summary>
    internal ReadOnlyMemory<byte> Pending { get; private set; }

    /// <summary>Whether the stream stands in the session's queue of senders.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>Whether the peer said that it did nothing about the stream, so that it may be tried again.</summary>
    internal bool WasNotProcessed { get; set; }

    internal bool IsSending => _sender.IsWaiting;

    /// <summary>What is remembered of what the peer does with its time.</summary>
    internal StreamWatch Watch { get; set; }

    internal StreamFacts Facts => new(_bytesSent, _bytesReceived, IsSending);

    /// <summary>Whether both directions came to their ends: whatever happens to the connection, nothing of the stream is missing.</summary>
    internal bool IsComplete => _sendEnded && _receiveEnded;

    /// <summary>Whether all that the peer sent has been received, and it sends no more.</summary>
    internal bool IsAtEnd => _receiveEnded && _inbox.Count == 0;

    internal bool IsDone => _sendFailure is not null || (_sendEnded && _receiveEnded);

    /// <summary>The response to the request that opened the stream.</summary>
    /// <param name="cancellationToken">Stops the wait, and ends the stream.</param>
    /// <exception cref="TunnelException">The stream or its connection ended before there was one.</exception>
    public async ValueTask<ResponseHead> ResponseAsync(CancellationToken cancellationToken)
    {
        _session.Loop.Verify();
        if (_response is { } known)
            return known;
        if (_sendFailure is not null)
            throw _sendFailure;
        var wait = _responder.Wait();
        await using (OnCancel(_responder, cancellationToken))
            return await wait;
    }

    /// <summary>Answers the request that the peer opened the stream with.</summary>
    /// <param name="response">The head.</param>
    /// <param name="endStream">Whether nothing follows it.</param>
    /// <exception cref="TunnelException">The stream has failed.</exception>
    public void Respond(ResponseHead response, bool endStream)
    {
        _session.Loop.Verify();
        if (_sendFailure is not null)
            throw _sendFailure;
        _session.Connection.SendHeaders(Id, response.ToFields(), endStream);
        if (endStream)
            EndSending();
        _session.Flush();
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _session.Loop.Verify();
        if (_inbox.Count == 0)
        {
            if (_receiveFailure is not null)
                return ValueTask.FromException<int>(_receiveFailure);
            if (_receiveEnded)
                return ValueTask.FromResult(0);
            if (cancellationToken.IsCancellationRequested)
                return ValueTask.FromCanceled<int>(cancellationToken);
            _receiveBuffer = buffer;
            var wait = _receiver.Wait();
            _receiveCancellation = OnCancel(_receiver, cancellationToken);
            return wait;
        }
        var count = _inbox.Take(buffer.Span);
        Consume(count);
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _session.Loop.Verify();
        if (_sendFailure is not null)
            return ValueTask.FromException(_sendFailure);
        if (_sendEnded)
            return ValueTask.FromException(_session.Failed(TunnelFault.Closed, "our direction of the stream has ended"));
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (bytes.IsEmpty)
            return ValueTask.CompletedTask;
        Pending = bytes;
        var wait = _sender.WaitVoid();
        _session.Enqueue(this);
        if (_sender.IsWaiting)
            _sendCancellation = OnCancel(_sender, cancellationToken);
        _session.Flush();
        return wait;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        _session.Loop.Verify();
        if (_sendEnded || _sendFailure is not null)
            return ValueTask.CompletedTask;
        _session.Connection.SendData(Id, [], endStream: true);
        EndSending();
        _session.Flush();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends both directions by CONNECT_ERROR, the code for a connection that broke (RFC 9113, 8.5).</summary>
    public void Abort() => Reset(Http2ErrorCode.ConnectError);

    /// <summary>Gives the stream up: by CANCEL, unless both directions have ended.</summary>
    public ValueTask DisposeAsync()
    {
        Reset(Http2ErrorCode.Cancel);
        return ValueTask.CompletedTask;
    }

    /// <summary>Answers with a status and nothing else; what the peer may still send is not wanted (RFC 9113, 8.1).</summary>
    internal void Reject(int status)
    {
        Respond(new ResponseHead(status, []), endStream: true);
        _session.Reset(this, Http2ErrorCode.NoError);
    }

    internal void OnResponse(ResponseHead head)
    {
        _response ??= head;
        if (_responder.IsWaiting)
            _responder.Succeed(head);
    }

    /// <summary>Takes what was received: into a waiting buffer as far as it goes, the rest into the inbox.</summary>
    internal void OnData(ReadOnlySpan<byte> data)
    {
        _bytesReceived += data.Length;
        if (Borrow(data))
            return;
        if (_receiver.IsWaiting && !data.IsEmpty)
        {
            // No room asks only whether there is anything.
            var count = Math.Min(data.Length, _receiveBuffer.Length);
            data[..count].CopyTo(_receiveBuffer.Span);
            data = data[count..];
            Consume(count);
            CompleteReceive(count);
        }
        _inbox.Put(data);
    }

    internal void OnEnd()
    {
        _receiveEnded = true;
        if (_receiver.IsWaiting)
            CompleteReceive(0);
    }

    /// <summary>
    /// The stream or its connection is gone. What the peer sent up to its END_STREAM is complete and can still
    /// be read; what it sent of a direction that it did not end is dropped.
    /// </summary>
    internal void OnFailed(TunnelException failure)
    {
        _sendFailure ??= failure;
        WantsRoom = false;
        if (_sender.IsWaiting)
            FailSend(failure);
        if (_responder.IsWaiting)
            _responder.Fail(failure);
        if (!_receiveEnded)
            StopReceiving(failure);
    }

    /// <summary>Nobody wants to read any more.</summary>
    internal void StopReceiving(TunnelException failure)
    {
        _receiveFailure ??= failure;
        DiscardInbox();
        if (_receiver.IsWaiting)
            FailReceive(failure);
    }

    /// <summary>Takes note of what was sent of <see cref="Pending"/>; the send ends with its last byte.</summary>
    internal void OnSent(int count)
    {
        Debug.Assert(!WantsRoom, "a send and a wait for room are one or the other");
        _bytesSent += count;
        Pending = Pending[count..];
        if (!Pending.IsEmpty)
            return;
        Pending = default;
        _sendCancellation.Unregister();
        _sender.Succeed(0);
    }

    /// <summary>Bytes that nobody will read return their credit.</summary>
    private void DiscardInbox()
    {
        if (_inbox.Count == 0)
            return;
        _session.Connection.Consume(Id, _inbox.Count);
        _inbox.Clear();
    }

    private void EndSending()
    {
        _sendEnded = true;
        _session.ForgetIfDone(this);
    }

    private void CompleteReceive(int count)
    {
        _receiveBuffer = default;
        _receiveCancellation.Unregister();
        _receiver.Succeed(count);
    }

    private void FailReceive(Exception error)
    {
        _receiveBuffer = default;
        _receiveCancellation.Unregister();
        _receiver.Fail(error);
    }

    private void FailSend(Exception error)
    {
        Pending = default;
        _sendCancellation.Unregister();
        _sender.Fail(error);
    }

    private void Consume(int count)
    {
        _session.Connection.Consume(Id, count);
        if (_session.Connection.HasOutput)
            _session.Flush();
    }

    private void Reset(Http2ErrorCode code) => _session.Loop.Run(() => _session.Reset(this, code));

    /// <summary>A wait that is given up leaves the stream unusable, so it is reset.</summary>
    private CancellationTokenRegistration OnCancel<T>(Completion<T> waiting, CancellationToken token)
    {
        if (!token.CanBeCanceled)
            return default;
        var wait = waiting.Version;
        return token.UnsafeRegister(_ => _session.Loop.Post(_ => Cancel(waiting, wait, token)), null);
    }

    private void Cancel<T>(Completion<T> waiting, short wait, CancellationToken token)
    {
        if (!waiting.IsWaiting || waiting.Version != wait)
            return;
        var canceled = new OperationCanceledException(token);
        if (ReferenceEquals(waiting, _receiver))
            FailReceive(canceled);
        else if (ReferenceEquals(waiting, _sender))
            FailSend(canceled);
        else
            _responder.Fail(canceled);
        _session.Reset(this, Http2ErrorCode.Cancel);
    }
}
