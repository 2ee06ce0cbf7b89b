using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>A message of DNS (RFC 1035 4).</summary>
internal sealed record DnsMessage
{
    /// <summary>The number by which who asks knows the answer again.</summary>
    public ushort Id { get; init; }

    public bool IsResponse { get; init; }

    public DnsOpcode Opcode { get; init; }

    /// <summary>Whether who answers knows it by itself (AA).</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>Whether there is more than is in the message (TC).</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Whether who asks wants others to be asked (RD).</summary>
    public bool WantsRecursion { get; init; }

    /// <summary>Whether others can be asked (RA).</summary>
    public bool HasRecursion { get; init; }

    /// <summary>Whether what is answered was found to be genuine (AD, RFC 4035 3.2.3).</summary>
    public bool IsAuthentic { get; init; }

    /// <summary>Whether nobody need find out if it is genuine (CD, RFC 4035 3.2.2).</summary>
    public bool IsCheckingDisabled { get; init; }

    /// <summary>What came of the question; without <see cref="Edns"/> a number of four bits.</summary>
    public DnsResponseCode ResponseCode { get; init; }

    public ValueList<DnsQuestion> Questions { get; init; }

    public ValueList<DnsRecord> Answers { get; init; }

    public ValueList<DnsRecord> Authorities { get; init; }

    /// <summary>Further records, without that of EDNS.</summary>
    public ValueList<DnsRecord> Additionals { get; init; }

    /// <summary>What the OPT record says, where there is one.</summary>
    public DnsEdns? Edns { get; init; }
}

/// <summary>What is asked.</summary>
/// <param name="Name">The name, as it was written.</param>
/// <param name="Type">The type of records.</param>
/// <param name="Class">The class of records.</param>
internal sealed record DnsQuestion(DnsName Name, DnsType Type, ushort Class);

/// <summary>A record.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Type">Its type.</param>
/// <param name="Class">Its class.</param>
/// <param name="Ttl">How long it may be kept, in seconds.</param>
/// <param name="Data">Its data, names in it without compression.</param>
internal sealed record DnsRecord(DnsName Name, DnsType Type, ushort Class, uint Ttl, ValueList<byte> Data);

/// <summary>The extension of messages (RFC 6891).</summary>
/// <param name="PayloadBytes">How long a message over UDP may be that its sender takes.</param>
/// <param name="Version">Its version; 0 is the only one that is known.</param>
/// <param name="WantsDnssec">Whether records of DNSSEC are wanted (DO).</param>
/// <param name="Options">Its options, as they are on the wire.</param>
internal sealed record DnsEdns(ushort PayloadBytes, byte Version, bool WantsDnssec, ValueList<byte> Options);

/// <summary>The bits of a header's third and fourth byte (RFC 1035 4.1.1).</summary>
[Flags]
internal enum DnsFlags : ushort
{
    None = 0,
    Response = 0x8000,
    Authoritative = 0x0400,
    Truncated = 0x0200,
    WantsRecursion = 0x0100,
    HasRecursion = 0x0080,
    Authentic = 0x0020,
    CheckingDisabled = 0x0010,
}
