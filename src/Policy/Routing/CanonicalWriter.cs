using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>Writes the canonical bytes of values, one after the other into one buffer, so that nothing is allocated for each.</summary>
internal sealed class CanonicalWriter
{
    private const int MaxBytesPerUnit = 3;
    private const int MaxAddressBytes = 16;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What has been written since the last start.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    /// <summary>Forgets what was written, and begins with a byte that says what follows.</summary>
    public void Start(byte kind)
    {
        _buffer.ResetWrittenCount();
        Raw(kind);
    }

    /// <summary>A byte as it is.</summary>
    public void Raw(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Bytes as they are, without their length.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>A number: 8 bytes, big-endian.</summary>
    public void Number(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), number);
        _buffer.Advance(sizeof(long));
    }

    /// <summary>A text: the length of its UTF-8 in 4 bytes, big-endian, and that.</summary>
    public void Text(string text)
    {
        var span = _buffer.GetSpan(sizeof(int) + (text.Length * MaxBytesPerUnit));
        var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _buffer.Advance(sizeof(int) + length);
    }

    /// <summary>An address: the number of its bytes in 4 bytes, and those.</summary>
    public void Address(IPAddress address)
    {
        var span = _buffer.GetSpan(sizeof(int) + MaxAddressBytes);
        address.TryWriteBytes(span[sizeof(int)..], out var length);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _buffer.Advance(sizeof(int) + length);
    }

    /// <summary>A list: the number of its elements in 4 bytes, and those.</summary>
    public void List<T>(ValueList<T> items, Action<CanonicalWriter, T> write)
    {
        Length(items.Count);
        foreach (var item in items.AsSpan())
            write(this, item);
    }

    /// <summary>Yes or no: the number 1 or 0.</summary>
    public void Flag(bool flag) => Number(flag ? 1 : 0);

    /// <summary>A value that may be missing: a list of one or of none.</summary>
    public void Optional<T>(T? item, Action<CanonicalWriter, T> write)
        where T : class
    {
        Length(item is null ? 0 : 1);
        if (item is not null)
            write(this, item);
    }

    private void Length(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), length);
        _buffer.Advance(sizeof(int));
    }
}
