using System.Text;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// Compresses header blocks (RFC 7541). Fields that differ on every stream are not added to the table, where
/// they would only push out what recurs, and are not packed: that takes both sides longer than the bytes it spares.
/// </summary>
internal sealed class HpackEncoder(int maxTableBytes)
{
    private readonly HpackDynamicTable _table = new(maxTableBytes);
    private int _smallestPendingSize = -1;

    /// <summary>A bound of the bytes that the table holds.</summary>
    public long HeldBytes => _table.HeldBytes;

    /// <summary>Follows the peer's SETTINGS_HEADER_TABLE_SIZE; more than we want for ourselves is not used.</summary>
    public void Resize(uint peerMaxTableBytes)
    {
        var size = (int)Math.Min(peerMaxTableBytes, (uint)maxTableBytes);
        if (size == _table.MaxSizeBytes && _smallestPendingSize < 0)
            return;
        _smallestPendingSize = _smallestPendingSize < 0 ? size : Math.Min(_smallestPendingSize, size);
        _table.Resize(size);
    }

    /// <summary>Appends the block of a list of fields, whose names must be in lower case.</summary>
    public void Encode(ValueList<HeaderField> fields, ByteBuffer output)
    {
        WriteSizeUpdates(output);
        foreach (var field in fields.AsSpan())
            WriteField(field, output);
    }

    /// <summary>The least size since the last block comes first, then the one that holds now (4.2).</summary>
    private void WriteSizeUpdates(ByteBuffer output)
    {
        if (_smallestPendingSize < 0)
            return;
        HpackInteger.Write(output, 5, 0x20, _smallestPendingSize);
        if (_smallestPendingSize != _table.MaxSizeBytes)
            HpackInteger.Write(output, 5, 0x20, _table.MaxSizeBytes);
        _smallestPendingSize = -1;
    }

    private void WriteField(HeaderField field, ByteBuffer output)
    {
        var index = HpackStaticTable.Find(field);
        var nameIndex = HpackStaticTable.FindName(field.Name);
        if (index == 0 && _table.TryFind(field, out var found))
        {
            if (found >= 0)
                index = HpackStaticTable.Count + 1 + found;
            else if (nameIndex == 0)
                nameIndex = HpackStaticTable.Count + 1 + ~found;
        }
        if (index != 0)
        {
            HpackInteger.Write(output, 7, 0x80, index);
            return;
        }
        var recurs = Recurs(field);
        HpackInteger.Write(output, recurs ? 6 : 4, recurs ? (byte)0x40 : (byte)0, nameIndex);
        if (nameIndex == 0)
            WriteText(field.Name, output);
        if (!recurs)
        {
            WritePlain(field.Value, output);
            return;
        }
        WriteText(field.Value, output);
        _table.Add(field);
    }

    private bool Recurs(HeaderField field) =>
        field.Name is not ("traceparent" or "forwarded") && field.SizeBytes <= _table.MaxSizeBytes / 2;

    private static void WriteText(string text, ByteBuffer output)
    {
        var huffmanLength = HpackHuffman.EncodedLength(text);
        if (huffmanLength < text.Length)
        {
            HpackInteger.Write(output, 7, 0x80, huffmanLength);
            HpackHuffman.Encode(text, output.Append(huffmanLength));
            return;
        }
        WritePlain(text, output);
    }

    private static void WritePlain(string text, ByteBuffer output)
    {
        HpackInteger.Write(output, 7, 0, text.Length);
        Encoding.Latin1.GetBytes(text, output.Append(text.Length));
    }
}
