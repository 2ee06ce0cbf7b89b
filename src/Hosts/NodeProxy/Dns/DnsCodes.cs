namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>What a message asks for (RFC 1035 4.1.1). Any number of four bits may come.</summary>
internal enum DnsOpcode : byte
{
    Query = 0,
    Status = 2,
    Notify = 4,
    Update = 5,
}

/// <summary>What came of a question (RFC 1035 4.1.1, RFC 6891 6.1.3). Any number of twelve bits may come.</summary>
internal enum DnsResponseCode : ushort
{
    NoError = 0,

    /// <summary>The question cannot be read.</summary>
    FormErr = 1,

    /// <summary>Whoever was asked cannot say now.</summary>
    ServFail = 2,

    /// <summary>There is no such name.</summary>
    NxDomain = 3,

    /// <summary>Nothing of this kind is answered.</summary>
    NotImp = 4,

    /// <summary>Whoever was asked will not say.</summary>
    Refused = 5,

    /// <summary>The version of EDNS is not known.</summary>
    BadVers = 16,
}

/// <summary>The kinds of records that are told apart here. Any number of 16 bits may come.</summary>
internal enum DnsType : ushort
{
    A = 1,
    NS = 2,
    MD = 3,
    MF = 4,
    CNAME = 5,
    SOA = 6,
    MB = 7,
    MG = 8,
    MR = 9,
    PTR = 12,
    HINFO = 13,
    MINFO = 14,
    MX = 15,
    TXT = 16,
    RP = 17,
    AFSDB = 18,
    RT = 21,
    PX = 26,
    AAAA = 28,
    SRV = 33,
    NAPTR = 35,
    KX = 36,
    DNAME = 39,
    OPT = 41,
    DS = 43,
    RRSIG = 46,
    DNSKEY = 48,
    TLSA = 52,
    SVCB = 64,
    HTTPS = 65,
    AXFR = 252,
    ANY = 255,
    CAA = 257,
}

/// <summary>Numbers of the protocol.</summary>
internal static class DnsWire
{
    /// <summary>The length of a message's header (RFC 1035 4.1.1).</summary>
    public const int HeaderBytes = 12;

    /// <summary>How long a message over UDP may be where nothing else is said (RFC 1035 4.2.1).</summary>
    public const int PlainUdpBytes = 512;

    /// <summary>How long a message can be at all: over TCP its length stands before it in two bytes.</summary>
    public const int MaxBytes = ushort.MaxValue;

    /// <summary>The class of the Internet.</summary>
    public const ushort Internet = 1;

    /// <summary>The length of an OPT record without options: root, type, payload, codes, length (RFC 6891 6.1.2).</summary>
    public const int OptBytes = 11;
}
