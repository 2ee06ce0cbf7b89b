using System.Security.Cryptography;

namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>
/// The digest of a catalog, a Merkle tree: that of an entry is over the canonical bytes of its value, that of a bucket
/// over its entries' in their order, that of a branch over its children's, each after the number of its place. What has
/// a digest keeps it, so that after a change only the nodes above it are digested anew.
/// </summary>
internal sealed class CatalogDigests<TKey, TValue, TKeying>(Action<CanonicalWriter, TValue> encode)
    where TKey : notnull
    where TKeying : struct, IKeying<TKey>
{
    private const byte EntryKind = 0;
    private const byte BucketKind = 1;
    private const byte BranchKind = 2;

    private readonly CanonicalWriter _writer = new();

    /// <summary>SHA-256 of the whole.</summary>
    public ReadOnlySpan<byte> Of(Catalog<TKey, TValue, TKeying> catalog) => Of(catalog.Root);

    private byte[] Of(CatalogNode<TKey, TValue> node) => node.Digest ??= node.Children is { } children
        ? OfBranch(children)
        : OfBucket(node.Entries);

    private byte[] OfBranch(CatalogNode<TKey, TValue>?[] children)
    {
        // Children first: they write to the same buffer.
        foreach (var child in children)
        {
            if (child is not null)
                Of(child);
        }

        _writer.Start(BranchKind);
        for (var slot = 0; slot < children.Length; slot++)
        {
            if (children[slot] is not { } child)
                continue;
            _writer.Raw((byte)slot);
            _writer.Raw(Of(child));
        }

        return SHA256.HashData(_writer.Written);
    }

    private byte[] OfBucket(CatalogEntry<TKey, TValue>[] entries)
    {
        foreach (var entry in entries)
            OfEntry(entry);
        _writer.Start(BucketKind);
        foreach (var entry in entries)
            _writer.Raw(OfEntry(entry));
        return SHA256.HashData(_writer.Written);
    }

    private byte[] OfEntry(CatalogEntry<TKey, TValue> entry)
    {
        if (entry.Digest is { } known)
            return known;
        _writer.Start(EntryKind);
        encode(_writer, entry.Value);
        return entry.Digest = SHA256.HashData(_writer.Written);
    }
}
