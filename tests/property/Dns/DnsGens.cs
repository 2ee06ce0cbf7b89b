using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Property.Dns;

/// <summary>Names and messages of DNS, in which names recur as often as not.</summary>
internal static class DnsGens
{
    private static readonly string[] Words = ["a", "A", "db", "shop", "svc", "cluster", "local", "example", "\\.", "\\000", "\\255"];

    public static Gen<byte> Byte { get; } = Gen.Choose(0, 255).Select(value => (byte)value);

    public static Gen<byte[]> Bytes { get; } = Byte.ArrayOf();

    private static Gen<string> Label { get; } = Gen.Frequency(
        (12, Gen.Elements(Words)),
        (1, from length in Gen.Choose(1, 63) from letter in Gen.Elements('x', 'Y') select new string(letter, length)));

    public static Gen<DnsName> Name { get; } =
        from count in Gen.Frequency((10, Gen.Choose(0, 5)), (1, Gen.Choose(0, 127)))
        from labels in Label.ArrayOf(count)
        select Longest(labels);

    private static Gen<DnsType> Type { get; } = Gen.Frequency(
        (5, Gen.Elements(Enum.GetValues<DnsType>().Where(type => type != DnsType.OPT).ToArray())),
        (1, Gen.Choose(1000, 65535).Select(type => (DnsType)type)));

    private static Gen<ushort> Number { get; } = Gen.Choose(0, ushort.MaxValue).Select(number => (ushort)number);

    public static Gen<DnsQuestion> Question { get; } =
        from name in Name from type in Type from ofClass in Number select new DnsQuestion(name, type, ofClass);

    private static Gen<DnsRecord> Record { get; } =
        from name in Name
        from type in Type
        from ofClass in Number
        from ttl in Number
        from data in Data(type)
        select new DnsRecord(name, type, ofClass, ttl, data);

    private static Gen<ValueList<DnsRecord>> Records { get; } = Record.ListOf().Select(records => records.Take(12).ToValueList());

    private static Gen<DnsEdns> Edns { get; } =
        from payload in Number
        from version in Byte
        from wantsDnssec in Gen.Elements(true, false)
        from options in Gen.Frequency((9, Bytes), (1, Byte.ArrayOf(1200)))
        select new DnsEdns(payload, version, wantsDnssec, options.ToValueList());

    public static Gen<DnsMessage> Message { get; } =
        from id in Number
        from flags in Gen.Elements(true, false).ArrayOf(7)
        from opcode in Gen.Choose(0, 15)
        from code in Gen.Choose(0, 4095)
        from hasEdns in Gen.Elements(true, false)
        from edns in Edns
        from questions in Question.ListOf()
        from answers in Records
        from authorities in Records
        from additionals in Records
        select new DnsMessage
        {
            Id = id,
            IsResponse = flags[0],
            IsAuthoritative = flags[1],
            IsTruncated = flags[2],
            WantsRecursion = flags[3],
            HasRecursion = flags[4],
            IsAuthentic = flags[5],
            IsCheckingDisabled = flags[6],
            Opcode = (DnsOpcode)opcode,
            ResponseCode = (DnsResponseCode)(hasEdns ? code : code % 16),
            Questions = questions.Take(3).ToValueList(),
            Answers = answers,
            Authorities = authorities,
            Additionals = additionals,
            Edns = hasEdns ? edns : null,
        };

    /// <summary>The bytes of a message with some of them changed, left out, or twice.</summary>
    public static Gen<byte[]> Spoilt { get; } =
        from message in Message
        from changes in (from place in Gen.Choose(0, int.MaxValue - 1) from value in Byte from kind in Gen.Choose(0, 3) select (place, value, kind)).ListOf()
        select Spoil(DnsWriter.Write(message, DnsWire.MaxBytes), changes);

    /// <summary>Bytes that look like names: short labels, ends and pointers to all places.</summary>
    public static Gen<byte[]> Soup { get; } = Gen.OneOf(
        Gen.Choose(12, 60).Select(place => new byte[] { 0xC0, (byte)place }),
        Gen.Elements<byte[]>([0], [1, (byte)'a'], [2, 1, 1], [0xC0], [0x40], [63]),
        Byte.Select(value => new[] { value })).ListOf().Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    private static Gen<ValueList<byte>> Data(DnsType type)
    {
        var layout = DnsRecordData.Of(type);
        if (layout.Names == 0)
            return Bytes.Select(bytes => bytes.ToValueList());
        return
            from before in Byte.ArrayOf(layout.Before)
            from names in Name.ArrayOf(layout.Names)
            from after in Byte.ArrayOf(layout.After)
            select before.Concat(names.SelectMany(name => name.Wire.ToArray())).Concat(after).ToValueList();
    }

    private static byte[] Spoil(byte[] bytes, IEnumerable<(int Place, byte Value, int Kind)> changes)
    {
        var spoilt = bytes.ToList();
        foreach (var (place, value, kind) in changes)
        {
            var at = place % (spoilt.Count + 1);
            if (kind == 0)
                spoilt.Insert(at, value);
            else if (at < spoilt.Count && kind == 1)
                spoilt.RemoveAt(at);
            else if (at < spoilt.Count)
                spoilt[at] = value;
        }

        return [.. spoilt];
    }

    /// <summary>As many of the labels as a name can have.</summary>
    private static DnsName Longest(string[] labels)
    {
        for (var count = labels.Length; count > 0; count--)
        {
            if (DnsName.TryParse(string.Join('.', labels.Take(count)), out var name))
                return name;
        }

        return DnsName.Root;
    }
}
