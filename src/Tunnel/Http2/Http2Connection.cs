using System.Diagnostics;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// One HTTP/2 connection of either role as a state machine that does no I/O (RFC 9113): received bytes become
/// events, calls become bytes in <see cref="Output"/>. Not safe for use by several threads at once.
/// </summary>
/// <remarks>This part holds what we do; the other parts hold what the peer does.</remarks>
internal sealed partial class Http2Connection
{
    private readonly bool _isServer;
    private readonly Http2Limits _limits;
    private readonly StreamTable _streams;
    private readonly HpackEncoder _encoder = new(Http2Limits.TableBytes);
    private readonly HpackDecoder _decoder;
    private readonly ByteBuffer _block = new();
    private readonly ByteBufferPool _buffers;
    private FlowWindow _sendWindow = new(Http2Settings.Initial.InitialWindowSizeBytes);
    private CreditWindow _receiveWindow;
    private readonly ReceiveBudget _budget;
    private int _streamReceiveWindowBytes;
    private ByteBuffer? _output;

    public Http2Connection(bool isServer, Http2Limits limits, ByteBufferPool? buffers = null)
    {
        _isServer = isServer;
        _limits = limits;
        _buffers = buffers ?? new ByteBufferPool(keep: 1, keepCapacity: 64 * 1024);
        // Servers may not even say that they enable push (RFC 9113, 6.5.2).
        PeerSettings = Http2Settings.Initial with { EnablePush = isServer };
        _streams = new StreamTable(isServer, limits.MaxRememberedStreams);
        _meter = new FloodMeter(limits.Floods);
        _decoder = new HpackDecoder(Http2Limits.TableBytes, limits.MaxHeaderListBytes);
        _receiveWindow = new CreditWindow(limits.ConnectionWindowBytes);
        _budget = new ReceiveBudget(limits);
        // Until the peer has acknowledged our SETTINGS it may go by the initial ones.
        _streamReceiveWindowBytes = Math.Max(limits.StreamStartBytes, Http2Settings.Initial.InitialWindowSizeBytes);
        _phase = isServer ? Phase.Preface : Phase.FrameHeader;
        Begin();
    }

    /// <summary>What is to be sent; the caller takes it by <see cref="TakeOutput"/>. None is held while there is nothing.</summary>
    public ByteBuffer Output => _output ??= _buffers.Take();

    public Http2Limits Limits => _limits;

    public bool HasOutput => _output is { Length: > 0 };

    public Http2Settings PeerSettings { get; private set; }

    public int OpenStreams => _streams.OpenCount;

    /// <summary>What the peer may send on streams, or has sent and nobody has read; bytes, at most the connection's window.</summary>
    public int CommittedBytes => _budget.Committed;

    /// <summary>Whether the peer will take new streams of ours: no GOAWAY either way, no failure.</summary>
    public bool MayOpenStreams => !GoAwayReceived && !GoAwaySent && _phase != Phase.Failed;

    public bool GoAwaySent { get; private set; }

    public bool GoAwayReceived { get; private set; }

    /// <summary>Whether the peer was told the last stream that we look at.</summary>
    public bool IsGoAwayFinal => _goAwayFinal;

    /// <summary>Why the connection failed, where it did by the peer's violation.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>The limit by which the connection failed, where it was one.</summary>
    public Http2Abuse Abuse { get; private set; }

    /// <summary>Whether any stream may send data at all just now.</summary>
    public bool MaySendData => !IsOutputFull && _sendWindow.Available > 0;

    /// <summary>Whether what waits to be sent is so much that data has to wait.</summary>
    public bool IsOutputFull => _output is not null && _output.Length >= _limits.MaxQueuedSendBytes;

    /// <summary>Opens a stream by its head.</summary>
    /// <returns>The stream's id; 0 when the peer or the connection's window allows no more streams, when the peer reads nothing, or ids are used up.</returns>
    public int OpenStream(ValueList<HeaderField> fields, bool endStream)
    {
        if (!MayOpenStreams || OpenStreams >= PeerSettings.MaxConcurrentStreams || !_budget.MayOpen || IsOutputUnread)
            return 0;
        var id = _streams.TakeLocalId();
        if (id == 0)
            return 0;
        AddStream(new Http2Stream(id, PeerSettings.InitialWindowSizeBytes, _streamReceiveWindowBytes));
        SendHeaders(id, fields, endStream);
        return id;
    }

