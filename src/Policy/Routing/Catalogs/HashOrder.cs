namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>Orders what has hashes: as numbers, which is fast, and the few whose hashes are equal by something else.</summary>
internal static class HashOrder
{
    /// <summary>Sorts hashes, and items with them.</summary>
    /// <param name="hashes">The hashes of the items.</param>
    /// <param name="items">The items.</param>
    /// <param name="ties">The order of items with equal hashes.</param>
    public static void Sort<T>(Span<ulong> hashes, Span<T> items, Comparison<T> ties)
    {
        hashes.Sort(items);
        for (var start = 0; start < hashes.Length;)
        {
            var end = start + 1;
            while (end < hashes.Length && hashes[end] == hashes[start])
                end++;
            if (end > start + 1)
                items[start..end].Sort(ties);
            start = end;
        }
    }
}
