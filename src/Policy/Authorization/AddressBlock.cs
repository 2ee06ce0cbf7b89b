using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using ScopeMesh.Policy.Manifests.Fields;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// A range of addresses, or one. Its address is kept as written, bits after the prefix included, as it travels on the
/// wire; they do not count.
/// </summary>
public sealed record AddressBlock
{
    /// <summary>Names a range.</summary>
    /// <param name="address">An address in it.</param>
    /// <param name="length">How many bits all of its addresses share.</param>
    /// <exception cref="ArgumentOutOfRangeException">The address has fewer bits.</exception>
    public AddressBlock(IPAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, BitsOf(address));
        Address = address;
        Length = length;
    }

    /// <summary>An address in the range.</summary>
    public IPAddress Address { get; }

    /// <summary>How many bits all addresses of the range share.</summary>
    public int Length { get; }

    /// <summary>Reads an address, or an address and a length: <c>10.0.0.0/8</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="block">The range where the text is one.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out AddressBlock? block)
    {
        block = null;
        var (first, rest) = text.Split('/', 2) is [var start, var end] ? (start, end) : (text, null);
        if (!AddressText.TryParse(first, out var address))
            return false;
        var bits = BitsOf(address);
        if (rest is not null && (!int.TryParse(rest, NumberStyles.None, null, out bits) || bits > BitsOf(address)))
            return false;
        block = new AddressBlock(address, bits);
        return true;
    }

    /// <summary>Whether an address is in the range. IPv4 in IPv6 counts as IPv4.</summary>
    /// <param name="address">The address.</param>
    public bool Contains(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        var own = Address.GetAddressBytes();
        if (bytes.Length != own.Length)
            return false;
        for (var bit = 0; bit < Length; bit++)
            if (((bytes[bit / 8] ^ own[bit / 8]) & (0x80 >> (bit % 8))) != 0)
                return false;
        return true;
    }

    /// <summary><c>address/length</c>.</summary>
    public override string ToString() => $"{Address}/{Length}";

    private static int BitsOf(IPAddress address) => address.GetAddressBytes().Length * 8;
}
