namespace ScopeMesh.Tunnel.Http2;

/// <content>Frames out of bytes, and DATA, whose payload is handed on as it comes.</content>
internal sealed partial class Http2Connection
{
    private readonly ByteGatherer _gatherer = new();
    private Phase _phase;
    private FrameHeader _frame;
    private bool _settingsReceived;
    private bool _goAwayFinal;
    private int _dataLeft;
    private int _paddingLeft;
    private int _payloadLength;
    private bool _discardData;

    private enum Phase
    {
        Preface,
        FrameHeader,
        Payload,
        PadLength,
        Data,
        Skip,
        Failed,
    }

    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Whether not even the peer's first SETTINGS have come.</summary>
    public bool IsHandshaking => !_settingsReceived;

    /// <summary>Reads up to the next event; <see cref="Http2EventKind.None"/> when the input is used up.</summary>
    public Http2Event Receive(scoped ref ReadOnlySpan<byte> input)
    {
        while (true)
        {
            ReadOnlySpan<byte> taken;
            Http2Event happened;
            switch (_phase)
            {
                case Phase.Preface:
                    if (!TryCheckPreface(ref input, out happened))
                        return happened;
                    continue;
                case Phase.FrameHeader:
                    if (!_gatherer.TryTake(ref input, FrameHeader.Size, out taken))
                        return default;
                    _frame = FrameHeader.Read(taken);
                    if (TryBeginData())
                        continue;
                    happened = OnFrameHeader(_frame);
                    break;
                case Phase.Payload:
                    if (!_gatherer.TryTake(ref input, _payloadLength, out taken))
                        return default;
                    _phase = Phase.Skip;
                    happened = OnPayload(taken);
                    break;
                case Phase.PadLength:
                    if (!_gatherer.TryTake(ref input, 1, out taken))
                        return default;
                    happened = OnPadLength(taken[0]);
                    break;
                case Phase.Data:
                    if (input.IsEmpty && _dataLeft > 0)
                        return default;
                    happened = OnDataBytes(ref input);
                    break;
                case Phase.Skip:
                    if (!TrySkip(ref input))
                        return default;
                    continue;
                default:
                    input = default;
                    return default;
            }
            if (happened.Kind != Http2EventKind.None)
                return happened;
        }
    }

    /// <summary>The preface is compared as it comes, so that a peer that speaks something else fails at its first byte.</summary>
    private bool TryCheckPreface(scoped ref ReadOnlySpan<byte> input, out Http2Event happened)
    {
        happened = default;
        var expected = Preface[_prefaceRead..];
        var count = Math.Min(expected.Length, input.Length);
        if (!input[..count].SequenceEqual(expected[..count]))
        {
            happened = Fail(Http2Violation.Protocol("the peer does not begin with HTTP/2's preface"));
            return false;
        }
        input = input[count..];
        _prefaceRead += count;
        if (count < expected.Length)
            return false;
        _phase = Phase.FrameHeader;
        return true;
    }

    /// <summary>
    /// The way of nearly all bytes: a DATA frame with which nothing is out of the ordinary. False, and nothing done, where
    /// something may be: <see cref="OnFrameHeader"/> looks closer, and says what.
    /// </summary>
    private bool TryBeginData()
    {
        var length = _frame.Length;
        var isPlain = _frame is { Type: FrameType.Data, Length: > 0 } && !_frame.Has(FrameFlags.Padded)
            && _settingsReceived && _headersStreamId == 0 && length <= _limits.MaxFrameBytes && !IsOutputUnread;
        if (!isPlain
            || !_streams.TryGet(_frame.StreamId, out var stream)
            || stream.RemoteEnded || !stream.HeadReceived
            || stream.ReceiveWindow.Available < length || !TryReceiveData(length))
        {
            return false;
        }
        stream.ReceiveWindow.TryReceive(length);
        FramesReceived++;
        _meter.EarnByData();
        (_dataLeft, _paddingLeft, _discardData) = (length, 0, false);
        _phase = Phase.Data;
        return true;
    }

    private Http2Event OnFrameHeader(FrameHeader frame)
    {
        if (frame.Type != FrameType.Continuation)
            FramesReceived++;
        if ((CheckFrame(frame) ?? Meter(frame)) is { } violation)
            return Fail(violation);
        if (frame.Type == FrameType.Data)
        {
            _phase = frame.Has(FrameFlags.Padded) ? Phase.PadLength : Phase.Data;
            return OnDataFrame(frame);
        }
        _payloadLength = frame.Type switch
        {
            FrameType.GoAway => Math.Min(frame.Length, 8 + Http2Limits.MaxReasonBytes),
            FrameType.Priority or > FrameType.Continuation => 0,
            _ => frame.Length,
        };
        _paddingLeft = frame.Length - _payloadLength;
        _phase = Phase.Payload;
        return default;
    }

