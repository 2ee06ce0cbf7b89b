using System.Buffers.Binary;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>A question as it is handed on: the bytes that came, with a number that nobody else can know.</summary>
internal sealed class DnsExchange
{
    private const int FlagsAt = 2;
    private const int CountAt = 4;
    private const int TypeBytes = 4;
    private const byte ResponseBit = 0x80;
    private const byte AuthoritativeBit = 0x04;
    private const byte TruncatedBit = 0x02;
    private const byte CodeBits = 0x0F;

    private readonly byte[] _query;
    private readonly int _nameEnd;
    private readonly ushort _id;
    private readonly ushort _clientId;

    /// <param name="query">The bytes of a message that was read.</param>
    /// <param name="asked">Its question.</param>
    /// <param name="id">The number to hand it on with.</param>
    public DnsExchange(ReadOnlySpan<byte> query, DnsQuestion asked, ushort id)
    {
        _query = query.ToArray();
        _clientId = BinaryPrimitives.ReadUInt16BigEndian(query);
        _id = id;
        BinaryPrimitives.WriteUInt16BigEndian(_query, id);

        // The first name of a message has nothing before it that it could be compressed by.
        _nameEnd = DnsWire.HeaderBytes + asked.Name.Wire.Length;
    }

    /// <summary>What is sent.</summary>
    public ReadOnlyMemory<byte> Query => _query;

    /// <summary>
    /// Whether bytes answer it: by their number, and by their question, which only those may lack that say what is wrong.
    /// </summary>
    /// <param name="bytes">What came from whom it was sent to.</param>
    public bool IsAnswered(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < DnsWire.HeaderBytes
            || BinaryPrimitives.ReadUInt16BigEndian(bytes) != _id
            || (bytes[FlagsAt] & ResponseBit) == 0)
            return false;
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[CountAt..]) switch
        {
            0 => CodeOf(bytes) is not (DnsResponseCode.NoError or DnsResponseCode.NxDomain),
            1 => HasQuestion(bytes),
            _ => false,
        };
    }

    /// <summary>The answer as whoever asked has it: with the number that it gave, and from us, who do not know it by ourselves.</summary>
    /// <param name="answer">An answer; it is changed.</param>
    public byte[] Relayed(byte[] answer)
    {
        BinaryPrimitives.WriteUInt16BigEndian(answer, _clientId);
        answer[FlagsAt] &= unchecked((byte)~AuthoritativeBit);
        return answer;
    }

    /// <summary>An answer that the network may have cut: its header and question, which say that there is more.</summary>
    /// <param name="answer">What came of it.</param>
    public byte[] Cut(ReadOnlySpan<byte> answer)
    {
        var hasQuestion = BinaryPrimitives.ReadUInt16BigEndian(answer[CountAt..]) == 1;
        var cut = answer[..(hasQuestion ? _nameEnd + TypeBytes : DnsWire.HeaderBytes)].ToArray();
        cut[FlagsAt] |= TruncatedBit;
        cut.AsSpan((CountAt + sizeof(ushort))..DnsWire.HeaderBytes).Clear();
        return cut;
    }

    /// <summary>What an answer says came of the question.</summary>
    public static DnsResponseCode CodeOf(ReadOnlySpan<byte> answer) => (DnsResponseCode)(answer[FlagsAt + 1] & CodeBits);

    /// <summary>Whether an answer says that there is more than is in it.</summary>
    public static bool IsTruncated(ReadOnlySpan<byte> answer) => (answer[FlagsAt] & TruncatedBit) != 0;

    private bool HasQuestion(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < _nameEnd + TypeBytes)
            return false;
        for (var at = DnsWire.HeaderBytes; at < _nameEnd; at++)
        {
            if (DnsName.Lower(bytes[at]) != DnsName.Lower(_query[at]))
                return false;
        }

        return bytes.Slice(_nameEnd, TypeBytes).SequenceEqual(_query.AsSpan(_nameEnd, TypeBytes));
    }
}
