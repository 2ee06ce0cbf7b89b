using System.Net;

namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>
/// MurmurHash64A over the UTF-16 code units of texts, low byte first: the same in every process and on every machine,
/// since the shape of a <see cref="Catalog{TKey,TValue,TKeying}"/>, and so its digest, depends on it.
/// </summary>
internal static class KeyHash
{
    private const ulong Multiplier = 0xC6A4_A793_5BD1_E995;
    private const int Shift = 47;
    private const int UnitBits = 16;
    private const int UnitsPerBlock = 4;
    private const int MaxAddressBytes = 16;

    /// <summary>The hash of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="seed">The hash of what stands before it, where it is a part of a key.</param>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0)
    {
        var hash = seed ^ ((ulong)text.Length * sizeof(char) * Multiplier);
        for (; text.Length >= UnitsPerBlock; text = text[UnitsPerBlock..])
        {
            var block = text[0] | (ulong)text[1] << UnitBits | (ulong)text[2] << (2 * UnitBits) | (ulong)text[3] << (3 * UnitBits);
            hash = Mix(hash, block);
        }

        if (!text.IsEmpty)
        {
            for (var place = text.Length - 1; place >= 0; place--)
                hash ^= (ulong)text[place] << (place * UnitBits);
            hash *= Multiplier;
        }

        return Finish(hash);
    }

    /// <summary>The hash of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="seed">The hash of what stands before it.</param>
    public static ulong Of(IPAddress address, ulong seed)
    {
        Span<byte> bytes = stackalloc byte[MaxAddressBytes];
        bytes.Clear();
        address.TryWriteBytes(bytes, out var length);
        var hash = Mix(seed ^ ((ulong)length * Multiplier), BitConverter.ToUInt64(bytes));
        return Finish(length > sizeof(ulong) ? Mix(hash, BitConverter.ToUInt64(bytes[sizeof(ulong)..])) : hash);
    }

    private static ulong Mix(ulong hash, ulong block)
    {
        block *= Multiplier;
        block ^= block >> Shift;
        return (hash ^ (block * Multiplier)) * Multiplier;
    }

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> Shift;
        hash *= Multiplier;
        return hash ^ (hash >> Shift);
    }
}
