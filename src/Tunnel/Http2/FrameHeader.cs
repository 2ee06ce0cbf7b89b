using System.Buffers.Binary;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>The kinds of frames (RFC 9113, 6). Others are ignored.</summary>
internal enum FrameType : byte
{
    Data = 0,
    Headers = 1,
    Priority = 2,
    RstStream = 3,
    Settings = 4,
    PushPromise = 5,
    Ping = 6,
    GoAway = 7,
    WindowUpdate = 8,
    Continuation = 9,
}

/// <summary>Flags of frames; <see cref="Ack"/> and <see cref="EndStream"/> share a bit on different kinds.</summary>
[Flags]
internal enum FrameFlags : byte
{
    None = 0,
    EndStream = 0x1,
    Ack = EndStream,
    EndHeaders = 0x4,
    Padded = 0x8,
    Priority = 0x20,
}

/// <summary>The nine bytes that every frame begins with (RFC 9113, 4.1).</summary>
/// <param name="Length">The payload's length.</param>
/// <param name="Type">The kind; may be one that is not named.</param>
/// <param name="Flags">The flags; bits that the kind does not define are kept and ignored.</param>
/// <param name="StreamId">The stream, or 0 for the connection; the reserved bit is dropped.</param>
internal readonly record struct FrameHeader(int Length, FrameType Type, FrameFlags Flags, int StreamId)
{
    public const int Size = 9;

    /// <summary>The greatest length that the field can hold.</summary>
    public const int MaxLength = (1 << 24) - 1;

    public bool Has(FrameFlags flag) => (Flags & flag) != FrameFlags.None;

    /// <summary>Reads a header; every nine bytes are one.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        (bytes[0] << 16) | (bytes[1] << 8) | bytes[2],
        (FrameType)bytes[3],
        (FrameFlags)bytes[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes[5..]) & int.MaxValue));

    public void Write(Span<byte> bytes)
    {
        bytes[0] = (byte)(Length >> 16);
        bytes[1] = (byte)(Length >> 8);
        bytes[2] = (byte)Length;
        bytes[3] = (byte)Type;
        bytes[4] = (byte)Flags;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[5..], (uint)StreamId);
    }
}
