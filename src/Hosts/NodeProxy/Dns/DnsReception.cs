using System.Diagnostics;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>What becomes of bytes that somebody sent.</summary>
internal abstract record DnsReception
{
    private DnsReception()
    {
    }

    /// <summary>They are a question.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Asked">Its one question.</param>
    public sealed record Query(DnsMessage Message, DnsQuestion Asked) : DnsReception;

    /// <summary>They are something else, and whoever sent them is told so.</summary>
    /// <param name="Answer">What is answered.</param>
    public sealed record Refused(DnsMessage Answer) : DnsReception;

    /// <summary>Nothing is answered.</summary>
    public sealed record Dropped : DnsReception;

    /// <summary>Looks at bytes. Total: any bytes are one of these.</summary>
    /// <param name="bytes">A message, without the length that stands before it over TCP.</param>
    public static DnsReception Of(ReadOnlySpan<byte> bytes)
    {
        if (DnsReader.ReadHeader(bytes) is not { } header)
            return new Dropped();

        // Two servers that answer each other's complaints would do so for ever.
        if (header is { IsResponse: true, ResponseCode: DnsResponseCode.FormErr })
            return new Dropped();
        if (header.IsResponse)
            return new Refused(DnsResponses.Failure(header, DnsResponseCode.FormErr));
        if (header.Opcode != DnsOpcode.Query)
            return new Refused(DnsResponses.Failure(header, DnsResponseCode.NotImp));

        // One question is asked at a time (RFC 9619).
        if (DnsReader.Read(bytes) is not { Questions: [var asked] } message)
            return new Refused(DnsResponses.Failure(header, DnsResponseCode.FormErr));
        return message.Edns is { Version: > 0 }
            ? new Refused(DnsResponses.Failure(message, DnsResponseCode.BadVers))
            : new Query(message, asked);
    }

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Query, T> query, Func<Refused, T> refused, Func<Dropped, T> dropped) => this switch
    {
        Query reception => query(reception),
        Refused reception => refused(reception),
        Dropped reception => dropped(reception),
        _ => throw new UnreachableException(),
    };
}
