using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>
/// IP addresses as an API server takes them: four decimal numbers without leading zeros, or IPv6 without a zone and
/// without an IPv4 address inside. .NET's own reader takes <c>1</c> and <c>0x7f.1</c> as well.
/// </summary>
internal static class AddressText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.AsSpan().ContainsAny("%[]") || !IPAddress.TryParse(text, out var parsed) || parsed.IsIPv4MappedToIPv6)
            return false;
        var isV4 = parsed.AddressFamily == AddressFamily.InterNetwork;
        if (isV4 && !string.Equals(parsed.ToString(), text, StringComparison.Ordinal))
            return false;
        address = parsed;
        return true;
    }

    public static IpFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamily.IPv6 : IpFamily.IPv4;
}
