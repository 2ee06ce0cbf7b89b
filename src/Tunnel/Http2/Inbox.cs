using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>Bytes that came before somebody asked for them, in pieces of its loop; none is held while it is empty.</summary>
internal sealed class Inbox(BufferStack pieces)
{
    private byte[]? _first;
    private Queue<byte[]>? _more;
    private byte[]? _last;
    private int _start;
    private int _end;

    public int Count { get; private set; }

    public void Put(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_last is null || _end == _last.Length)
                Append(pieces.Rent());
            var count = Math.Min(bytes.Length, _last!.Length - _end);
            bytes[..count].CopyTo(_last.AsSpan(_end));
            bytes = bytes[count..];
            _end += count;
        }
    }

    public int Take(Span<byte> buffer)
    {
        var taken = 0;
        while (taken < buffer.Length && Count > 0)
        {
            var count = Math.Min(buffer.Length - taken, First.Count);
            First.AsSpan(0, count).CopyTo(buffer[taken..]);
            taken += count;
            Skip(count);
        }
        return taken;
    }

    /// <summary>The bytes that lie together at the beginning.</summary>
    public ArraySegment<byte> First =>
        _first is null ? [] : new(_first, _start, (ReferenceEquals(_first, _last) ? _end : _first.Length) - _start);

    /// <summary>Drops bytes of <see cref="First"/>.</summary>
    public void Skip(int count)
    {
        Count -= count;
        _start += count;
        if (First.Count == 0)
            DropFirst();
    }

    public void Clear()
    {
        while (_first is not null)
            DropFirst();
        Count = 0;
    }

    private void Append(byte[] piece)
    {
        if (_first is null)
            _first = piece;
        else
            (_more ??= new Queue<byte[]>()).Enqueue(piece);
        _last = piece;
        _end = 0;
    }

    private void DropFirst()
    {
        pieces.Return(_first!);
        _first = null;
        _start = 0;
        if (_more is { Count: > 0 })
            _first = _more.Dequeue();
        else
            (_last, _end) = (null, 0);
    }
}
