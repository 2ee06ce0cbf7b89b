using System.Collections.Frozen;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>The fields that every HPACK table begins with (RFC 7541, appendix A).</summary>
internal static class HpackStaticTable
{
    private static readonly HeaderField[] Fields =
    [
        new(":authority", ""), new(":method", "GET"), new(":method", "POST"), new(":path", "/"),
        new(":path", "/index.html"), new(":scheme", "http"), new(":scheme", "https"), new(":status", "200"),
        new(":status", "204"), new(":status", "206"), new(":status", "304"), new(":status", "400"),
        new(":status", "404"), new(":status", "500"), new("accept-charset", ""), new("accept-encoding", "gzip, deflate"),
        new("accept-language", ""), new("accept-ranges", ""), new("accept", ""), new("access-control-allow-origin", ""),
        new("age", ""), new("allow", ""), new("authorization", ""), new("cache-control", ""),
        new("content-disposition", ""), new("content-encoding", ""), new("content-language", ""), new("content-length", ""),
        new("content-location", ""), new("content-range", ""), new("content-type", ""), new("cookie", ""),
        new("date", ""), new("etag", ""), new("expect", ""), new("expires", ""),
        new("from", ""), new("host", ""), new("if-match", ""), new("if-modified-since", ""),
        new("if-none-match", ""), new("if-range", ""), new("if-unmodified-since", ""), new("last-modified", ""),
        new("link", ""), new("location", ""), new("max-forwards", ""), new("proxy-authenticate", ""),
        new("proxy-authorization", ""), new("range", ""), new("referer", ""), new("refresh", ""),
        new("retry-after", ""), new("server", ""), new("set-cookie", ""), new("strict-transport-security", ""),
        new("transfer-encoding", ""), new("user-agent", ""), new("vary", ""), new("via", ""),
        new("www-authenticate", ""),
    ];

    private static readonly FrozenDictionary<HeaderField, int> ByField =
        Fields.Select((field, i) => (field, i)).ToFrozenDictionary(pair => pair.field, pair => pair.i + 1);

    private static readonly FrozenDictionary<string, int> ByName = Fields
        .Select((field, i) => (field, i)).GroupBy(pair => pair.field.Name)
        .ToFrozenDictionary(group => group.Key, group => group.First().i + 1);

    public static int Count => Fields.Length;

    /// <summary>The field of an index that counts from 1.</summary>
    public static HeaderField Get(int index) => Fields[index - 1];

    /// <summary>The index of a field; 0 where there is none.</summary>
    public static int Find(HeaderField field) => ByField.GetValueOrDefault(field);

    /// <summary>The first index of a name; 0 where there is none.</summary>
    public static int FindName(string name) => ByName.GetValueOrDefault(name);
}