    /// <summary>Sends a head or trailers; nothing happens where the stream is closed.</summary>
    public void SendHeaders(int streamId, ValueList<HeaderField> fields, bool endStream)
    {
        if (!_streams.TryGet(streamId, out var stream) || stream.LocalEnded)
            return;
        if (!stream.HeadSent)
            OnHeadSent(stream, endStream);
        _block.Clear(Http2Limits.KeepHeaderBlockBytes);
        _encoder.Encode(fields, _block);
        FrameWriter.Headers(Output, streamId, _block.Span, endStream, PeerSettings.MaxFrameSizeBytes);
        if (endStream)
            EndLocally(stream);
    }

    /// <summary>
    /// Sends as much as the windows, the frame limit, the quantum and the output's room allow. END_STREAM goes with the last byte.
    /// </summary>
    /// <returns>How many bytes were taken, at most a quantum; -1 when the stream is closed.</returns>
    public int SendData(int streamId, ReadOnlySpan<byte> data, bool endStream)
    {
        if (!_streams.TryGet(streamId, out var stream) || stream.LocalEnded)
            return -1;
        var count = Math.Min(Allowance(stream), data.Length);
        if (count == 0 && !data.IsEmpty)
            return 0;
        var isLast = endStream && count == data.Length;
        WriteData(streamId, data[..count], isLast);
        TakeWindows(stream, count);
        if (isLast)
            EndLocally(stream);
        return count;
    }

    /// <summary>How many bytes of a stream may be sent now, at most a quantum; -1 when the stream is closed.</summary>
    public int RoomFor(int streamId)
    {
        if (!_streams.TryGet(streamId, out var stream) || stream.LocalEnded)
            return -1;
        return Math.Min(Allowance(stream), PeerSettings.MaxFrameSizeBytes);
    }

    /// <summary>Room for one DATA frame's payload in the output, to be filled at once; <see cref="CommitData"/> says how far.</summary>
    /// <param name="count">What <see cref="RoomFor"/> allows at most.</param>
    public Span<byte> ReserveData(int count) => Output.Append(FrameHeader.Size + count)[FrameHeader.Size..];

    /// <summary>Makes a DATA frame of what was filled in; of nothing, none.</summary>
    public void CommitData(int streamId, int reserved, int count)
    {
        var frame = Output.Length - reserved - FrameHeader.Size;
        if (count <= 0)
        {
            Output.Truncate(frame);
            return;
        }
        new FrameHeader(count, FrameType.Data, FrameFlags.None, streamId).Write(Output.At(frame));
        Output.Truncate(frame + FrameHeader.Size + count);
        _streams.TryGet(streamId, out var stream);
        TakeWindows(stream, count);
    }

    /// <summary>Gives credit for bytes that were read from a stream, or thrown away; the stream may be gone.</summary>
    public void Consume(int streamId, int count)
    {
        CreditConnection(count);
        if (!_streams.TryGet(streamId, out var stream) || stream.RemoteEnded)
        {
            _budget.Drain(count);
            return;
        }
        stream.ReceiveWindow.Consume(count);
        if (!stream.ReceiveWindow.IsHalfOwed)
            return;
        var credit = stream.ReceiveWindow.Announce(_budget.Adjust(stream));
        if (credit > 0)
            FrameWriter.WindowUpdate(Output, streamId, credit);
    }

    /// <summary>Ends a stream at once in both directions; nothing happens where it is closed.</summary>
    public void Reset(int streamId, Http2ErrorCode code)
    {
        if (!_streams.TryGet(streamId, out var stream))
            return;
        CloseStream(stream, resetByUs: true);
        FrameWriter.RstStream(Output, streamId, code);
    }

    public void Ping(ulong opaque)
    {
        _meter.Earn(Http2Abuse.PingFlood);
        FrameWriter.Ping(Output, opaque, ack: false);
    }

