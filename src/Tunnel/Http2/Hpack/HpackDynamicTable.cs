namespace ScopeMesh.Tunnel.Http2;

/// <summary>The fields that one side has added, newest first, within a size (RFC 7541, 2.3.2 and 4).</summary>
internal sealed class HpackDynamicTable(int maxSizeBytes)
{
    // HPACK counts a field's characters as bytes and 32 more; two strings take twice as much at most. Places in the ring
    // take 16 bytes, with as many that are empty.
    private const int HeldPerCounted = 2;
    private const int PlaceBytes = 16;
    private const int FirstPlaces = 8;
    private HeaderField[] _ring = new HeaderField[FirstPlaces];
    private int _newest;

    public int Count { get; private set; }

    public int SizeBytes { get; private set; }

    /// <summary>A bound of the bytes that are held, where HPACK counts as if characters were bytes.</summary>
    public long HeldBytes => (SizeBytes * HeldPerCounted) + (_ring.Length * PlaceBytes);

    public int MaxSizeBytes { get; private set; } = maxSizeBytes;

    /// <summary>The field of an index that counts from 0, newest first.</summary>
    public HeaderField this[int index] => _ring[(_newest + index) & (_ring.Length - 1)];

    /// <summary>A bound of the bytes that a table of a size holds.</summary>
    public static long MaxHeldBytes(int sizeBytes) =>
        ((long)sizeBytes * HeldPerCounted) + (2L * Math.Max(FirstPlaces, sizeBytes / HeaderField.OverheadBytes) * PlaceBytes);

    /// <summary>Adds a field and drops old ones; one that is too great by itself empties the table (4.4).</summary>
    public void Add(HeaderField field)
    {
        EvictTo(MaxSizeBytes - field.SizeBytes);
        if (field.SizeBytes > MaxSizeBytes)
            return;
        if (Count == _ring.Length)
            Grow();
        _newest = (_newest - 1) & (_ring.Length - 1);
        _ring[_newest] = field;
        Count++;
        SizeBytes += field.SizeBytes;
    }

    public void Resize(int maxSizeBytes)
    {
        MaxSizeBytes = maxSizeBytes;
        EvictTo(maxSizeBytes);
    }

    /// <summary>The index, from 0, of a field; the index of a field of this name as a complement (~) where only that is there.</summary>
    /// <returns>False where not even the name is there.</returns>
    public bool TryFind(HeaderField field, out int index)
    {
        index = 0;
        var foundName = false;
        for (var i = 0; i < Count; i++)
        {
            var entry = this[i];
            if (entry.Name != field.Name)
                continue;
            if (entry.Value == field.Value)
            {
                index = i;
                return true;
            }
            if (!foundName)
                index = ~i;
            foundName = true;
        }
        return foundName;
    }

    private void EvictTo(int sizeBytes)
    {
        while (Count > 0 && SizeBytes > sizeBytes)
        {
            ref var oldest = ref _ring[(_newest + Count - 1) & (_ring.Length - 1)];
            SizeBytes -= oldest.SizeBytes;
            oldest = default;
            Count--;
        }
    }

    private void Grow()
    {
        var grown = new HeaderField[_ring.Length * 2];
        for (var i = 0; i < Count; i++)
            grown[i] = this[i];
        _ring = grown;
        _newest = 0;
    }
}
