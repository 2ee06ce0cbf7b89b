using System.Runtime.InteropServices;

namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>Makes nodes out of other nodes and changes. What does not change is the node that it was.</summary>
internal static class CatalogEditor<TKey, TValue, TKeying>
    where TKey : notnull
    where TKeying : struct, IKeying<TKey>
{
    private const int BucketSize = Catalog<TKey, TValue, TKeying>.BucketSize;

    /// <summary>The node after changes, or null where nothing is left.</summary>
    public static CatalogNode<TKey, TValue>? Edit(
        CatalogNode<TKey, TValue> node, IEnumerable<CatalogChange<TKey, TValue>> changes)
    {
        var sorted = Sorted(changes);
        return sorted.Length == 0 ? node : Edit(node, sorted, 0);
    }

    /// <summary>The node of these entries, which are ordered; null of none.</summary>
    public static CatalogNode<TKey, TValue>? Build(
        ReadOnlySpan<ulong> hashes, ReadOnlySpan<CatalogEntry<TKey, TValue>> entries, int depth)
    {
        if (entries.IsEmpty)
            return null;
        if (entries.Length <= BucketSize || depth == CatalogNode<TKey, TValue>.MaxDepth)
            return new CatalogNode<TKey, TValue>(hashes.ToArray(), entries.ToArray());
        var children = new CatalogNode<TKey, TValue>?[CatalogNode<TKey, TValue>.Width];
        for (var start = 0; start < entries.Length;)
        {
            var slot = CatalogNode<TKey, TValue>.Slot(hashes[start], depth);
            var end = start + 1;
            while (end < entries.Length && CatalogNode<TKey, TValue>.Slot(hashes[end], depth) == slot)
                end++;
            children[slot] = Build(hashes[start..end], entries[start..end], depth + 1);
            start = end;
        }

        return new CatalogNode<TKey, TValue>(children, entries.Length);
    }

    /// <summary>All entries of a node, in order.</summary>
    public static CatalogNode<TKey, TValue> Flatten(CatalogNode<TKey, TValue> node)
    {
        if (node.Children is null)
            return node;
        var hashes = new ulong[node.Count];
        var entries = new CatalogEntry<TKey, TValue>[node.Count];
        Flatten(node, hashes, entries);
        return new CatalogNode<TKey, TValue>(hashes, entries);
    }

    private static void Flatten(CatalogNode<TKey, TValue> node, Span<ulong> hashes, Span<CatalogEntry<TKey, TValue>> entries)
    {
        node.Hashes.CopyTo(hashes);
        node.Entries.CopyTo(entries);
        var place = 0;
        foreach (var child in node.Children ?? [])
        {
            if (child is null)
                continue;
            Flatten(child, hashes.Slice(place, child.Count), entries.Slice(place, child.Count));
            place += child.Count;
        }
    }

    private static CatalogNode<TKey, TValue>? Edit(CatalogNode<TKey, TValue>? node, ReadOnlySpan<Edition> changes, int depth) =>
        node?.Children is { } children ? EditBranch(node, children, changes, depth) : EditBucket(node, changes, depth);

    private static CatalogNode<TKey, TValue>? EditBranch(
        CatalogNode<TKey, TValue> branch, CatalogNode<TKey, TValue>?[] known, ReadOnlySpan<Edition> changes, int depth)
    {
        CatalogNode<TKey, TValue>?[]? children = null;
        var count = branch.Count;
        for (var start = 0; start < changes.Length;)
        {
            var slot = CatalogNode<TKey, TValue>.Slot(changes[start].Hash, depth);
            var end = start + 1;
            while (end < changes.Length && CatalogNode<TKey, TValue>.Slot(changes[end].Hash, depth) == slot)
                end++;
            var before = known[slot];
            var after = Edit(before, changes[start..end], depth + 1);
            if (!ReferenceEquals(before, after))
            {
                children ??= [.. known];
                children[slot] = after;
                count += (after?.Count ?? 0) - (before?.Count ?? 0);
            }

            start = end;
        }

        if (children is null)
            return branch;
        if (count == 0)
            return null;
        var edited = new CatalogNode<TKey, TValue>(children, count);

        // Few entries are a bucket whatever stood there before: the shape tells nothing of the past.
        return count <= BucketSize ? Flatten(edited) : edited;
    }

    private static CatalogNode<TKey, TValue>? EditBucket(CatalogNode<TKey, TValue>? bucket, ReadOnlySpan<Edition> changes, int depth)
    {
        var hashes = new List<ulong>((bucket?.Count ?? 0) + changes.Length);
        var entries = new List<CatalogEntry<TKey, TValue>>(hashes.Capacity);
        var (place, differs) = (0, false);
        foreach (var change in changes)
        {
            var found = bucket?.Find<TKeying>(change.Hash, change.Key) ?? ~0;
            Take(found >= 0 ? found : ~found);
            var before = found >= 0 ? bucket!.Entries[place++] : null;
            var after = IsSame(before, change.Entry) ? before : change.Entry;
            differs |= !ReferenceEquals(before, after);
            if (after is null)
                continue;
            hashes.Add(change.Hash);
            entries.Add(after);
        }

        if (!differs)
            return bucket;
        Take(bucket?.Count ?? 0);
        var span = CollectionsMarshal.AsSpan(entries);
        return Build(CollectionsMarshal.AsSpan(hashes), span, depth);

        void Take(int end)
        {
            for (; place < end; place++)
            {
                hashes.Add(bucket!.Hashes[place]);
                entries.Add(bucket.Entries[place]);
            }
        }
    }

    private static bool IsSame(CatalogEntry<TKey, TValue>? before, CatalogEntry<TKey, TValue>? after) =>
        before is not null && after is not null && EqualityComparer<TValue>.Default.Equals(before.Value, after.Value);

    /// <summary>The last change of each key, ordered as entries are.</summary>
    private static ReadOnlySpan<Edition> Sorted(IEnumerable<CatalogChange<TKey, TValue>> changes)
    {
        var capacity = changes.TryGetNonEnumeratedCount(out var known) ? known : 0;
        var (hashes, editions) = (new List<ulong>(capacity), new List<Edition>(capacity));
        foreach (var (key, value, isRemoval) in changes)
        {
            var hash = TKeying.Hash(key);
            hashes.Add(hash);
            editions.Add(new Edition(hash, editions.Count, key, isRemoval ? null : new CatalogEntry<TKey, TValue>(key, value!)));
        }

        var sorted = CollectionsMarshal.AsSpan(editions);
        HashOrder.Sort(CollectionsMarshal.AsSpan(hashes), sorted, CompareTies);
        var count = 0;
        for (var place = 0; place < sorted.Length; place++)
        {
            if (place + 1 < sorted.Length && sorted[place].HasKeyOf(sorted[place + 1]))
                continue;
            sorted[count++] = sorted[place];
        }

        return sorted[..count];
    }

    private static int CompareTies(Edition left, Edition right)
    {
        var byKey = TKeying.Compare(left.Key, right.Key);
        return byKey != 0 ? byKey : left.Order.CompareTo(right.Order);
    }

    /// <summary>A change with what orders it; without an entry it is a removal.</summary>
    private readonly record struct Edition(ulong Hash, int Order, TKey Key, CatalogEntry<TKey, TValue>? Entry)
    {
        public bool HasKeyOf(Edition other) => Hash == other.Hash && TKeying.Compare(Key, other.Key) == 0;
    }
}
