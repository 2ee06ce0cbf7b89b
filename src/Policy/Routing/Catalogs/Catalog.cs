using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>
/// Values by keys, never changed. A catalog that is made from another shares with it all that is the same, and its shape
/// is a function of its keys alone, whatever was added and removed before: a trie by the hashes of keys, whose nodes
/// have at most <see cref="BucketSize"/> entries side by side, or else one child for each value of the next four bits.
/// </summary>
internal sealed class Catalog<TKey, TValue, TKeying> : IReadOnlyCollection<TValue>, IEquatable<Catalog<TKey, TValue, TKeying>>
    where TKey : notnull
    where TKeying : struct, IKeying<TKey>
{
    /// <summary>How many entries stand in one bucket; more only where the hashes of their keys are equal.</summary>
    public const int BucketSize = 32;

    private Catalog(CatalogNode<TKey, TValue> root) => Root = root;

    /// <summary>The catalog without entries: an empty bucket.</summary>
    public static Catalog<TKey, TValue, TKeying> Empty { get; } = new(new CatalogNode<TKey, TValue>([], []));

    /// <summary>How many entries there are.</summary>
    public int Count => Root.Count;

    /// <summary>The node that all others are in.</summary>
    internal CatalogNode<TKey, TValue> Root { get; }

    /// <summary>The value of a key. Allocates nothing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value where there is one.</param>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var hash = TKeying.Hash(key);
        var node = Root;
        for (var depth = 0; node?.Children is { } children; depth++)
            node = children[CatalogNode<TKey, TValue>.Slot(hash, depth)];

        // All hashes at a look, and then one key, or more where the hashes of several are equal.
        var place = node is null ? -1 : node.Hashes.AsSpan().IndexOf(hash);
        if (place >= 0 && !TKeying.AreEqual(node!.Entries[place].Key, key))
            place = node.Find<TKeying>(hash, key);
        value = place >= 0 ? node!.Entries[place].Value : default;
        return place >= 0;
    }

    /// <summary>The value of a key, or the default of its type. Allocates nothing.</summary>
    /// <param name="key">The key.</param>
    public TValue? Find(TKey key) => TryGet(key, out var value) ? value : default;

    /// <summary>
    /// The catalog after changes, in the order in which they come: of several for one key the last counts. Costs in
    /// proportion to the changes; where nothing differs it is this catalog itself.
    /// </summary>
    /// <param name="changes">The changes.</param>
    public Catalog<TKey, TValue, TKeying> With(IEnumerable<CatalogChange<TKey, TValue>> changes) =>
        Of(CatalogEditor<TKey, TValue, TKeying>.Edit(Root, changes));

    /// <summary>The catalog after a change.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value now.</param>
    public Catalog<TKey, TValue, TKeying> With(TKey key, TValue value) => With([CatalogChange.Set(key, value)]);

    /// <summary>This catalog, with the parts of another one in the place of equal ones, so that what is known of those counts.</summary>
    /// <param name="other">The other one.</param>
    public Catalog<TKey, TValue, TKeying> Sharing(Catalog<TKey, TValue, TKeying> other)
    {
        var shared = CatalogSharing<TKey, TValue, TKeying>.Share(Root, other.Root);
        return ReferenceEquals(shared, other.Root) ? other : Of(shared);
    }

    /// <summary>Where another catalog differs, in no order that means something. Parts that both share cost nothing.</summary>
    /// <param name="after">The other one.</param>
    public IReadOnlyList<CatalogDifference<TKey, TValue>> Differences(Catalog<TKey, TValue, TKeying> after) =>
        CatalogComparison<TKey, TValue, TKeying>.Compare(Root, after.Root);

    /// <inheritdoc/>
    public bool Equals(Catalog<TKey, TValue, TKeying>? other) =>
        other is not null && CatalogComparison<TKey, TValue, TKeying>.AreEqual(Root, other.Root);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Catalog<TKey, TValue, TKeying>);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The values, in the order of the hashes of their keys.</summary>
    public IEnumerator<TValue> GetEnumerator()
    {
        var waiting = new Stack<CatalogNode<TKey, TValue>>([Root]);
        while (waiting.TryPop(out var node))
        {
            foreach (var entry in node.Entries)
                yield return entry.Value;
            foreach (var child in (node.Children ?? []).AsEnumerable().Reverse())
            {
                if (child is not null)
                    waiting.Push(child);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Catalog<TKey, TValue, TKeying> Of(CatalogNode<TKey, TValue>? root)
    {
        if (root is null)
            return Empty;
        return ReferenceEquals(root, Root) ? this : new Catalog<TKey, TValue, TKeying>(root);
    }
}

/// <summary>What becomes of one key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value now, where it has one.</param>
/// <param name="IsRemoval">Whether it has none any more.</param>
internal readonly record struct CatalogChange<TKey, TValue>(TKey Key, TValue? Value, bool IsRemoval);

/// <summary>Makes changes.</summary>
internal static class CatalogChange
{
    /// <summary>A key has this value now.</summary>
    public static CatalogChange<TKey, TValue> Set<TKey, TValue>(TKey key, TValue value) => new(key, value, IsRemoval: false);

    /// <summary>A key is gone.</summary>
    public static CatalogChange<TKey, TValue> Remove<TKey, TValue>(TKey key) => new(key, default, IsRemoval: true);
}

/// <summary>How two catalogs differ at one key; at least one of them has it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Before">Its value in the first; the default where it has none there.</param>
/// <param name="After">Its value in the second; the default where it has none there.</param>
internal readonly record struct CatalogDifference<TKey, TValue>(TKey Key, TValue? Before, TValue? After);
