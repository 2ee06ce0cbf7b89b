namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>
/// Where the data of a record has names that may be compressed: after some bytes, with others behind them. Those of newer types are never
/// compressed (RFC 3597 4), so that their data is taken as it is.
/// </summary>
/// <param name="Before">How many bytes are before the names.</param>
/// <param name="Names">How many names there are.</param>
/// <param name="After">How many bytes are behind them.</param>
internal readonly record struct DnsRecordData(int Before, int Names, int After)
{
    private const int NumberBytes = 2;
    private const int SrvNumbersBytes = 6;
    private const int SoaNumbersBytes = 20;

    /// <summary>Whether it is one name and nothing else.</summary>
    public bool IsOneName => this == new DnsRecordData(0, 1, 0);

    /// <summary>The layout of a type's data; one without names where nothing of it is known.</summary>
    public static DnsRecordData Of(DnsType type) => type switch
    {
        DnsType.NS or DnsType.MD or DnsType.MF or DnsType.CNAME or DnsType.MB or DnsType.MG or DnsType.MR or DnsType.PTR
            or DnsType.DNAME => new DnsRecordData(0, 1, 0),
        DnsType.MINFO or DnsType.RP => new DnsRecordData(0, 2, 0),
        DnsType.MX or DnsType.AFSDB or DnsType.RT or DnsType.KX => new DnsRecordData(NumberBytes, 1, 0),
        DnsType.PX => new DnsRecordData(NumberBytes, 2, 0),
        DnsType.SRV => new DnsRecordData(SrvNumbersBytes, 1, 0),
        DnsType.SOA => new DnsRecordData(0, 2, SoaNumbersBytes),
        _ => default,
    };
}
