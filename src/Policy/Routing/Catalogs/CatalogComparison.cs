namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>Finds where two nodes differ. What is the same node, or has the same digest, is passed over.</summary>
internal static class CatalogComparison<TKey, TValue, TKeying>
    where TKey : notnull
    where TKeying : struct, IKeying<TKey>
{
    private static readonly CatalogNode<TKey, TValue> Nothing = new([], []);

    /// <summary>Where they differ.</summary>
    public static List<CatalogDifference<TKey, TValue>> Compare(CatalogNode<TKey, TValue> before, CatalogNode<TKey, TValue> after)
    {
        var differences = new List<CatalogDifference<TKey, TValue>>();
        Compare(before, after, differences);
        return differences;
    }

    /// <summary>Whether they hold equal values. Equal keys have one shape, so that nodes are compared in pairs.</summary>
    public static bool AreEqual(CatalogNode<TKey, TValue>? left, CatalogNode<TKey, TValue>? right)
    {
        if (left is null || right is null || left.Count != right.Count)
            return ReferenceEquals(left, right);
        if (AreKnownEqual(left, right))
            return true;
        if (left.Children is { } children && right.Children is { } others)
            return children.Zip(others, AreEqual).All(equal => equal);
        return left.Hashes.AsSpan().SequenceEqual(right.Hashes)
            && left.Entries.Zip(
                right.Entries, (entry, same) => TKeying.Compare(entry.Key, same.Key) == 0 && AreEqual(entry, same)).All(equal => equal);
    }

    private static void Compare(
        CatalogNode<TKey, TValue>? before, CatalogNode<TKey, TValue>? after, List<CatalogDifference<TKey, TValue>> differences)
    {
        if (ReferenceEquals(before, after) || (before is not null && after is not null && AreKnownEqual(before, after)))
            return;
        if (before?.Children is { } children && after?.Children is { } others)
        {
            for (var slot = 0; slot < children.Length; slot++)
                Compare(children[slot], others[slot], differences);
            return;
        }

        CompareBuckets(
            before is null ? Nothing : CatalogEditor<TKey, TValue, TKeying>.Flatten(before),
            after is null ? Nothing : CatalogEditor<TKey, TValue, TKeying>.Flatten(after),
            differences);
    }

    private static void CompareBuckets(
        CatalogNode<TKey, TValue> before, CatalogNode<TKey, TValue> after, List<CatalogDifference<TKey, TValue>> differences)
    {
        for (int left = 0, right = 0; left < before.Count || right < after.Count;)
        {
            var order = Order(before, left, after, right);
            if (order < 0)
            {
                var gone = before.Entries[left++];
                differences.Add(new CatalogDifference<TKey, TValue>(gone.Key, gone.Value, default));
            }
            else if (order > 0)
            {
                var added = after.Entries[right++];
                differences.Add(new CatalogDifference<TKey, TValue>(added.Key, default, added.Value));
            }
            else
            {
                var (old, now) = (before.Entries[left++], after.Entries[right++]);
                if (!AreEqual(old, now))
                    differences.Add(new CatalogDifference<TKey, TValue>(now.Key, old.Value, now.Value));
            }
        }
    }

    private static int Order(CatalogNode<TKey, TValue> before, int left, CatalogNode<TKey, TValue> after, int right)
    {
        if (left == before.Count || right == after.Count)
            return left == before.Count ? 1 : -1;
        var byHash = before.Hashes[left].CompareTo(after.Hashes[right]);
        return byHash != 0 ? byHash : TKeying.Compare(before.Entries[left].Key, after.Entries[right].Key);
    }

    private static bool AreKnownEqual(CatalogNode<TKey, TValue> left, CatalogNode<TKey, TValue> right) =>
        ReferenceEquals(left, right)
        || (left.Digest is { } known && right.Digest is { } other && known.AsSpan().SequenceEqual(other));

    private static bool AreEqual(CatalogEntry<TKey, TValue> left, CatalogEntry<TKey, TValue> right) =>
        ReferenceEquals(left, right) || EqualityComparer<TValue>.Default.Equals(left.Value, right.Value);
}
