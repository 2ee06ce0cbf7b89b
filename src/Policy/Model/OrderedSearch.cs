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
        order ??= Comparer<TKey>.Default;
        var span = items.AsSpan();
        var (low, high) = (0, span.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            switch (order.Compare(keyOf(span[middle]), key))
            {
                case 0:
                    return span[middle];
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return null;
    }
}
