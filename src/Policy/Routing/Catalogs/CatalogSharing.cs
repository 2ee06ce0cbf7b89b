namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>Puts nodes and entries of one catalog in the place of equal ones of another.</summary>
internal static class CatalogSharing<TKey, TValue, TKeying>
    where TKey : notnull
    where TKeying : struct, IKeying<TKey>
{
    /// <summary>What is equal to a node, made of as much of another as can be.</summary>
    /// <param name="node">The node.</param>
    /// <param name="other">What stands in its place in another catalog, or has all of that.</param>
    public static CatalogNode<TKey, TValue> Share(CatalogNode<TKey, TValue> node, CatalogNode<TKey, TValue> other)
    {
        if (ReferenceEquals(node, other) || other.Count == 0)
            return node;
        return node.Children is { } own
            ? ShareBranch(node, own, other)
            : ShareBucket(node, CatalogEditor<TKey, TValue, TKeying>.Flatten(other));
    }

    private static CatalogNode<TKey, TValue> ShareBranch(
        CatalogNode<TKey, TValue> branch, CatalogNode<TKey, TValue>?[] own, CatalogNode<TKey, TValue> other)
    {
        var children = new CatalogNode<TKey, TValue>?[own.Length];
        for (var slot = 0; slot < children.Length; slot++)
        {
            // A bucket in the other's place has the entries of all children.
            var candidate = other.Children is null ? other : other.Children[slot];
            var child = own[slot];
            children[slot] = child is null || candidate is null ? child : Share(child, candidate);
        }

        if (other.Children is { } all && children.AsSpan().SequenceEqual(all, ReferenceEqualityComparer.Instance))
            return other;
        return children.AsSpan().SequenceEqual(own, ReferenceEqualityComparer.Instance)
            ? branch
            : new CatalogNode<TKey, TValue>(children, branch.Count);
    }

    private static CatalogNode<TKey, TValue> ShareBucket(CatalogNode<TKey, TValue> bucket, CatalogNode<TKey, TValue> other)
    {
        var entries = new CatalogEntry<TKey, TValue>[bucket.Count];
        var shared = 0;
        for (var place = 0; place < entries.Length; place++)
        {
            var entry = bucket.Entries[place];
            var found = other.Find<TKeying>(bucket.Hashes[place], entry.Key);
            var isEqual = found >= 0 && EqualityComparer<TValue>.Default.Equals(entry.Value, other.Entries[found].Value);
            entries[place] = isEqual ? other.Entries[found] : entry;
            shared += isEqual ? 1 : 0;
        }

        if (shared == bucket.Count && shared == other.Count)
            return other;
        return shared == 0 ? bucket : new CatalogNode<TKey, TValue>(bucket.Hashes, entries);
    }
}
