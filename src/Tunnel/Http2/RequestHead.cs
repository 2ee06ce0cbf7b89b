using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>A request's head, well formed by RFC 9113 8.3 and 8.5. Whether it is a CONNECT is for the reader to see.</summary>
/// <param name="Method">The method, as written.</param>
/// <param name="Authority">Where to, where the request says it.</param>
/// <param name="Fields">The fields that are not pseudo-headers.</param>
public sealed record RequestHead(string Method, string? Authority, ValueList<HeaderField> Fields)
{
    /// <summary>Whether it asks for a tunnel.</summary>
    public bool IsConnect => Method == "CONNECT";

    internal ValueList<HeaderField> ToConnect() =>
        ValueList.Create<HeaderField>([new(":method", "CONNECT"), new(":authority", Authority ?? ""), .. Fields.AsSpan()]);
}

/// <summary>A final response's head, well formed.</summary>
/// <param name="Status">The status, 200 to 999.</param>
/// <param name="Fields">The fields that are not pseudo-headers.</param>
public sealed record ResponseHead(int Status, ValueList<HeaderField> Fields)
{
    internal ValueList<HeaderField> ToFields() =>
        ValueList.Create<HeaderField>([new(":status", Status.ToString()), .. Fields.AsSpan()]);
}
