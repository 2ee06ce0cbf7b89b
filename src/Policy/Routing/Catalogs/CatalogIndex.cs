using System.Collections.Immutable;

namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>Items by something that several may have in common, each list ordered.</summary>
internal sealed class CatalogIndex<TKey, TItem, TKeying>
    where TKey : notnull
    where TKeying : struct, IKeying<TKey>
{
    private readonly Catalog<TKey, ImmutableArray<TItem>, TKeying> _lists;

    private CatalogIndex(Catalog<TKey, ImmutableArray<TItem>, TKeying> lists) => _lists = lists;

    /// <summary>The index of no item.</summary>
    public static CatalogIndex<TKey, TItem, TKeying> Empty { get; } =
        new(Catalog<TKey, ImmutableArray<TItem>, TKeying>.Empty);

    /// <summary>The items of a key, in order; none where it has none. Allocates nothing.</summary>
    /// <param name="key">The key.</param>
    public ImmutableArray<TItem> Find(TKey key) => _lists.TryGet(key, out var found) ? found : [];

    /// <summary>The index after changes, in time that the lists of their keys need.</summary>
    /// <param name="changes">What comes and what goes.</param>
    /// <param name="order">The order within a list. What goes is what compares as equal.</param>
    public CatalogIndex<TKey, TItem, TKeying> With(List<IndexChange<TKey, TItem>> changes, Comparison<TItem> order)
    {
        if (changes.Count == 0)
            return this;
        var (hashes, sorted) = (new ulong[changes.Count], new Step[changes.Count]);
        for (var place = 0; place < sorted.Length; place++)
            (hashes[place], sorted[place]) = (TKeying.Hash(changes[place].Key), new Step(place, changes[place]));
        HashOrder.Sort<Step>(hashes, sorted, (left, right) => CompareTies(left, right, order));
        var lists = new List<CatalogChange<TKey, ImmutableArray<TItem>>>();
        for (var start = 0; start < sorted.Length;)
        {
            var key = sorted[start].Change.Key;
            var end = start + 1;
            while (end < sorted.Length && hashes[end] == hashes[start] && TKeying.Compare(sorted[end].Change.Key, key) == 0)
                end++;
            var list = Changed(Find(key), sorted.AsSpan(start, end - start), order);
            lists.Add(list.IsEmpty
                ? CatalogChange.Remove<TKey, ImmutableArray<TItem>>(key)
                : CatalogChange.Set(key, list));
            start = end;
        }

        return new CatalogIndex<TKey, TItem, TKeying>(_lists.With(lists));
    }

    private static ImmutableArray<TItem> Changed(ImmutableArray<TItem> list, ReadOnlySpan<Step> steps, Comparison<TItem> order)
    {
        // Most lists have one item, which comes and stays.
        if (list.IsEmpty && steps is [{ Change: { Comes: true, Item: var single } }])
            return [single];
        var changed = ImmutableArray.CreateBuilder<TItem>(list.Length + steps.Length);
        var place = 0;
        foreach (var step in steps)
        {
            while (place < list.Length && order(list[place], step.Change.Item) < 0)
                changed.Add(list[place++]);
            while (place < list.Length && order(list[place], step.Change.Item) == 0)
                place++;
            if (step.Change.Comes)
                changed.Add(step.Change.Item);
        }

        for (; place < list.Length; place++)
            changed.Add(list[place]);
        return changed.DrainToImmutable();
    }

    private static int CompareTies(Step left, Step right, Comparison<TItem> order)
    {
        var byKey = TKeying.Compare(left.Change.Key, right.Change.Key);
        if (byKey != 0)
            return byKey;
        var byItem = order(left.Change.Item, right.Change.Item);
        return byItem != 0 ? byItem : left.Place.CompareTo(right.Place);
    }

    private readonly record struct Step(int Place, IndexChange<TKey, TItem> Change);
}

/// <summary>An item that comes under a key, or goes from there.</summary>
/// <param name="Key">The key.</param>
/// <param name="Item">The item.</param>
/// <param name="Comes">Whether it comes.</param>
internal readonly record struct IndexChange<TKey, TItem>(TKey Key, TItem Item, bool Comes);
