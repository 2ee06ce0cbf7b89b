using System.Buffers;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>Bytes that came before somebody asked for them, in pooled pieces; none is held while it is empty.</summary>
internal sealed class Inbox
{
    private const int PieceBytes = 16 * 1024;
    private readonly Queue<byte[]> _pieces = new();
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
            {
                _last = ArrayPool<byte>.Shared.Rent(PieceBytes);
                _pieces.Enqueue(_last);
                _end = 0;
            }
            var count = Math.Min(bytes.Length, _last.Length - _end);
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
            var piece = _pieces.Peek();
            var end = ReferenceEquals(piece, _last) ? _end : piece.Length;
            var count = Math.Min(buffer.Length - taken, end - _start);
            piece.AsSpan(_start, count).CopyTo(buffer[taken..]);
            taken += count;
            _start += count;
            Count -= count;
            if (_start == end)
                Return();
        }
        return taken;
    }

    public void Clear()
    {
        while (_pieces.Count > 0)
            Return();
        Count = 0;
    }

    private void Return()
    {
        var piece = _pieces.Dequeue();
        ArrayPool<byte>.Shared.Return(piece);
        _start = 0;
        if (ReferenceEquals(piece, _last))
            _last = null;
    }
}
