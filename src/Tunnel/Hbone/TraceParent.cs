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
        if (text.Length != Length || text.Split('-') is not [{ Length: 2 } version, { Length: 32 } trace, { Length: 16 } span, { Length: 2 } flags])
            return false;
        var reads = byte.TryParse(version, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            & UInt128.TryParse(trace, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var traceId)
            & ulong.TryParse(span, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var spanId)
            & byte.TryParse(flags, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var flagBits);
        if (reads)
            parent = new TraceParent(traceId, spanId, flagBits);
        return reads;
    }

    /// <summary>The header's value.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"00-{TraceId:x32}-{ParentId:x16}-{Flags:x2}");
}
