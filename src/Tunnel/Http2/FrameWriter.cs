using System.Buffers.Binary;
using System.Text;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>Appends frames to a buffer (RFC 9113, 6).</summary>
internal static class FrameWriter
{
    public static void Data(ByteBuffer output, int streamId, ReadOnlySpan<byte> data, bool endStream)
    {
        var frame = Begin(output, data.Length, FrameType.Data, endStream ? FrameFlags.EndStream : FrameFlags.None, streamId);
        data.CopyTo(frame);
    }

    /// <summary>A header block, as HEADERS and as many CONTINUATIONs as the peer's greatest frame makes necessary.</summary>
    public static void Headers(ByteBuffer output, int streamId, ReadOnlySpan<byte> block, bool endStream, int maxFrameBytes)
    {
        var type = FrameType.Headers;
        var flags = endStream ? FrameFlags.EndStream : FrameFlags.None;
        do
        {
            var fragment = block[..Math.Min(block.Length, maxFrameBytes)];
            block = block[fragment.Length..];
            if (block.IsEmpty)
                flags |= FrameFlags.EndHeaders;
            fragment.CopyTo(Begin(output, fragment.Length, type, flags, streamId));
            (type, flags) = (FrameType.Continuation, FrameFlags.None);
        }
        while (!block.IsEmpty);
    }

    public static void RstStream(ByteBuffer output, int streamId, Http2ErrorCode code) =>
        BinaryPrimitives.WriteUInt32BigEndian(Begin(output, 4, FrameType.RstStream, FrameFlags.None, streamId), (uint)code);

    public static void Settings(ByteBuffer output, Http2Settings settings)
    {
        var entries = new ByteBuffer();
        settings.Write(entries);
        entries.Span.CopyTo(Begin(output, entries.Length, FrameType.Settings, FrameFlags.None, 0));
    }

    public static void SettingsAck(ByteBuffer output) => Begin(output, 0, FrameType.Settings, FrameFlags.Ack, 0);

    public static void Ping(ByteBuffer output, ulong opaque, bool ack) => BinaryPrimitives.WriteUInt64BigEndian(
        Begin(output, 8, FrameType.Ping, ack ? FrameFlags.Ack : FrameFlags.None, 0), opaque);

    public static void GoAway(ByteBuffer output, int lastStreamId, Http2ErrorCode code, string reason)
    {
        var frame = Begin(output, 8 + reason.Length, FrameType.GoAway, FrameFlags.None, 0);
        BinaryPrimitives.WriteInt32BigEndian(frame, lastStreamId);
        BinaryPrimitives.WriteUInt32BigEndian(frame[4..], (uint)code);
        Encoding.ASCII.GetBytes(reason, frame[8..]);
    }

    public static void WindowUpdate(ByteBuffer output, int streamId, int increment) =>
        BinaryPrimitives.WriteInt32BigEndian(Begin(output, 4, FrameType.WindowUpdate, FrameFlags.None, streamId), increment);

    private static Span<byte> Begin(ByteBuffer output, int length, FrameType type, FrameFlags flags, int streamId)
    {
        var frame = output.Append(FrameHeader.Size + length);
        new FrameHeader(length, type, flags, streamId).Write(frame);
        return frame[FrameHeader.Size..];
    }
}
