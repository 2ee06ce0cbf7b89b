using System.Collections.Immutable;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

/// <summary>Differences between lists that are ordered by a key of their elements.</summary>
internal static class OrderedChanges
{
    /// <summary>The elements that are new or changed, and the keys of those that are gone.</summary>
    public static (ValueList<T> Changed, ValueList<TKey> Removed) Between<T, TKey>(
        ValueList<T> before, ValueList<T> after, Func<T, TKey> keyOf, IComparer<TKey>? order = null)
        where T : class
    {
        order ??= Comparer<TKey>.Default;
        var changed = ImmutableArray.CreateBuilder<T>();
        var removed = ImmutableArray.CreateBuilder<TKey>();
        var old = before.AsSpan();
        var now = after.AsSpan();
        for (int at = 0, place = 0; at < old.Length || place < now.Length;)
        {
            var side = at == old.Length ? 1 : place == now.Length ? -1
                : ReferenceEquals(old[at], now[place]) ? 0
                : order.Compare(keyOf(old[at]), keyOf(now[place]));
            if (side < 0)
            {
                removed.Add(keyOf(old[at++]));
                continue;
            }

            if (side > 0 || !(ReferenceEquals(old[at], now[place]) || old[at].Equals(now[place])))
                changed.Add(now[place]);
            at += side == 0 ? 1 : 0;
            place++;
        }

        return (new ValueList<T>(changed.ToImmutable()), new ValueList<TKey>(removed.ToImmutable()));
    }

    /// <summary>The list with some elements new or changed and others gone.</summary>
    public static ValueList<T> Apply<T, TKey>(
        ValueList<T> before, ValueList<T> changed, ValueList<TKey> removed, Func<T, TKey> keyOf, IComparer<TKey>? order = null)
        where T : class
    {
        if (changed.IsEmpty && removed.IsEmpty)
            return before;
        order ??= Comparer<TKey>.Default;
        var edits = removed.Select(key => (Key: key, Item: default(T)))
            .Concat(changed.Select(item => (Key: keyOf(item), Item: (T?)item)))
            .OrderBy(edit => edit.Key, order);

        // What lies between two edits is copied as it is: many edits of a long list take one pass.
        var old = before.AsSpan();
        var items = ImmutableArray.CreateBuilder<T>(old.Length + changed.Count);
        var done = 0;
        foreach (var (key, item) in edits)
        {
            var (place, isThere) = OrderedSearch.Place(old, done, key, keyOf, order);
            items.AddRange(old[done..place]);
            done = isThere ? place + 1 : place;
            if (item is not null)
                items.Add(item);
        }

        items.AddRange(old[done..]);
        return new ValueList<T>(items.DrainToImmutable());
    }
}
