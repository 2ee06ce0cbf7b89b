namespace ScopeMesh.Tunnel.Http2;

/// <summary>What the header of a frame alone tells of its validity (RFC 9113, 6.1 to 6.10).</summary>
internal static class FrameRules
{
    public static Http2Violation? Check(FrameHeader frame) => frame.Type switch
    {
        FrameType.Data or FrameType.Headers => CheckStream(frame) ?? CheckPadding(frame),
        FrameType.Priority or FrameType.Continuation => CheckStream(frame),
        FrameType.RstStream => CheckStream(frame) ?? CheckLength(frame, 4),
        FrameType.Settings => CheckConnection(frame) ?? CheckSettings(frame),
        FrameType.Ping => CheckConnection(frame) ?? CheckLength(frame, 8),
        FrameType.GoAway => CheckConnection(frame) ?? (frame.Length < 8 ? TooShort(frame) : null),
        FrameType.WindowUpdate => CheckLength(frame, 4),
        // We disable push, and clients never push (6.6).
        FrameType.PushPromise => Http2Violation.Protocol("PUSH_PROMISE though push is disabled"),
        _ => null,
    };

    private static Http2Violation? CheckStream(FrameHeader frame) =>
        frame.StreamId == 0 ? Http2Violation.Protocol($"{frame.Type} without a stream") : null;

    private static Http2Violation? CheckConnection(FrameHeader frame) =>
        frame.StreamId != 0 ? Http2Violation.Protocol($"{frame.Type} on a stream") : null;

    private static Http2Violation? CheckLength(FrameHeader frame, int length) =>
        frame.Length != length ? Http2Violation.FrameSize($"{frame.Type} of {frame.Length} bytes instead of {length}") : null;

    private static Http2Violation? CheckSettings(FrameHeader frame) =>
        frame.Has(FrameFlags.Ack) ? CheckLength(frame, 0) : null;

    private static Http2Violation? CheckPadding(FrameHeader frame)
    {
        var fixedBytes = frame.Has(FrameFlags.Padded) ? 1 : 0;
        if (frame.Type == FrameType.Headers && frame.Has(FrameFlags.Priority))
            fixedBytes += 5;
        return frame.Length < fixedBytes ? TooShort(frame) : null;
    }

    private static Http2Violation TooShort(FrameHeader frame) =>
        Http2Violation.FrameSize($"{frame.Type} of {frame.Length} bytes is too short");
}
