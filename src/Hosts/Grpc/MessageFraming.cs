using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>What the front of a buffer holds.</summary>
internal enum FrameRead
{
    /// <summary>A part of a message; more bytes are needed.</summary>
    Incomplete,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A compressed message, which nobody agreed to.</summary>
    Compressed,

    /// <summary>A message that is larger than the limit.</summary>
    TooLarge,
}

/// <summary>Length-prefixed messages: one byte of flags, four of length, big endian (gRPC over HTTP/2).</summary>
internal static class MessageFraming
{
    public const int PrefixBytes = 5;

    /// <summary>Writes a message with its prefix.</summary>
    public static void Write(IBufferWriter<byte> output, IMessage message)
    {
        var prefix = output.GetSpan(PrefixBytes);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], message.CalculateSize());
        output.Advance(PrefixBytes);
        message.WriteTo(output);
    }

    /// <summary>
    /// Takes one message off the front of a buffer; only <see cref="FrameRead.Message"/> moves the buffer on.
    /// </summary>
    public static FrameRead TryRead(
        ref ReadOnlySequence<byte> buffer, int maximumBytes, out ReadOnlySequence<byte> message)
    {
        message = default;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        if (buffer.Length < PrefixBytes)
            return FrameRead.Incomplete;
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] != 0)
            return FrameRead.Compressed;
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > maximumBytes)
            return FrameRead.TooLarge;
        if (buffer.Length - PrefixBytes < length)
            return FrameRead.Incomplete;
        message = buffer.Slice(PrefixBytes, length);
        buffer = buffer.Slice(PrefixBytes + length);
        return FrameRead.Message;
    }
}
