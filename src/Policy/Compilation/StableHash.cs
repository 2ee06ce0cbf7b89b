namespace ScopeMesh.Policy.Compilation;

/// <summary>A hash that is the same on every machine and in every version: FNV-1a, 64 bits, with a final mix.</summary>
internal static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of some words, each ended by a byte that no UTF-8 text holds.</summary>
    public static ulong Of(params ReadOnlySpan<string> words)
    {
        var hash = Offset;
        foreach (var word in words)
        {
            foreach (var unit in word)
                hash = (hash ^ unit) * Prime;
            hash = (hash ^ 0xFFFF) * Prime;
        }

        // FNV leaves its low bits poorly mixed, and places are taken from them.
        return Mix(hash);
    }

    /// <summary>A number in which every bit of another one counts everywhere.</summary>
    public static ulong Mix(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        return hash;
    }
}
