using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Model;

/// <summary>Finds what a list holds that is ordered by a key of its elements.</summary>
internal static class OrderedSearch
{
    /// <summary>The element of that key, or null.</summary>
    /// <param name="items">The elements, ordered by key, each key once.</param>
    /// <param name="key">The key.</param>
    /// <param name="keyOf">An element's key.</param>
    /// <param name="order">The order of keys; their own where it is null.</param>
    public static T? Find<T, TKey>(ValueList<T> items, TKey key, Func<T, TKey> keyOf, IComparer<TKey>? order = null)
        where T : class
    {
        var span = items.AsSpan();
        var (place, isThere) = Place(span, 0, key, keyOf, order ?? Comparer<TKey>.Default);
        return isThere ? span[place] : null;
    }

    /// <summary>Where the element of a key is, or would be.</summary>
    /// <param name="items">The elements, ordered by key, each key once.</param>
    /// <param name="from">The place before which it is not.</param>
    /// <param name="key">The key.</param>
    /// <param name="keyOf">An element's key.</param>
    /// <param name="order">The order of keys.</param>
    public static (int Place, bool IsThere) Place<T, TKey>(
        ReadOnlySpan<T> items, int from, TKey key, Func<T, TKey> keyOf, IComparer<TKey> order)
    {
        var (low, high) = (from, items.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var side = order.Compare(keyOf(items[middle]), key);
            if (side == 0)
                return (middle, true);
            if (side < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return (low, false);
    }
}
