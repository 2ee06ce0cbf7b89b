namespace ScopeMesh.Tunnel.Http2;

/// <content>What the peer makes us do and hold, counted against the limits.</content>
internal sealed partial class Http2Connection
{
    private readonly FloodMeter _meter;
    private long _grantedBytes = Http2Settings.Initial.InitialWindowSizeBytes;
    private long _sentBytesEarned;
    private int _answerFrames;

    /// <summary>How many frames have begun. CONTINUATIONs do not count: they are parts of what began before.</summary>
    public long FramesReceived { get; private set; }

    /// <summary>How many new streams were ignored since they came after our last GOAWAY.</summary>
    public long IgnoredStreams { get; private set; }

    /// <summary>
    /// Whether a frame or a header block has begun that has to be whole before anything else can come. Not so DATA, whose
    /// bytes are handed on as they come.
    /// </summary>
    public bool IsInsideFrame => _headersStreamId != 0 || _gatherer.IsHolding || _phase switch
    {
        Phase.Payload or Phase.PadLength => true,
        Phase.Skip => _paddingLeft > 0,
        _ => false,
    };

    /// <summary>A bound of the bytes that are held; at most <see cref="Http2Limits.MaxBytesHeld"/> but for streams of our own.</summary>
    public long HeldBytes =>
        _encoder.HeldBytes + _decoder.HeldBytes + _streams.HeldBytes
        + _received.Capacity + _gatherer.Capacity + _block.Capacity + (_output?.Capacity ?? 0);

    /// <summary>Whether the peer leaves so much unread that nothing can be added, answers neither.</summary>
    private bool IsOutputUnread => _output is not null && _output.Length > _limits.MaxOutputBytes;

    /// <summary>Tells how much time has passed since it was told last. A second or so between two is right: what a peer may do at once is limited anyway.</summary>
    public void Elapse(TimeSpan elapsed) => _meter.Elapse(elapsed);

    /// <summary>Ends the connection for what <see cref="PeerWatch"/> found; nothing happens where it has failed already.</summary>
    public void End(Http2Abuse abuse)
    {
        if (_phase != Phase.Failed)
            Fail(Http2Violation.Calm(abuse));
    }

    /// <summary>Counts a frame by its header.</summary>
    private Http2Violation? Meter(FrameHeader frame)
    {
        if (IsOutputUnread)
            return Http2Violation.Calm(Http2Abuse.UnreadAnswers);
        switch (frame.Type)
        {
            case FrameType.Data:
                return frame.Has(FrameFlags.Padded) ? null : MeterData(frame.Length);
            case FrameType.Headers or FrameType.RstStream or FrameType.PushPromise or FrameType.Continuation:
                return null;
            case FrameType.Priority:
                return Spend(Http2Abuse.PriorityFlood);
            case FrameType.Settings:
                return frame.Length > _limits.MaxSettingsEntries * Http2Settings.EntrySize
                    ? Http2Violation.Calm(Http2Abuse.SettingsFlood)
                    : Spend(Http2Abuse.SettingsFlood);
            case FrameType.Ping:
                return Spend(Http2Abuse.PingFlood);
            case FrameType.GoAway:
                return Spend(Http2Abuse.GoAwayFlood);
            case FrameType.WindowUpdate:
                return MeterWindowUpdate();
            default:
                return Spend(Http2Abuse.UnknownFrames);
        }
    }

    /// <summary>Counts the bytes of a DATA frame that are no padding.</summary>
    private Http2Violation? MeterData(int length)
    {
        if (length == 0 && !_frame.Has(FrameFlags.EndStream))
            return Spend(Http2Abuse.EmptyFrames);
        _meter.EarnByData();
        return null;
    }

    /// <summary>What was sent follows from the connection's window, which has been granted and is not there any more.</summary>
    private Http2Violation? MeterWindowUpdate()
    {
        var each = _limits.Floods.BytesPerWindowUpdate;
        var earned = (_grantedBytes - _sendWindow.Available - _sentBytesEarned) / each;
        if (earned > 0)
        {
            _sentBytesEarned += earned * each;
            _meter.Earn(Http2Abuse.WindowUpdateFlood, earned);
        }
        return Spend(Http2Abuse.WindowUpdateFlood);
    }

    /// <summary>Counts what a block cost to unpack.</summary>
    private Http2Violation? MeterBlock(int blockBytes)
    {
        if (_decoder.TableResizes > 0 && Spend(Http2Abuse.TableChurn, _decoder.TableResizes) is { } churn)
            return churn;
        var expansion = _decoder.ListBytes - blockBytes - _limits.Floods.FreeHeaderBytes;
        return expansion > 0 ? Spend(Http2Abuse.HeaderExpansion, expansion) : null;
    }

    private Http2Violation? Spend(Http2Abuse abuse, long count = 1) =>
        _meter.TrySpend(abuse, count) ? null : Http2Violation.Calm(abuse);

    /// <summary>Counts an answer that is about to be queued, unless too many wait already because the peer does not read them.</summary>
    private Http2Violation? CountAnswer() =>
        ++_answerFrames > _limits.MaxQueuedAnswerFrames ? Http2Violation.Calm(Http2Abuse.UnreadAnswers) : null;

    /// <summary>Counts a stream that the peer makes us end.</summary>
    private Http2Violation? CountInducedReset() => CountAnswer() ?? Spend(Http2Abuse.InducedReset);

    /// <summary>A tunnel that was accepted makes up for one that was given up before.</summary>
    private void OnHeadSent(Http2Stream stream, bool endStream)
    {
        stream.HeadSent = true;
        if (!endStream && _streams.IsPeerId(stream.Id))
            _meter.Earn(Http2Abuse.RapidReset);
    }
}
