using System.Net;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>
/// For whom a tunnel is: <c>for="IP:PORT"</c>, and <c>;host=NAME</c> where the destination is a service.
/// </summary>
/// <param name="For">The application's address; null where it was not said or cannot be read.</param>
/// <param name="Host">The service that the application dialled.</param>
public sealed record ForwardedHeader(IPEndPoint? For, string? Host)
{
    /// <summary>Reads the header; parts that cannot be read are absent.</summary>
    /// <param name="value">The header's value.</param>
    public static ForwardedHeader Parse(string value)
    {
        string? address = null, host = null;
        var text = value.AsSpan();
        if (text.ContainsAnyExcept(HeaderText.Printable))
            return new ForwardedHeader(null, null);
        foreach (var range in text.Split(';'))
        {
            var part = text[range].Trim();
            address ??= ValueOf(part, "for=");
            host ??= ValueOf(part, "host=");
        }
        return new ForwardedHeader(
            address is not null && HboneAuthority.TryParse(address, out var read) && read.Address is { } ip
                ? new IPEndPoint(ip, read.Port)
                : null,
            host is "" ? null : host);
    }

    /// <summary>The header's value. An IPv4 address in IPv6 form is written as IPv4.</summary>
    public override string ToString() => (For is null ? null : HboneAuthority.Of(For), Host) switch
    {
        (null, null) => "",
        (null, { } host) => $"host={host}",
        ({ } address, null) => $"for=\"{address}\"",
        ({ } address, { } host) => $"for=\"{address}\";host={host}",
    };

    private static string? ValueOf(ReadOnlySpan<char> part, string prefix)
    {
        if (!part.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var value = part[prefix.Length..];
        return value is ['"', .. var inner, '"'] ? inner.ToString() : value.ToString();
    }
}
