using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Http2;

/// <content>Header blocks: gathered, decoded, and read as what they are at their place in the stream.</content>
internal sealed partial class Http2Connection
{
    private readonly ByteBuffer _received = new();
    private int _headersStreamId;
    private bool _headersEndStream;
    private int _continuations;

    /// <summary>A block must not be gathered without bound, however small its fields are when unpacked.</summary>
    private Http2Violation? CheckBlockSize(FrameHeader frame)
    {
        if (frame.Type is not (FrameType.Headers or FrameType.Continuation))
            return null;
        var gathered = frame.Type == FrameType.Continuation ? _received.Length : 0;
        if (gathered + frame.Length > _limits.MaxHeaderBlockBytes)
            return Http2Violation.Calm(Http2Abuse.HeaderSize);
        return frame.Type == FrameType.Continuation && ++_continuations > _limits.MaxContinuationFrames
            ? Http2Violation.Calm(Http2Abuse.ContinuationFlood)
            : null;
    }

    private Http2Event OnHeaders(ReadOnlySpan<byte> payload)
    {
        if (_frame.Has(FrameFlags.Padded))
        {
            int padLength = payload[0];
            payload = payload[1..];
            if (padLength > payload.Length)
                return Fail(Http2Violation.Protocol("padding longer than its frame"));
            payload = payload[..^padLength];
        }
        if (_frame.Has(FrameFlags.Priority))
        {
            // The frame has room for it, so that it is the padding which leaves none.
            if (payload.Length < 5)
                return Fail(Http2Violation.Protocol("padding longer than its frame"));
            payload = payload[5..];
        }
        _headersEndStream = _frame.Has(FrameFlags.EndStream);
        if (_frame.Has(FrameFlags.EndHeaders))
            return OnBlock(_frame.StreamId, payload);
        _headersStreamId = _frame.StreamId;
        _continuations = 0;
        _received.Append(payload);
        return default;
    }

    private Http2Event OnContinuation(ReadOnlySpan<byte> payload)
    {
        _received.Append(payload);
        if (!_frame.Has(FrameFlags.EndHeaders))
            return default;
        _headersStreamId = 0;
        var happened = OnBlock(_frame.StreamId, _received.Span);
        _received.Clear(Http2Limits.KeepHeaderBlockBytes);
        return happened;
    }

    /// <summary>Every block is decoded, wanted or not: the table must stay in step (4.3).</summary>
    private Http2Event OnBlock(int streamId, ReadOnlySpan<byte> block)
    {
        if (!_decoder.TryDecode(block, out var fields, out var tooLarge))
            return Fail(new Http2Violation(Http2ErrorCode.CompressionError, "a header block that is not HPACK"));
        if (MeterBlock(block.Length) is { } calm)
            return Fail(calm);
        if (_streams.TryGet(streamId, out var stream))
            return OnKnownStream(stream, fields, tooLarge);
        if (IsIgnored(streamId))
        {
            IgnoredStreams++;
            return OnStrayFrame();
        }
        if (!_streams.IsIdle(streamId))
            return OnEndedStream(streamId);
        if (!_isServer || !_streams.IsPeerId(streamId))
            return Fail(Http2Violation.Protocol("HEADERS on a stream that the peer may not open"));
        _streams.NotePeerId(streamId);
        return OnRequest(streamId, fields, tooLarge);
    }

    /// <summary>
    /// Ids that the peer passed over have ended too (5.1.1), and are not remembered. We pass over none, so that one of
    /// ours which is not remembered was reset long ago.
    /// </summary>
    private Http2Event OnEndedStream(int streamId) => _streams.WasResetByUs(streamId) switch
    {
        false => Fail(Http2Violation.StreamClosed("HEADERS on a stream that has ended")),
        null when _streams.IsPeerId(streamId) => Fail(Http2Violation.Protocol("HEADERS on a stream that was passed over")),
        _ => OnStrayFrame(),
    };

    /// <summary>A frame that does nothing since its stream is no more.</summary>
    private Http2Event OnStrayFrame() => Spend(Http2Abuse.StrayFrames) is { } calm ? Fail(calm) : default;