    /// <summary>
    /// Says that no new streams are taken. The first step of a graceful end (<paramref name="isFinal"/> false)
    /// lets streams through that are under way already; the second names the last one (6.8).
    /// </summary>
    public void GoAway(Http2ErrorCode code, bool isFinal, string reason = "")
    {
        if (_goAwayFinal)
            return;
        GoAwaySent = true;
        _goAwayFinal = isFinal;
        FrameWriter.GoAway(Output, isFinal ? _streams.LastPeerId : int.MaxValue, code, reason);
    }

    /// <summary>Whether a stream's id is one that the peer opens.</summary>
    public bool IsPeerId(int streamId) => _streams.IsPeerId(streamId);

    /// <summary>Gives the output to a sender, who returns the buffer when it is sent; null where there is nothing to be sent.</summary>
    public ByteBuffer? TakeOutput()
    {
        var taken = _output;
        _output = null;
        _answerFrames = 0;
        return taken;
    }

    private void Begin()
    {
        if (!_isServer)
            Output.Append(Preface);
        FrameWriter.Settings(Output, new Http2Settings
        {
            EnablePush = _isServer,
            MaxConcurrentStreams = _isServer ? (uint)_limits.MaxConcurrentStreams : uint.MaxValue,
            InitialWindowSizeBytes = _limits.StreamStartBytes,
            MaxFrameSizeBytes = _limits.MaxFrameBytes,
            MaxHeaderListSizeBytes = (uint)_limits.MaxHeaderListBytes,
        });
        var extra = _limits.ConnectionWindowBytes - Http2Settings.Initial.InitialWindowSizeBytes;
        if (extra > 0)
            FrameWriter.WindowUpdate(Output, 0, extra);
    }

    private void WriteData(int streamId, ReadOnlySpan<byte> data, bool endStream)
    {
        do
        {
            var frame = data[..Math.Min(data.Length, PeerSettings.MaxFrameSizeBytes)];
            data = data[frame.Length..];
            FrameWriter.Data(Output, streamId, frame, endStream && data.IsEmpty);
        }
        while (!data.IsEmpty);
    }

    /// <summary>How many bytes of a stream the windows, the quantum and the output's room allow; 0 or more.</summary>
    private int Allowance(Http2Stream stream) => IsOutputFull
        ? 0
        : Math.Max(0, Math.Min(Math.Min(stream.SendWindow.Available, _sendWindow.Available), _limits.SendQuantumBytes));

    private void TakeWindows(Http2Stream stream, int count)
    {
        Debug.Assert(count <= _sendWindow.Available, "never more than the connection's window");
        stream.SendWindow.TryTake(count);
        _sendWindow.TryTake(count);
    }

    private void CreditConnection(int count)
    {
        _receiveWindow.Consume(count);
        AnnounceConnectionCredit();
    }

    /// <summary>Counts DATA for the connection; false when the peer was not allowed to send so much.</summary>
    private bool TryReceiveData(int count)
    {
        if (!_receiveWindow.TryReceive(count))
            return false;
        AnnounceConnectionCredit();
        return true;
    }

    /// <summary>
    /// Credit that is as much as the peer has left is announced, also when it is little: where much is unread, the
    /// peer needs what there is for the streams that are read.
    /// </summary>
    private void AnnounceConnectionCredit()
    {
        if (_receiveWindow.Owed > 0 && _receiveWindow.Owed >= _receiveWindow.Available)
            FrameWriter.WindowUpdate(Output, 0, _receiveWindow.Announce());
    }

    private void AddStream(Http2Stream stream)
    {
        _streams.Add(stream);
        _budget.Open(stream);
        _meter.EarnByStream();
    }

    private void CloseStream(Http2Stream stream, bool resetByUs)
    {
        _budget.Settle(stream);
        _streams.Close(stream.Id, resetByUs);
    }

    private void EndLocally(Http2Stream stream)
    {
        stream.LocalEnded = true;
        if (stream.IsClosed)
            CloseStream(stream, resetByUs: false);
    }
}
