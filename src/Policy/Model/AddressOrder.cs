using System.Net;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Model;

/// <summary>Orders addresses: IPv4 before IPv6, then by their bytes.</summary>
public sealed class AddressOrder : IComparer<IPAddress>
{
    private const int MaxAddressBytes = 16;

    private AddressOrder()
    {
    }

    /// <summary>The order.</summary>
    public static AddressOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(IPAddress? x, IPAddress? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        Span<byte> left = stackalloc byte[MaxAddressBytes];
        Span<byte> right = stackalloc byte[MaxAddressBytes];
        x.TryWriteBytes(left, out var leftLength);
        y.TryWriteBytes(right, out var rightLength);
        return leftLength != rightLength
            ? leftLength - rightLength
            : left[..leftLength].SequenceCompareTo(right[..rightLength]);
    }

    /// <summary>Addresses by network and then in this order, as services have them.</summary>
    /// <param name="addresses">The addresses, in any order.</param>
    public static ValueList<NetworkAddress> Sort(IEnumerable<NetworkAddress> addresses) => addresses
        .OrderBy(address => address.Network, StringComparer.Ordinal)
        .ThenBy(address => address.Address, Instance)
        .ToValueList();

    /// <summary>Ranges by what they are written as, as services have them.</summary>
    /// <param name="blocks">The ranges, in any order.</param>
    public static ValueList<NetworkBlock> Sort(IEnumerable<NetworkBlock> blocks) =>
        blocks.OrderBy(block => block.ToString(), StringComparer.Ordinal).ToValueList();
}
