using System.Buffers.Binary;
using System.Net;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Hands out addresses of a range by hash, so that an object's address depends on its name and, where two names
/// collide, on those that were placed before it. The first two and the last addresses of a range stay free, as
/// for a network, its router and its broadcast.
/// </summary>
/// <param name="range">The range.</param>
/// <param name="taken">Addresses that are taken; what is handed out is added.</param>
internal sealed class AddressRange(IPNetwork range, HashSet<IPAddress> taken)
{
    private const ulong ReservedAtStart = 2;
    private const ulong ReservedAtEnd = 1;
    private const int MaxHostBits = 32;

    /// <summary>An address that nobody has, or null when all are taken.</summary>
    public IPAddress? Take(ulong hash)
    {
        var bytes = range.BaseAddress.GetAddressBytes();
        var hostBits = Math.Min((bytes.Length * 8) - range.PrefixLength, MaxHostBits);
        var size = 1UL << hostBits;
        if (size <= ReservedAtStart + ReservedAtEnd)
            return null;
        var usable = size - ReservedAtStart - ReservedAtEnd;
        var tail = bytes.AsSpan(bytes.Length - sizeof(uint));
        var start = BinaryPrimitives.ReadUInt32BigEndian(tail);
        for (var probe = 0UL; probe < usable; probe++)
        {
            var offset = ReservedAtStart + ((hash + probe) % usable);
            BinaryPrimitives.WriteUInt32BigEndian(tail, (uint)(start + offset));
            var address = new IPAddress(bytes);
            if (taken.Add(address))
                return address;
        }

        return null;
    }
}
