namespace ScopeMesh.Tunnel.Http2;

/// <summary>Integers with a prefix of N bits (RFC 7541, 5.1). Nothing in HPACK needs more than 2^28.</summary>
internal static class HpackInteger
{
    private const int MaxContinuationBytes = 4;

    /// <summary>Reads an integer; false where the bytes end early or it is greater than 2^28.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, int prefixBits, out int value)
    {
        value = 0;
        if (bytes.IsEmpty)
            return false;
        var mask = (1 << prefixBits) - 1;
        value = bytes[0] & mask;
        bytes = bytes[1..];
        if (value < mask)
            return true;
        for (var i = 0; i < MaxContinuationBytes && !bytes.IsEmpty; i++)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value += (next & 0x7f) << (7 * i);
            if ((next & 0x80) == 0)
                return true;
        }
        return false;
    }

    /// <summary>Writes an integer after the bits that stand above the prefix in its first byte.</summary>
    public static void Write(ByteBuffer output, int prefixBits, byte highBits, int value)
    {
        var mask = (1 << prefixBits) - 1;
        if (value < mask)
        {
            output.Append((byte)(highBits | value));
            return;
        }
        output.Append((byte)(highBits | mask));
        for (value -= mask; value >= 0x80; value >>= 7)
            output.Append((byte)(value | 0x80));
        output.Append((byte)value);
    }
}
