using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>
/// IP addresses as an API server takes them: four decimal numbers without leading zeros, or IPv6 without a zone and
/// without an IPv4 address inside. .NET's own reader takes <c>1</c> and <c>0x7f.1</c> as well.
/// </summary>
internal static class AddressText
{
    private const int BitsPerByte = 8;
    private const int FirstBit = 0x80;
    private const int BitsOfIPv4 = 32;
    private const int BitsOfIPv6 = 128;

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

    /// <summary>Reads an address, as a range of one, or a range, of which the bits beyond the prefix are cleared.</summary>
    public static bool TryParseRange(string text, out IPNetwork range)
    {
        range = default;
        var slash = text.IndexOf('/');
        if (!TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;
        var bytes = address.GetAddressBytes();
        var prefix = BitsOf(address);
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
                || prefix > BitsOf(address)))
            return false;
        for (var bit = prefix; bit < BitsOf(address); bit++)
            bytes[bit / BitsPerByte] &= (byte)~(FirstBit >> (bit % BitsPerByte));
        range = new IPNetwork(new IPAddress(bytes), prefix);
        return true;
    }

    /// <summary>How many bits addresses of that family have.</summary>
    public static int BitsOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? BitsOfIPv6 : BitsOfIPv4;

    public static IpFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamily.IPv6 : IpFamily.IPv4;
}