    private Http2Event OnRequest(int streamId, ValueList<HeaderField> fields, bool tooLarge)
    {
        if (OpenStreams >= _limits.MaxConcurrentStreams || !_budget.MayOpen)
        {
            _streams.Close(streamId, resetByUs: true);
            return ResetForViolation(streamId, new Http2Violation(Http2ErrorCode.RefusedStream, "too many streams"));
        }
        var stream = new Http2Stream(streamId, PeerSettings.InitialWindowSizeBytes, _streamReceiveWindowBytes)
        {
            HeadReceived = true,
        };
        AddStream(stream);
        if (tooLarge)
            return RefuseHeaders(streamId);
        if (HeaderRules.ReadRequest(fields, out var head) is { } broken)
            return MalformedRequest(streamId, broken);
        if (_headersEndStream)
            EndRemotely(stream);
        return new Http2Event
        {
            Kind = Http2EventKind.Request,
            StreamId = streamId,
            Request = head,
            EndStream = _headersEndStream,
        };
    }

    /// <summary>RFC 6585, 5: the fields are too large.</summary>
    private Http2Event RefuseHeaders(int streamId)
    {
        if (CountInducedReset() is { } calm)
            return Fail(calm);
        SendHeaders(streamId, new ResponseHead(431, []).ToFields(), endStream: true);
        Reset(streamId, Http2ErrorCode.NoError);
        return default;
    }

    /// <summary>Nobody has heard of the stream yet, so nobody needs to hear of its end.</summary>
    private Http2Event MalformedRequest(int streamId, string reason)
    {
        var happened = ResetForViolation(streamId, Http2Violation.Protocol(reason));
        return happened.Kind == Http2EventKind.Failed ? happened : default;
    }

    private Http2Event OnKnownStream(Http2Stream stream, ValueList<HeaderField> fields, bool tooLarge)
    {
        if (stream.RemoteEnded)
            return ResetForViolation(stream.Id, Http2Violation.StreamClosed("HEADERS after END_STREAM"));
        if (tooLarge)
            return ResetForViolation(stream.Id, Http2Violation.Calm(Http2Abuse.HeaderSize));
        return stream.HeadReceived ? OnTrailers(stream, fields) : OnResponse(stream, fields);
    }

    private Http2Event OnResponse(Http2Stream stream, ValueList<HeaderField> fields)
    {
        if (HeaderRules.ReadResponse(fields, out var head) is { } broken)
            return ResetForViolation(stream.Id, Http2Violation.Protocol(broken));
        if (head.Status < 200)
            return OnInterimResponse(stream);
        stream.HeadReceived = true;
        if (_headersEndStream)
            EndRemotely(stream);
        return new Http2Event
        {
            Kind = Http2EventKind.Response,
            StreamId = stream.Id,
            Response = head,
            EndStream = _headersEndStream,
        };
    }

    /// <summary>Nothing that is said before the final response matters to a tunnel.</summary>
    private Http2Event OnInterimResponse(Http2Stream stream)
    {
        if (_headersEndStream)
            return ResetForViolation(stream.Id, Http2Violation.Protocol("an interim response with END_STREAM"));
        return ++stream.InterimResponses > _limits.MaxInterimResponses
            ? ResetForViolation(stream.Id, Http2Violation.Calm(Http2Abuse.InterimResponses))
            : default;
    }

    /// <summary>
    /// Trailers end a stream, also that of a tunnel, where RFC 9113 8.5 would have it reset: whoever sends them has said
    /// all, and nothing is gained by breaking what is complete.
    /// </summary>
    private Http2Event OnTrailers(Http2Stream stream, ValueList<HeaderField> fields)
    {
        var broken = _headersEndStream ? HeaderRules.CheckTrailers(fields) : "trailers without END_STREAM";
        if (broken is not null)
            return ResetForViolation(stream.Id, Http2Violation.Protocol(broken));
        EndRemotely(stream);
        return new Http2Event { Kind = Http2EventKind.Trailers, StreamId = stream.Id, EndStream = true };
    }
}
