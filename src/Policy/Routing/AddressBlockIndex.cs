using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing.Catalogs;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// Services by the ranges of addresses that lead to them. An address is looked for once with each length of prefix that
/// some range of its network and family has, the longest first.
/// </summary>
internal sealed class AddressBlockIndex
{
    private readonly CatalogIndex<BlockKey, MeshService, BlockKeying> _services;
    private readonly Catalog<FamilyKey, ImmutableArray<int>, FamilyKeying> _lengths;

    private AddressBlockIndex(
        CatalogIndex<BlockKey, MeshService, BlockKeying> services, Catalog<FamilyKey, ImmutableArray<int>, FamilyKeying> lengths)
    {
        _services = services;
        _lengths = lengths;
    }

    /// <summary>The index of no range.</summary>
    public static AddressBlockIndex Empty { get; } = new(
        CatalogIndex<BlockKey, MeshService, BlockKeying>.Empty, Catalog<FamilyKey, ImmutableArray<int>, FamilyKeying>.Empty);

    /// <summary>
    /// The service that an address leads a caller to, of those that it can see: one in its own namespace, whatever its
    /// range, before one with a longer prefix, and that before one that is canonical; else the first by key.
    /// </summary>
    /// <param name="network">The network of the address.</param>
    /// <param name="address">The address.</param>
    /// <param name="caller">The caller's namespace.</param>
    public MeshService? Find(string network, IPAddress address, string caller)
    {
        if (!_lengths.TryGet(new FamilyKey(network, address.AddressFamily), out var counts))
            return null;
        MeshService? best = null;
        for (var length = counts.Length - 1; length >= 0; length--)
        {
            if (counts[length] == 0)
                continue;
            var services = _services.Find(BlockKey.Of(network, address, length));
            if (ServiceRank.BestIn(services, caller) is { } own)
                return own;
            best ??= ServiceRank.Best(services, caller);
        }

        return best;
    }

    /// <summary>All services whose ranges an address is in.</summary>
    public IEnumerable<MeshService> FindAll(string network, IPAddress address)
    {
        if (!_lengths.TryGet(new FamilyKey(network, address.AddressFamily), out var counts))
            return [];
        return Enumerable.Range(0, counts.Length)
            .Where(length => counts[length] > 0)
            .SelectMany(length => _services.Find(BlockKey.Of(network, address, length)));
    }

    /// <summary>The index after services have changed.</summary>
    public AddressBlockIndex With(IReadOnlyList<CatalogDifference<NamespacedName, MeshService>> services)
    {
        var changes = new List<IndexChange<BlockKey, MeshService>>();
        foreach (var (_, before, after) in services)
        {
            Add(changes, before, comes: false);
            Add(changes, after, comes: true);
        }

        if (changes.Count == 0)
            return this;
        var lengths = _lengths;
        foreach (var (key, _, comes) in changes)
        {
            var family = new FamilyKey(key.Network, key.Family);
            var counts = lengths.TryGet(family, out var known) ? known : [.. new int[key.Bits + 1]];
            lengths = lengths.With(family, counts.SetItem(key.Length, counts[key.Length] + (comes ? 1 : -1)));
        }

        return new AddressBlockIndex(_services.With(changes, ServiceRank.ByKey), lengths);
    }

    private static void Add(List<IndexChange<BlockKey, MeshService>> changes, MeshService? service, bool comes)
    {
        // A range that is written twice is one.
        foreach (var block in (service?.AddressBlocks ?? []).Distinct())
        {
            var key = BlockKey.Of(block.Network, block.Block.BaseAddress, block.Block.PrefixLength);
            changes.Add(new IndexChange<BlockKey, MeshService>(key, service!, comes));
        }
    }

    /// <summary>A network and a family of addresses.</summary>
    private readonly record struct FamilyKey(string Network, AddressFamily Family);

    private readonly struct FamilyKeying : IKeying<FamilyKey>
    {
        public static ulong Hash(FamilyKey key) => KeyHash.Of(key.Network, (ulong)key.Family);

        public static int Compare(FamilyKey left, FamilyKey right)
        {
            var byFamily = left.Family.CompareTo(right.Family);
            return byFamily != 0 ? byFamily : string.CompareOrdinal(left.Network, right.Network);
        }

        public static bool AreEqual(FamilyKey left, FamilyKey right) => left == right;
    }

    /// <summary>A range: the bits of its prefix, at the upper end of a number.</summary>
    private readonly record struct BlockKey(string Network, AddressFamily Family, UInt128 Prefix, int Length)
    {
        private const int MaxBytes = 16;
        private const int MaxBits = 128;

        /// <summary>How many bits an address of the family has.</summary>
        public int Bits => Family == AddressFamily.InterNetwork ? 32 : MaxBits;

        public static BlockKey Of(string network, IPAddress address, int length)
        {
            Span<byte> bytes = stackalloc byte[MaxBytes];
            bytes.Clear();
            address.TryWriteBytes(bytes, out _);

            // A shift by all bits is none.
            var kept = length == MaxBits ? UInt128.MaxValue : ~(UInt128.MaxValue >> length);
            return new BlockKey(network, address.AddressFamily, BinaryPrimitives.ReadUInt128BigEndian(bytes) & kept, length);
        }
    }

    private readonly struct BlockKeying : IKeying<BlockKey>
    {
        public static ulong Hash(BlockKey key) =>
            KeyHash.Of(key.Network, ((ulong)(key.Prefix >> 64) ^ (ulong)key.Prefix) + (ulong)key.Length);

        public static int Compare(BlockKey left, BlockKey right)
        {
            var order = string.CompareOrdinal(left.Network, right.Network);
            if (order == 0)
                order = left.Family.CompareTo(right.Family);
            if (order == 0)
                order = left.Length.CompareTo(right.Length);
            return order != 0 ? order : left.Prefix.CompareTo(right.Prefix);
        }

        public static bool AreEqual(BlockKey left, BlockKey right) => left == right;
    }
}
