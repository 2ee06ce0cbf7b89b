namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>A value and its key. Its digest is computed when it is first asked for, and then kept.</summary>
internal sealed class CatalogEntry<TKey, TValue>(TKey key, TValue value)
{
    public TKey Key { get; } = key;

    public TValue Value { get; } = value;

    /// <summary>SHA-256 of the value's canonical bytes, once somebody has computed it. Two who do find the same.</summary>
    public byte[]? Digest { get; set; }
}

/// <summary>
/// A part of a catalog. It is a branch, with nodes by the next bits of the hashes of their keys; or a bucket, with entries
/// ordered by the hashes of their keys, and by their keys where those are equal.
/// </summary>
internal sealed class CatalogNode<TKey, TValue>
{
    /// <summary>How many bits of a hash choose a child.</summary>
    public const int Bits = 4;

    /// <summary>How many children there are at most.</summary>
    public const int Width = 1 << Bits;

    /// <summary>The depth at which no bits are left to choose by.</summary>
    public const int MaxDepth = 64 / Bits;

    /// <summary>A bucket.</summary>
    public CatalogNode(ulong[] hashes, CatalogEntry<TKey, TValue>[] entries) =>
        (Hashes, Entries, Count) = (hashes, entries, entries.Length);

    /// <summary>A branch; null where there is no entry.</summary>
    public CatalogNode(CatalogNode<TKey, TValue>?[] children, int count) =>
        (Children, Hashes, Entries, Count) = (children, [], [], count);

    /// <summary>The children of a branch; null of a bucket.</summary>
    public CatalogNode<TKey, TValue>?[]? Children { get; }

    /// <summary>The hashes of the keys of a bucket.</summary>
    public ulong[] Hashes { get; }

    /// <summary>The entries of a bucket.</summary>
    public CatalogEntry<TKey, TValue>[] Entries { get; }

    /// <summary>How many entries there are in it.</summary>
    public int Count { get; }

    /// <summary>The digest of all of it, once somebody has computed it.</summary>
    public byte[]? Digest { get; set; }

    /// <summary>Which child a hash leads to.</summary>
    public static int Slot(ulong hash, int depth) => (int)(hash >> (64 - (Bits * (depth + 1)))) & (Width - 1);

    /// <summary>The place of a key in a bucket, or the complement of the place where it would stand.</summary>
    public int Find<TKeying>(ulong hash, TKey key)
        where TKeying : struct, IKeying<TKey>
    {
        var (low, high) = (0, Hashes.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Hashes[middle].CompareTo(hash);
            if (order == 0)
                order = TKeying.Compare(Entries[middle].Key, key);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
