using System.Buffers.Binary;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>
/// Writes messages. Names are compressed where the same bytes stand already, so that their case is kept. What does not fit is
/// left out, and the message says so.
/// </summary>
internal sealed class DnsWriter
{
    /// <summary>No pointer leads farther (RFC 1035 4.1.4).</summary>
    private const int MaxPointer = 0x3FFF;
    private const ushort PointerBits = 0xC000;
    private const ushort DnssecBit = 0x8000;
    private const int LengthAt = 8;

    private readonly byte[] _bytes;
    private readonly Dictionary<ReadOnlyMemory<byte>, int> _suffixes = new(BytesComparer.Instance);
    private int _length = DnsWire.HeaderBytes;

    private DnsWriter(int maxBytes) => _bytes = new byte[maxBytes];

    /// <summary>Writes a message in at most so many bytes. Records that do not fit, and all behind them, are left out.</summary>
    /// <param name="message">The message.</param>
    /// <param name="maxBytes">How many bytes it may have, at least 512.</param>
    public static byte[] Write(DnsMessage message, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, DnsWire.PlainUdpBytes);
        var writer = new DnsWriter((int)Math.Min(Math.Min(maxBytes, DnsWire.MaxBytes), PlainBytes(message)));
        return writer.Write(message);
    }

    private byte[] Write(DnsMessage message)
    {
        // The record of EDNS has its place whatever else is left out, if need be without options.
        var edns = message.Edns;
        if (edns is not null && DnsWire.HeaderBytes + DnsWire.OptBytes + edns.Options.Count > _bytes.Length)
            edns = edns with { Options = [] };
        var room = _bytes.Length - (edns is null ? 0 : DnsWire.OptBytes + edns.Options.Count);
        Span<ushort> counts = stackalloc ushort[4];
        var fits = TryWriteAll(message.Questions, TryWrite, room, ref counts[0])
            && TryWriteAll(message.Answers, TryWrite, room, ref counts[1])
            && TryWriteAll(message.Authorities, TryWrite, room, ref counts[2])
            && TryWriteAll(message.Additionals, TryWrite, room, ref counts[3])
            && edns == message.Edns;
        if (edns is not null)
        {
            Write(edns, message.ResponseCode);
            counts[3]++;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_bytes, message.Id);
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(2), Bits(fits ? message : message with { IsTruncated = true }));
        for (var section = 0; section < counts.Length; section++)
            BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(4 + (2 * section)), counts[section]);
        return _length == _bytes.Length ? _bytes : _bytes[.._length];
    }

    /// <summary>Writes items while they fit.</summary>
    private bool TryWriteAll<T>(ValueList<T> items, Func<T, int, bool> write, int room, ref ushort count)
    {
        foreach (var item in items)
        {
            var start = _length;
            if (count == ushort.MaxValue || !write(item, room))
            {
                _length = start;
                return false;
            }

            count++;
        }

        return true;
    }

    private bool TryWrite(DnsQuestion question, int room)
    {
        if (!TryWrite(question.Name, room) || _length + 4 > room)
            return false;
        UInt16((ushort)question.Type);
        UInt16(question.Class);
        return true;
    }

    private bool TryWrite(DnsRecord record, int room)
    {
        const int fixedBytes = 10;
        if (!TryWrite(record.Name, room) || _length + fixedBytes > room)
            return false;
        var start = _length;
        UInt16((ushort)record.Type);
        UInt16(record.Class);
        UInt32(record.Ttl);
        UInt16(0);
        if (!TryWriteData(record, room))
            return false;
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start + LengthAt), (ushort)(_length - start - fixedBytes));
        return true;
    }

    /// <summary>Names in data may be compressed only in types of RFC 1035 (RFC 3597 4), which here are those of one name.</summary>
    private bool TryWriteData(DnsRecord record, int room)
    {
        var data = record.Data.AsSpan();
        if (record.Type != DnsType.DNAME && DnsRecordData.Of(record.Type).IsOneName && DnsName.TryOfWire(data, out var name))
            return TryWrite(name, room);
        if (data.Length > ushort.MaxValue || _length + data.Length > room)
            return false;
        data.CopyTo(_bytes.AsSpan(_length));
        _length += data.Length;
        return true;
    }

    private bool TryWrite(DnsName name, int room)
    {
        var wire = name.Wire;
        for (var at = 0; wire.Span[at] > 0;)
        {
            var suffix = wire[at..];
            if (_suffixes.TryGetValue(suffix, out var known))
            {
                if (_length + sizeof(ushort) > room)
                    return false;
                UInt16((ushort)(PointerBits | known));
                return true;
            }

            var label = 1 + wire.Span[at];
            if (_length + label > room)
                return false;
            if (_length <= MaxPointer)
                _suffixes[suffix] = _length;
            wire.Span.Slice(at, label).CopyTo(_bytes.AsSpan(_length));
            _length += label;
            at += label;
        }

        if (_length + 1 > room)
            return false;
        _bytes[_length++] = 0;
        return true;
    }

    private void Write(DnsEdns edns, DnsResponseCode code)
    {
        const int codeShift = 24;
        const int versionShift = 16;
        _bytes[_length++] = 0;
        UInt16((ushort)DnsType.OPT);
        UInt16(edns.PayloadBytes);
        UInt32(((uint)code >> 4 << codeShift) | ((uint)edns.Version << versionShift) | (edns.WantsDnssec ? DnssecBit : 0u));
        UInt16((ushort)edns.Options.Count);
        edns.Options.AsSpan().CopyTo(_bytes.AsSpan(_length));
        _length += edns.Options.Count;
    }

    private static ushort Bits(DnsMessage message)
    {
        const int opcodeShift = 11;
        const int four = 0xF;
        var flags = (message.IsResponse ? DnsFlags.Response : DnsFlags.None)
            | (message.IsAuthoritative ? DnsFlags.Authoritative : DnsFlags.None)
            | (message.IsTruncated ? DnsFlags.Truncated : DnsFlags.None)
            | (message.WantsRecursion ? DnsFlags.WantsRecursion : DnsFlags.None)
            | (message.HasRecursion ? DnsFlags.HasRecursion : DnsFlags.None)
            | (message.IsAuthentic ? DnsFlags.Authentic : DnsFlags.None)
            | (message.IsCheckingDisabled ? DnsFlags.CheckingDisabled : DnsFlags.None);
        return (ushort)((ushort)flags | (((ushort)message.Opcode & four) << opcodeShift) | ((ushort)message.ResponseCode & four));
    }

    /// <summary>How long a message is without compression.</summary>
    private static long PlainBytes(DnsMessage message)
    {
        const int questionBytes = 4;
        const int recordBytes = 10;
        long bytes = DnsWire.HeaderBytes + (message.Edns is { } edns ? DnsWire.OptBytes + edns.Options.Count : 0);
        foreach (var question in message.Questions)
            bytes += question.Name.Wire.Length + questionBytes;
        foreach (var record in message.Answers.Items.AddRange(message.Authorities.Items).AddRange(message.Additionals.Items))
            bytes += record.Name.Wire.Length + recordBytes + record.Data.Count;
        return bytes;
    }

    private void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(ushort);
    }

    private void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(uint);
    }

    private sealed class BytesComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right) => left.Span.SequenceEqual(right.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes.Span);
            return hash.ToHashCode();
        }
    }
}
