using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>
/// Reads messages. Total: any bytes are a message or none. A name costs no more than its 255 bytes, since each pointer must lead before
/// where the one before it led, so that what a message costs is bounded by its length.
/// </summary>
internal ref struct DnsReader
{
    private readonly ReadOnlySpan<byte> _message;
    private int _at;

    private DnsReader(ReadOnlySpan<byte> message) => _message = message;

    /// <summary>Reads a message, all bytes of which are one; null where they are none.</summary>
    /// <param name="message">The bytes, without the length that stands before them over TCP.</param>
    public static DnsMessage? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length is < DnsWire.HeaderBytes or > DnsWire.MaxBytes)
            return null;
        var reader = new DnsReader(message);
        return reader.TryRead(out var read) ? read : null;
    }

    /// <summary>The header alone, which says nothing of what follows; null where there is not even that.</summary>
    public static DnsMessage? ReadHeader(ReadOnlySpan<byte> message)
    {
        if (message.Length < DnsWire.HeaderBytes)
            return null;
        var reader = new DnsReader(message);
        return reader.Header();
    }

    private bool TryRead([NotNullWhen(true)] out DnsMessage? message)
    {
        message = Header();
        Span<ushort> counts = [UInt16(), UInt16(), UInt16(), UInt16()];
        var edns = default(DnsRecord);
        if (!TryReadQuestions(counts[0], out var questions)
            || !TryReadRecords(counts[1], out var answers, ref edns, mayBeEdns: false)
            || !TryReadRecords(counts[2], out var authorities, ref edns, mayBeEdns: false)
            || !TryReadRecords(counts[3], out var additionals, ref edns, mayBeEdns: true)
            || _at != _message.Length)
        {
            message = null;
            return false;
        }

        message = message with { Questions = questions, Answers = answers, Authorities = authorities, Additionals = additionals };
        if (edns is not null)
            message = WithEdns(message, edns);
        return true;
    }

    private DnsMessage Header()
    {
        const int opcodeShift = 11;
        const int four = 0xF;
        var id = UInt16();
        var bits = UInt16();
        var flags = (DnsFlags)bits;
        return new DnsMessage
        {
            Id = id,
            IsResponse = flags.HasFlag(DnsFlags.Response),
            Opcode = (DnsOpcode)((bits >> opcodeShift) & four),
            IsAuthoritative = flags.HasFlag(DnsFlags.Authoritative),
            IsTruncated = flags.HasFlag(DnsFlags.Truncated),
            WantsRecursion = flags.HasFlag(DnsFlags.WantsRecursion),
            HasRecursion = flags.HasFlag(DnsFlags.HasRecursion),
            IsAuthentic = flags.HasFlag(DnsFlags.Authentic),
            IsCheckingDisabled = flags.HasFlag(DnsFlags.CheckingDisabled),
            ResponseCode = (DnsResponseCode)(bits & four),
        };
    }

    /// <summary>An OPT record has other things where others have their class and time (RFC 6891 6.1.3).</summary>
    private static DnsMessage WithEdns(DnsMessage message, DnsRecord record)
    {
        const uint dnssec = 0x8000;
        var upper = (ushort)((record.Ttl >> 24) << 4);
        return message with
        {
            ResponseCode = (DnsResponseCode)(upper | (ushort)message.ResponseCode),
            Edns = new DnsEdns(record.Class, (byte)(record.Ttl >> 16), (record.Ttl & dnssec) != 0, record.Data),
        };
    }

    private bool TryReadQuestions(int count, out ValueList<DnsQuestion> questions)
    {
        questions = [];
        var read = ImmutableArray.CreateBuilder<DnsQuestion>();
        for (; count > 0; count--)
        {
            if (!TryReadName(out var name) || !Has(4))
                return false;
            read.Add(new DnsQuestion(name, (DnsType)UInt16(), UInt16()));
        }

        questions = new ValueList<DnsQuestion>(read.DrainToImmutable());
        return true;
    }

    private bool TryReadRecords(int count, out ValueList<DnsRecord> records, ref DnsRecord? edns, bool mayBeEdns)
    {
        const int fixedBytes = 10;
        records = [];
        var read = ImmutableArray.CreateBuilder<DnsRecord>();
        for (; count > 0; count--)
        {
            if (!TryReadName(out var name) || !Has(fixedBytes))
                return false;
            var (type, ofClass, ttl, length) = ((DnsType)UInt16(), UInt16(), UInt32(), UInt16());
            if (!Has(length) || !TryReadData(type, length, out var data))
                return false;
            var record = new DnsRecord(name, type, ofClass, ttl, data);
            if (type != DnsType.OPT)
            {
                read.Add(record);
                continue;
            }

            // One at most, of the root, in the last section (RFC 6891 6.1.1).
            if (!mayBeEdns || edns is not null || !name.Equals(DnsName.Root))
                return false;
            edns = record;
        }

        records = new ValueList<DnsRecord>(read.DrainToImmutable());
        return true;
    }

    private bool TryReadData(DnsType type, int length, out ValueList<byte> data)
    {
        var (layout, end) = (DnsRecordData.Of(type), _at + length);
        if (layout.Names == 0)
        {
            data = new ValueList<byte>([.. _message.Slice(_at, length)]);
            _at = end;
            return true;
        }

        data = [];
        var plain = ImmutableArray.CreateBuilder<byte>();
        if (layout.Before > length)
            return false;
        plain.AddRange(_message.Slice(_at, layout.Before));
        _at += layout.Before;
        for (var names = layout.Names; names > 0; names--)
        {
            if (!TryReadName(out var name) || _at > end)
                return false;
            plain.AddRange(name.Wire.Span);
        }

        if (end - _at != layout.After)
            return false;
        plain.AddRange(_message.Slice(_at, layout.After));
        _at = end;
        data = new ValueList<byte>(plain.DrainToImmutable());
        return true;
    }

    /// <summary>A name, pointers followed (RFC 1035 4.1.4).</summary>
    private bool TryReadName([NotNullWhen(true)] out DnsName? name)
    {
        const byte kind = 0xC0;
        name = null;
        Span<byte> wire = stackalloc byte[DnsName.MaxBytes];
        var (length, at, bound) = (0, _at, _at);
        int? end = null;
        while (at < _message.Length)
        {
            var first = _message[at];
            switch (first & kind)
            {
                case 0:
                    if (at + 1 + first > _message.Length || length + 1 + first > wire.Length)
                        return false;
                    _message.Slice(at, 1 + first).CopyTo(wire[length..]);
                    length += 1 + first;
                    at += 1 + first;
                    if (first > 0)
                        break;
                    _at = end ?? at;
                    return DnsName.TryOfWire(wire[..length], out name);
                case kind:
                    if (at + 1 >= _message.Length)
                        return false;
                    var target = ((first & ~kind) << 8) | _message[at + 1];
                    if (target < DnsWire.HeaderBytes || target >= bound)
                        return false;
                    end ??= at + 2;
                    (at, bound) = (target, target);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private readonly bool Has(int bytes) => _message.Length - _at >= bytes;

    private ushort UInt16()
    {
        var value = BinaryPrimitives.ReadUInt16BigEndian(_message[_at..]);
        _at += sizeof(ushort);
        return value;
    }

    private uint UInt32()
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(_message[_at..]);
        _at += sizeof(uint);
        return value;
    }
}
