namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// HPACK's Huffman code (RFC 7541, 5.2 and appendix B). The code is canonical: codes of one length follow each
/// other in the order of their symbols, and longer ones follow shorter ones, so that the lengths say it all.
/// </summary>
internal static class HpackHuffman
{
    private const int MinBits = 5;
    private const int MaxBits = 30;

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    ];

    private static readonly CodeTable Table = CodeTable.Build();

    /// <summary>How many bytes a text takes.</summary>
    public static int EncodedLength(ReadOnlySpan<char> text)
    {
        long bits = 0;
        foreach (var symbol in text)
            bits += Lengths[(byte)symbol];
        return (int)((bits + 7) / 8);
    }

    public static void Encode(ReadOnlySpan<char> text, Span<byte> output)
    {
        ulong pending = 0;
        var bits = 0;
        foreach (var symbol in text)
        {
            var length = Lengths[(byte)symbol];
            pending = (pending << length) | Table.Codes[(byte)symbol];
            for (bits += length; bits >= 8; output = output[1..])
                output[0] = (byte)(pending >> (bits -= 8));
        }
        // The rest of the last byte is the beginning of EOS: all ones.
        if (bits > 0)
            output[0] = (byte)((pending << (8 - bits)) | (0xffu >> bits));
    }

    /// <summary>The greatest length of a text that takes a number of bytes.</summary>
    public static int MaxDecodedLength(int bytes) => (int)((long)bytes * 8 / MinBits);

    /// <summary>Decodes; false for EOS inside of the text, and for padding that is too long or not all ones.</summary>
    /// <param name="bytes">The code.</param>
    /// <param name="output">Has room for <see cref="MaxDecodedLength"/>.</param>
    /// <param name="written">The text's length.</param>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, Span<char> output, out int written)
    {
        ulong pending = 0;
        var bits = 0;
        written = 0;
        while (true)
        {
            for (; bits <= 56 && !bytes.IsEmpty; bytes = bytes[1..], bits += 8)
                pending |= (ulong)bytes[0] << (56 - bits);
            if (bits == 0)
                return true;
            var window = (uint)(pending >> 32);
            var length = Table.LengthOf(window);
            if (length == 0 || length > bits)
                return IsPadding(window, bits);
            output[written++] = (char)Table.SymbolOf(window, length);
            pending <<= length;
            bits -= length;
        }
    }

    private static bool IsPadding(uint window, int bits) => bits < 8 && window >> (32 - bits) == (1u << bits) - 1;

    /// <summary>For each length: the first code past it (aligned to the left), and where its symbols begin.</summary>
    private sealed record CodeTable(uint[] Codes, ulong[] Limits, uint[] FirstCodes, int[] FirstIndexes, byte[] Symbols)
    {
        public static CodeTable Build()
        {
            var table = new CodeTable(new uint[256], new ulong[MaxBits + 1], new uint[MaxBits + 1], new int[MaxBits + 1], new byte[256]);
            var (code, index) = (0u, 0);
            for (var length = MinBits; length <= MaxBits; length++)
            {
                table.FirstCodes[length] = code;
                table.FirstIndexes[length] = index;
                for (var symbol = 0; symbol < 256; symbol++)
                {
                    if (Lengths[symbol] != length)
                        continue;
                    table.Codes[symbol] = code++;
                    table.Symbols[index++] = (byte)symbol;
                }
                table.Limits[length] = (ulong)code << (32 - length);
                code <<= 1;
            }
            return table;
        }

        /// <summary>The length of the code that a window begins with; 0 for EOS.</summary>
        public int LengthOf(uint window)
        {
            for (var length = MinBits; length <= MaxBits; length++)
            {
                if (window < Limits[length])
                    return length;
            }
            return 0;
        }

        public byte SymbolOf(uint window, int length) =>
            Symbols[FirstIndexes[length] + (int)((window >> (32 - length)) - FirstCodes[length])];
    }
}
