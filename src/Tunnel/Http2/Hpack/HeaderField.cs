namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// One header field, or pseudo-header. The characters of its value stand for bytes (Latin-1), since HTTP says
/// nothing of what bytes above 127 mean.
/// </summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Value">The value.</param>
public readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>What HPACK counts for a field besides its name and value (RFC 7541, 4.1).</summary>
    internal const int OverheadBytes = 32;

    /// <summary>The field's size as HPACK and SETTINGS_MAX_HEADER_LIST_SIZE count it.</summary>
    internal int SizeBytes => Name.Length + Value.Length + OverheadBytes;
}