    private Http2Violation? CheckFrame(FrameHeader frame)
    {
        if (!_settingsReceived && (frame.Type != FrameType.Settings || frame.Has(FrameFlags.Ack)))
            return Http2Violation.Protocol("the first frame is not SETTINGS");
        if (frame.Length > _limits.MaxFrameBytes)
            return Http2Violation.FrameSize("a frame greater than SETTINGS_MAX_FRAME_SIZE");
        if (_headersStreamId != 0 && (frame.Type != FrameType.Continuation || frame.StreamId != _headersStreamId))
            return Http2Violation.Protocol("a header block that another frame interrupts");
        if (_headersStreamId == 0 && frame.Type == FrameType.Continuation)
            return Http2Violation.Protocol("a CONTINUATION that continues nothing");
        return FrameRules.Check(frame) ?? CheckBlockSize(frame);
    }

    /// <summary>The frame as a whole, padding included, counts for flow control (6.1).</summary>
    private Http2Event OnDataFrame(FrameHeader frame)
    {
        _dataLeft = frame.Length;
        _paddingLeft = 0;
        if (!TryReceiveData(frame.Length))
            return Fail(Http2Violation.FlowControl("more DATA than the connection's window allows"));
        _discardData = true;
        var happened = OnStreamData(frame);
        // Nobody reads what is dropped, so its credit returns at once.
        if (_discardData && _phase != Phase.Failed)
            CreditConnection(frame.Length);
        return happened;
    }

    /// <summary>Whether a stream takes a DATA frame; otherwise it is dropped.</summary>
    private Http2Event OnStreamData(FrameHeader frame)
    {
        if (_streams.TryGet(frame.StreamId, out var stream))
        {
            if (stream.RemoteEnded)
                return ResetForViolation(frame.StreamId, Http2Violation.StreamClosed("DATA after END_STREAM"));
            if (!stream.HeadReceived)
                return ResetForViolation(frame.StreamId, Http2Violation.Protocol("DATA before a response"));
            if (!stream.ReceiveWindow.TryReceive(frame.Length))
                return ResetForViolation(frame.StreamId, Http2Violation.FlowControl("more DATA than the stream's window allows"));
            _discardData = false;
            return default;
        }
        if (IsIgnored(frame.StreamId))
            return default;
        if (_streams.IsIdle(frame.StreamId))
            return Fail(Http2Violation.Protocol("DATA on a stream that was never opened"));
        // What is not remembered may be on its way since we reset the stream, and is dropped as that is (5.1).
        return _streams.WasResetByUs(frame.StreamId) != false
            ? default
            : ResetForViolation(frame.StreamId, Http2Violation.StreamClosed("DATA on a stream that has ended"));
    }

    private Http2Event OnPadLength(byte padLength)
    {
        if (padLength >= _frame.Length)
            return Fail(Http2Violation.Protocol("padding longer than its frame"));
        _dataLeft = _frame.Length - 1 - padLength;
        _paddingLeft = padLength;
        // Nobody reads padding, so its credit returns at once, unless it did with that of the frame.
        if (!_discardData)
            Consume(_frame.StreamId, padLength + 1);
        _phase = Phase.Data;
        return MeterData(_dataLeft) is { } calm ? Fail(calm) : default;
    }

    private Http2Event OnDataBytes(scoped ref ReadOnlySpan<byte> input)
    {
        var data = input[..Math.Min(_dataLeft, input.Length)];
        input = input[data.Length..];
        _dataLeft -= data.Length;
        var isLast = _dataLeft == 0;
        if (isLast)
            _phase = Phase.Skip;
        if (_discardData)
            return default;
        var ends = isLast && _frame.Has(FrameFlags.EndStream);
        // The stream may have been reset by us in the middle of its frame.
        if (!_streams.TryGet(_frame.StreamId, out var stream))
        {
            CreditConnection(data.Length);
            _budget.Drain(data.Length);
            return default;
        }
        if (ends)
            EndRemotely(stream);
        return data.IsEmpty && !ends
            ? default
            : new Http2Event { Kind = Http2EventKind.Data, StreamId = _frame.StreamId, Data = data, EndStream = ends };
    }

    private bool TrySkip(scoped ref ReadOnlySpan<byte> input)
    {
        var count = Math.Min(_paddingLeft, input.Length);
        input = input[count..];
        _paddingLeft -= count;
        if (_paddingLeft > 0)
            return false;
        _phase = Phase.FrameHeader;
        return true;
    }

    private void EndRemotely(Http2Stream stream)
    {
        stream.RemoteEnded = true;
        _budget.Settle(stream);
        if (stream.IsClosed)
            CloseStream(stream, resetByUs: false);
    }

    /// <summary>After our last GOAWAY, streams that came too late for it are ignored (6.8).</summary>
    private bool IsIgnored(int streamId) => _goAwayFinal && _streams.IsPeerId(streamId) && _streams.IsIdle(streamId);
}
