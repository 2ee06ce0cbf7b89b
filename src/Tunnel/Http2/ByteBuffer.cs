namespace ScopeMesh.Tunnel.Http2;

/// <summary>Bytes that are written at the end and taken as a whole. Keeps its array between uses.</summary>
internal sealed class ByteBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Appends a number of bytes, which the caller fills.</summary>
    public Span<byte> Append(int count)
    {
        EnsureRoom(count);
        var room = _bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Append(bytes.Length));

    public void Append(byte value) => Append(1)[0] = value;

    /// <summary>The bytes from a place on, to be written over.</summary>
    public Span<byte> At(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>Drops the bytes behind a place.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets the bytes; an array that grew past <paramref name="keepCapacity"/> is given back.</summary>
    public void Clear(int keepCapacity = int.MaxValue)
    {
        Length = 0;
        if (_bytes.Length > keepCapacity)
            _bytes = new byte[keepCapacity];
    }

    private void EnsureRoom(int count)
    {
        if (_bytes.Length - Length >= count)
            return;
        Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
    }
}
