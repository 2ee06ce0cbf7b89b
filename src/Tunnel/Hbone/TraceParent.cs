using System.Globalization;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>The trace that a connection belongs to (W3C Trace Context): <c>00-TRACE-PARENT-FLAGS</c> in hexadecimal digits.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="ParentId">The span.</param>
/// <param name="Flags">The flags; Istio's nodes always send 0.</param>
public readonly record struct TraceParent(UInt128 TraceId, ulong ParentId, byte Flags)
{
    private const int Length = 55;

    /// <summary>Reads the header: 55 characters, four fields of hexadecimal digits.</summary>
    /// <param name="text">The header's value.</param>
    /// <param name="parent">What it says.</param>
    public static bool TryParse(string text, out TraceParent parent)
    {
        parent = default;
        if (text.Length != Length || text[2] != '-' || text[35] != '-' || text[52] != '-')
            return false;
        var fields = text.AsSpan();
        var reads = byte.TryParse(fields[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            & UInt128.TryParse(fields[3..35], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var traceId)
            & ulong.TryParse(fields[36..52], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var spanId)
            & byte.TryParse(fields[53..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flagBits);
        if (reads)
            parent = new TraceParent(traceId, spanId, flagBits);
        return reads;
    }

    /// <summary>The header's value.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"00-{TraceId:x32}-{ParentId:x16}-{Flags:x2}");
}
