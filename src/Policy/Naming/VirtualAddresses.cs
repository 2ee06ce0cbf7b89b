using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Naming;

/// <summary>
/// Virtual addresses for names that have none where they are called: services that exist only in other clusters, and
/// pods of other networks. Each name has the place that its hash gives it; of two names with one place the larger takes
/// the next that its hash gives, and nothing else ever moves one. So an address is a function of the set of names.
/// </summary>
public sealed class VirtualAddresses
{
    /// <summary>The range of IPv4 addresses, which nobody routes (class E).</summary>
    public static readonly IPNetwork Range = IPNetwork.Parse("240.240.0.0/12");

    /// <summary>The range of IPv6 addresses: local to the mesh, with places in the last bits.</summary>
    public static readonly IPNetwork RangeV6 = IPNetwork.Parse("fd73:6d65:7368::/108");

    /// <summary>How many places a name tries before it has no address.</summary>
    public const int MaxTries = 256;

    /// <summary>The number of places as a power of two: that of addresses in either range.</summary>
    public const int PlaceBits = 20;

    private readonly int _placeBits;
    private readonly ImmutableDictionary<uint, string> _names;
    private readonly ImmutableDictionary<string, uint> _places;

    private VirtualAddresses(
        int placeBits,
        ImmutableDictionary<uint, string> names,
        ImmutableDictionary<string, uint> places,
        ImmutableSortedSet<string> moved)
    {
        _placeBits = placeBits;
        _names = names;
        _places = places;
        Moved = moved;
    }

    /// <summary>No name has an address.</summary>
    public static VirtualAddresses None { get; } = OfSize(PlaceBits);

    /// <summary>The names that have not the first place of their hash because smaller names have it, or have none at all.</summary>
    public ImmutableSortedSet<string> Moved { get; }

    /// <summary>No name has an address, and there are fewer places than usual.</summary>
    /// <param name="placeBits">The number of places as a power of two, from 1 to <see cref="PlaceBits"/>.</param>
    public static VirtualAddresses OfSize(int placeBits) => new(
        placeBits,
        ImmutableDictionary<uint, string>.Empty,
        ImmutableDictionary.Create<string, uint>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Gives addresses to names.</summary>
    /// <param name="names">The names, in any order.</param>
    public static VirtualAddresses Of(IEnumerable<string> names) => None.With(names, []);

    /// <summary>The addresses after some names are new and others are gone: those that <see cref="Of"/> gives to all names that are left.</summary>
    /// <param name="added">Names that are new.</param>
    /// <param name="removed">Names that are gone.</param>
    public VirtualAddresses With(IEnumerable<string> added, IEnumerable<string> removed) => Change(added, removed).After;

    /// <summary>The addresses after a change, and the names that had another one before, or none.</summary>
    internal (VirtualAddresses After, IReadOnlyCollection<string> Moved) Change(IEnumerable<string> added, IEnumerable<string> removed)
    {
        var draft = new Draft(this);
        foreach (var name in removed)
            draft.Remove(name);
        foreach (var name in added)
            draft.Add(name);
        return draft.Finish();
    }

    /// <summary>As many places, and no name that has one.</summary>
    internal VirtualAddresses Cleared() => OfSize(_placeBits);

    /// <summary>The names that have an address, in no order.</summary>
    internal IEnumerable<string> Names => _places.Keys;

    /// <summary>Whether a name has an address.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>The addresses of a name for some families, ordered; none where it has none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="families">The families that are called.</param>
    public ValueList<IPAddress> Find(string name, IpFamilies families)
    {
        if (!_places.TryGetValue(name, out var place))
            return [];
        return families switch
        {
            IpFamilies.IPv6Only => [At(RangeV6, place)],
            IpFamilies.Dual => [At(Range, place), At(RangeV6, place)],
            IpFamilies.Automatic or IpFamilies.IPv4Only => [At(Range, place)],
        };
    }

    private static IPAddress At(IPNetwork range, uint place)
    {
        var bytes = range.BaseAddress.GetAddressBytes();
        var tail = bytes.AsSpan(bytes.Length - sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(tail, BinaryPrimitives.ReadUInt32BigEndian(tail) + place);
        return new IPAddress(bytes);
    }

    private sealed class Draft(VirtualAddresses before)
    {
        private const int HashBits = 64;

        private readonly ImmutableDictionary<uint, string>.Builder _names = before._names.ToBuilder();
        private readonly ImmutableDictionary<string, uint>.Builder _places = before._places.ToBuilder();
        private ImmutableSortedSet<string> _moved = before.Moved;
        private readonly HashSet<string> _settled = new(StringComparer.Ordinal);
        private bool _isFreed;

        public void Remove(string name)
        {
            _moved = _moved.Remove(name);
            if (!_places.Remove(name, out var place))
                return;
            _names.Remove(place);
            _isFreed = true;
        }

        /// <summary>Finds a place; who is larger and has it looks for another one.</summary>
        public void Add(string name)
        {
            if (_places.ContainsKey(name))
                return;
            var (seeker, tries) = (name, 0);
            while (tries < MaxTries)
            {
                var place = Place(seeker, tries);
                if (!_names.TryGetValue(place, out var holder))
                {
                    Settle(seeker, place, tries);
                    return;
                }

                if (string.CompareOrdinal(holder, seeker) < 0)
                {
                    tries++;
                    continue;
                }

                _places.Remove(holder);
                Settle(seeker, place, tries);
                (seeker, tries) = (holder, 0);
            }

            _moved = _moved.Add(seeker);
            _settled.Add(seeker);
        }

        public (VirtualAddresses After, IReadOnlyCollection<string> Moved) Finish()
        {
            // A place that became free may be one that some name was turned away from.
            if (_isFreed)
            {
                var moved = _moved;
                foreach (var name in moved)
                    Remove(name);
                foreach (var name in moved)
                    Add(name);
            }

            var after = new VirtualAddresses(before._placeBits, _names.ToImmutable(), _places.ToImmutable(), _moved);
            _settled.RemoveWhere(name => before._places.TryGetValue(name, out var old)
                ? after._places.TryGetValue(name, out var place) && place == old
                : !after._places.ContainsKey(name));
            return (after, _settled);
        }

        private uint Place(string name, int tries) =>
            (uint)(StableHash.Of(name, tries == 0 ? "" : $"{tries}") >> (HashBits - before._placeBits));

        private void Settle(string name, uint place, int tries)
        {
            _names[place] = name;
            _places[name] = place;
            _settled.Add(name);
            _moved = tries == 0 ? _moved.Remove(name) : _moved.Add(name);
        }
    }
}
