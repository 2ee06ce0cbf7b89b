using System.Buffers.Binary;
using System.Text;

namespace ScopeMesh.Tunnel.Http2;

/// <content>Frames that carry neither a head nor data.</content>
internal sealed partial class Http2Connection
{
    private int _prefaceRead;
    private bool _settingsAcknowledged;
    private int _peersLastStreamId = int.MaxValue;

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
        // DATA is no payload that is gathered, PUSH_PROMISE is refused by its header, and others are ignored.
        _ => default,
    };

    /// <summary>
    /// Priorities are deprecated (5.3.2): only the frame's size is looked at. A stream that was never opened cannot be
    /// reset, so that the connection ends instead (5.4.1).
    /// </summary>
    private Http2Event OnPriority()
    {
        var id = _frame.StreamId;
        if (_frame.Length == 5)
            return default;
        var violation = Http2Violation.FrameSize("PRIORITY that is not 5 bytes long");
        if (_streams.TryGet(id, out _))
            return ResetForViolation(id, violation);
        return _streams.IsIdle(id) && !IsIgnored(id) ? Fail(violation) : default;
    }

    private Http2Event OnRstStream(Http2ErrorCode code)
    {
        var id = _frame.StreamId;
        if (!_streams.TryGet(id, out var stream))
        {
            return _streams.IsIdle(id) && !IsIgnored(id)
                ? Fail(Http2Violation.Protocol("RST_STREAM on a stream that was never opened"))
                : OnStrayFrame();
        }
        if (_streams.IsPeerId(id) && !stream.HeadSent && Spend(Http2Abuse.RapidReset) is { } calm)
            return Fail(calm);
        CloseStream(stream, resetByUs: false);
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
        if (Http2Settings.LeastHeaderTableSize(payload) is var least && least < settings.HeaderTableSizeBytes)
            _encoder.Resize(least);
        _encoder.Resize(settings.HeaderTableSizeBytes);
        var delta = settings.InitialWindowSizeBytes - before.InitialWindowSizeBytes;
        foreach (var stream in _streams.Open)
        {
            if (!stream.SendWindow.TryShift(delta))
                return Fail(Http2Violation.FlowControl("SETTINGS_INITIAL_WINDOW_SIZE takes a window past 2^31-1"));
        }
        if (CountAnswer() is { } calm)
            return Fail(calm);
        FrameWriter.SettingsAck(Output);
        return new Http2Event { Kind = Http2EventKind.Settings };
    }

    /// <summary>From the acknowledgement on the peer goes by the window that streams begin with, also where it is smaller than the initial one.</summary>
    private void AdoptOwnSettings()
    {
        if (_settingsAcknowledged)
            return;
        _settingsAcknowledged = true;
        var delta = _limits.StreamStartBytes - Http2Settings.Initial.InitialWindowSizeBytes;
        if (delta < 0)
        {
            foreach (var stream in _streams.Open)
                stream.ReceiveWindow.Shift(delta);
        }
        _streamReceiveWindowBytes = _limits.StreamStartBytes;
    }

    private Http2Event OnPing(ulong opaque)
    {
        if (_frame.Has(FrameFlags.Ack))
            return new Http2Event { Kind = Http2EventKind.Pong, Opaque = opaque };
        if (CountAnswer() is { } calm)
            return Fail(calm);
        FrameWriter.Ping(Output, opaque, ack: true);
        return default;
    }

    private Http2Event OnGoAway(ReadOnlySpan<byte> payload)
    {
        var lastStreamId = (int)(BinaryPrimitives.ReadUInt32BigEndian(payload) & int.MaxValue);
        if (lastStreamId > _peersLastStreamId)
            return Fail(Http2Violation.Protocol("a GOAWAY whose last stream is greater than that of the one before"));
        _peersLastStreamId = lastStreamId;
        GoAwayReceived = true;
        // A dictionary may lose entries while it is gone through.
        foreach (var stream in _streams.Open)
        {
            if (!_streams.IsPeerId(stream.Id) && stream.Id > lastStreamId)
                CloseStream(stream, resetByUs: true);
        }
        return new Http2Event
        {
            Kind = Http2EventKind.GoAway,
            StreamId = lastStreamId,
            Code = (Http2ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            Reason = Printable(payload[8..]),
        };
    }

    /// <summary>A peer's words go into logs, so that they are short and plain.</summary>
    private static string Printable(ReadOnlySpan<byte> text) =>
        text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? "" : Encoding.ASCII.GetString(text);

    private Http2Event OnWindowUpdate(int increment)
    {
        var id = _frame.StreamId;
        if (id == 0)
        {
            if (increment == 0)
                return Fail(Http2Violation.Protocol("WINDOW_UPDATE by 0"));
            if (!_sendWindow.TryShift(increment))
                return Fail(Http2Violation.FlowControl("WINDOW_UPDATE takes the connection's window past 2^31-1"));
            _grantedBytes += increment;
            return new Http2Event { Kind = Http2EventKind.Window };
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

    /// <summary>Ends the connection for a violation.</summary>
    private Http2Event Fail(Http2Violation violation)
    {
        _phase = Phase.Failed;
        FailureReason = violation.Reason;
        Abuse = violation.Abuse;
        _goAwayFinal = false;
        GoAway(violation.Code, isFinal: true, violation.Reason);
        return new Http2Event { Kind = Http2EventKind.Failed, Code = violation.Code, Reason = violation.Reason, Abuse = violation.Abuse };
    }

    /// <summary>Ends a stream for a violation. The event says so to its owner, where it has one.</summary>
    private Http2Event ResetForViolation(int streamId, Http2Violation violation)
    {
        if (CountInducedReset() is { } calm)
            return Fail(calm);
        FrameWriter.RstStream(Output, streamId, violation.Code);
        var wasOpen = _streams.TryGet(streamId, out var stream);
        if (wasOpen)
            CloseStream(stream, resetByUs: true);
        return !wasOpen ? default : new Http2Event
        {
            Kind = Http2EventKind.Reset,
            StreamId = streamId,
            Code = violation.Code,
            Reason = violation.Reason,
            Abuse = violation.Abuse,
        };
    }
}
