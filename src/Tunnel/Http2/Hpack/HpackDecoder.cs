using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// Decompresses header blocks (RFC 7541). Blocks must come whole and in their order. A list that is greater than
/// the limit is decoded to its end, so that the table stays in step, but not kept.
/// </summary>
internal sealed class HpackDecoder(int maxTableBytes, int maxListBytes)
{
    private readonly HpackDynamicTable _table = new(maxTableBytes);

    /// <summary>The bytes of the fields that the table holds, as HPACK counts them.</summary>
    public int TableSizeBytes => _table.SizeBytes;

    /// <summary>A bound of the bytes that the table holds.</summary>
    public long HeldBytes => _table.HeldBytes;

    /// <summary>How great the last list was, kept or not (RFC 9113, 6.5.2).</summary>
    public long ListBytes { get; private set; }

    /// <summary>How often the last block changed the table's size.</summary>
    public int TableResizes { get; private set; }

    /// <summary>Decodes a block.</summary>
    /// <param name="block">The whole block.</param>
    /// <param name="fields">The fields in their order; empty where they exceed the limit.</param>
    /// <param name="tooLarge">Whether they exceed the limit.</param>
    /// <returns>False where the block is not HPACK: the connection must end with COMPRESSION_ERROR (2.3.3, 4.2).</returns>
    public bool TryDecode(ReadOnlySpan<byte> block, out ValueList<HeaderField> fields, out bool tooLarge)
    {
        var kept = ImmutableArray.CreateBuilder<HeaderField>();
        ListBytes = 0;
        TableResizes = 0;
        fields = default;
        tooLarge = false;
        var mayResize = true;
        while (!block.IsEmpty)
        {
            if ((block[0] & 0xe0) == 0x20)
            {
                // A size update stands only before the first field of a block (4.2).
                if (!mayResize || !TryResize(ref block))
                    return false;
                continue;
            }
            mayResize = false;
            if (!TryReadField(ref block, out var field))
                return false;
            ListBytes += field.SizeBytes;
            if (ListBytes <= maxListBytes)
                kept.Add(field);
        }
        tooLarge = ListBytes > maxListBytes;
        if (!tooLarge)
            fields = new ValueList<HeaderField>(kept.DrainToImmutable());
        return true;
    }

    private bool TryResize(ref ReadOnlySpan<byte> block)
    {
        if (!HpackInteger.TryRead(ref block, 5, out var size) || size > maxTableBytes)
            return false;
        _table.Resize(size);
        TableResizes++;
        return true;
    }

    private bool TryReadField(ref ReadOnlySpan<byte> block, out HeaderField field)
    {
        var first = block[0];
        if ((first & 0x80) != 0)
        {
            field = default;
            return HpackInteger.TryRead(ref block, 7, out var index) && TryGet(index, out field);
        }
        var indexed = (first & 0x40) != 0;
        if (!TryReadLiteral(ref block, indexed ? 6 : 4, out field))
            return false;
        if (indexed)
            _table.Add(field);
        return true;
    }

    private bool TryReadLiteral(ref ReadOnlySpan<byte> block, int prefixBits, out HeaderField field)
    {
        field = default;
        if (!HpackInteger.TryRead(ref block, prefixBits, out var nameIndex))
            return false;
        string name;
        if (nameIndex == 0)
        {
            if (!TryReadText(ref block, out name))
                return false;
        }
        else
        {
            if (!TryGet(nameIndex, out var named))
                return false;
            name = named.Name;
        }
        if (!TryReadText(ref block, out var value))
            return false;
        field = new HeaderField(name, value);
        return true;
    }

    private bool TryGet(int index, out HeaderField field)
    {
        var found = index >= 1 && index <= HpackStaticTable.Count + _table.Count;
        field = !found ? default
            : index <= HpackStaticTable.Count ? HpackStaticTable.Get(index)
            : _table[index - HpackStaticTable.Count - 1];
        return found;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> block, out string text)
    {
        text = "";
        var isHuffman = !block.IsEmpty && (block[0] & 0x80) != 0;
        if (!HpackInteger.TryRead(ref block, 7, out var length) || length > block.Length)
            return false;
        var bytes = block[..length];
        block = block[length..];
        if (!isHuffman)
        {
            text = Encoding.Latin1.GetString(bytes);
            return true;
        }
        return TryUnpack(bytes, out text);
    }

    private static bool TryUnpack(ReadOnlySpan<byte> bytes, out string text)
    {
        const int onStack = 512;
        text = "";
        var longest = HpackHuffman.MaxDecodedLength(bytes.Length);
        var rented = longest > onStack ? ArrayPool<char>.Shared.Rent(longest) : null;
        var output = rented ?? stackalloc char[onStack];
        var isHuffman = HpackHuffman.TryDecode(bytes, output, out var length);
        if (isHuffman)
            text = new string(output[..length]);
        if (rented is not null)
            ArrayPool<char>.Shared.Return(rented);
        return isHuffman;
    }
}
