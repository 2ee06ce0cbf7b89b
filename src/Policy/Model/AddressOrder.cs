using System.Net;

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
}
