using System.Buffers.Binary;
using System.Text;

namespace ScopeMesh.Tunnel.Http2;

/// <content>Frames that carry neither a head nor data.</content>
internal sealed partial class Http2Connection
{
    private const int MaxReasonBytes = 128;
    private int _prefaceRead;
    private bool _settingsAcknowledged;

    private Http2Event OnPayload(ReadOnlySpan<byte> payload) => _frame.Type switch
    {
        FrameType.Headers => OnHeaders(payload),
        FrameType.Continuation => OnContinuation(payload),
        FrameType.Priority => OnPriority(),
        FrameType.RstStream => OnRstStream((Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload)),
        FrameType.Settings => OnSettings(payload),
        FrameType.Ping => OnPing(BinaryPrimitives.ReadUInt64BigEndian(payload)),
        FrameType.GoAway => OnGoAway(payload),
        FrameType.WindowUpdate => OnWindowUpdate((int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue)),
        FrameType.Data or FrameType.PushPromise => default,
    };

    /// <summary>Priorities are deprecated (5.3.2): only the frame's size is looked at.</summary>
    private Http2Event OnPriority() => _frame.Length == 5
        ? default
        : ResetForViolation(_frame.StreamId, Http2Violation.FrameSize("PRIORITY that is not 5 bytes long"));

    private Http2Event OnRstStream(Http2ErrorCode code)
    {
        var id = _frame.StreamId;
        if (!_streams.TryGet(id, out _))
        {
            return _streams.IsIdle(id) && !IsIgnored(id)
                ? Fail(Http2Violation.Protocol("RST_STREAM on a stream that was never opened"))
                : default;
        }
        _streams.Close(id, resetByUs: false);
        return new Http2Event { Kind = Http2EventKind.Reset, StreamId = id, Code = code, ByPeer = true };
    }

    private Http2Event OnSettings(ReadOnlySpan<byte> payload)
    {
        _settingsReceived = true;
        if (_frame.Has(FrameFlags.Ack))
        {
            AdoptOwnSettings();
            return default;
        }
        var before = PeerSettings;
        if (!before.TryApply(payload, out var settings, out var violation))
            return Fail(violation);
        if (!_isServer && settings.EnablePush)
            return Fail(Http2Violation.Protocol("a server that enables push"));
        PeerSettings = settings;
        _encoder.Resize(settings.HeaderTableSizeBytes);
        var delta = settings.InitialWindowSizeBytes - before.InitialWindowSizeBytes;
        foreach (var stream in _streams.Open)
        {
            if (!stream.SendWindow.TryShift(delta))
                return Fail(Http2Violation.FlowControl("SETTINGS_INITIAL_WINDOW_SIZE takes a window past 2^31-1"));
        }
        return Answer(() => FrameWriter.SettingsAck(Output)) is { } calm
            ? Fail(calm)
            : new Http2Event { Kind = Http2EventKind.Settings };
    }

    /// <summary>From the acknowledgement on the peer goes by our stream window, also where it is smaller than the initial one.</summary>
    private void AdoptOwnSettings()
    {
        if (_settingsAcknowledged)
            return;
        _settingsAcknowledged = true;
        _streamReceiveWindowBytes = _limits.StreamWindowBytes;
        foreach (var stream in _streams.Open)
            stream.ReceiveWindow.Resize(_limits.StreamWindowBytes);
    }

    private Http2Event OnPing(ulong opaque)
    {
        if (_frame.Has(FrameFlags.Ack))
            return new Http2Event { Kind = Http2EventKind.Pong, Opaque = opaque };
        return Answer(() => FrameWriter.Ping(Output, opaque, ack: true)) is { } calm ? Fail(calm) : default;
    }

    private Http2Event OnGoAway(ReadOnlySpan<byte> payload)
    {
        var lastStreamId = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue);
        GoAwayReceived = true;
        foreach (var stream in _streams.Open.Where(s => !_streams.IsPeerId(s.Id) && s.Id > lastStreamId).ToList())
            _streams.Close(stream.Id, resetByUs: true);
        return new Http2Event
        {
            Kind = Http2EventKind.GoAway,
            StreamId = lastStreamId,
            Code = (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            Reason = Printable(payload[8..]),
        };
    }

    /// <summary>A peer's words go into logs, so that they are short and plain.</summary>
    private static string Printable(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, MaxReasonBytes)];
        return text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? "" : Encoding.ASCII.GetString(text);
    }

    private Http2Event OnWindowUpdate(int increment)
    {
        var id = _frame.StreamId;
        if (id == 0)
        {
            if (increment == 0)
                return Fail(Http2Violation.Protocol("WINDOW_UPDATE by 0"));
            return _sendWindow.TryShift(increment)
                ? new Http2Event { Kind = Http2EventKind.Window }
                : Fail(Http2Violation.FlowControl("WINDOW_UPDATE takes the connection's window past 2^31-1"));
        }
        if (!_streams.TryGet(id, out var stream))
        {
            return _streams.IsIdle(id) && !IsIgnored(id)
                ? Fail(Http2Violation.Protocol("WINDOW_UPDATE on a stream that was never opened"))
                : default;
        }
        if (increment == 0)
            return ResetForViolation(id, Http2Violation.Protocol("WINDOW_UPDATE by 0"));
        return stream.SendWindow.TryShift(increment)
            ? new Http2Event { Kind = Http2EventKind.Window, StreamId = id }
            : ResetForViolation(id, Http2Violation.FlowControl("WINDOW_UPDATE takes the stream's window past 2^31-1"));
    }

    /// <summary>Queues an answer, unless too many wait already because the peer does not read them.</summary>
    private Http2Violation? Answer(Action write)
    {
        if (++_answerFrames > _limits.MaxQueuedAnswerFrames)
            return Http2Violation.Calm("too many frames that want an answer");
        write();
        return null;
    }

    /// <summary>Ends the connection for a violation.</summary>
    private Http2Event Fail(Http2Violation violation)
    {
        _phase = Phase.Failed;
        FailureReason = violation.Reason;
        _goAwayFinal = false;
        GoAway(violation.Code, isFinal: true, violation.Reason);
        return new Http2Event { Kind = Http2EventKind.Failed, Code = violation.Code, Reason = violation.Reason };
    }

    /// <summary>Ends a stream for a violation. The event says so to its owner, where it has one.</summary>
    private Http2Event ResetForViolation(int streamId, Http2Violation violation)
    {
        if (Answer(() => FrameWriter.RstStream(Output, streamId, violation.Code)) is { } calm)
            return Fail(calm);
        var wasOpen = _streams.TryGet(streamId, out _);
        if (wasOpen)
            _streams.Close(streamId, resetByUs: true);
        return !wasOpen ? default : new Http2Event
        {
            Kind = Http2EventKind.Reset,
            StreamId = streamId,
            Code = violation.Code,
            Reason = violation.Reason,
        };
    }
}
