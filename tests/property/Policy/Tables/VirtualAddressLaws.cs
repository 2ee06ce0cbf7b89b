using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Tables;

/// <summary>A virtual address is a function of the set of names, and nothing but a smaller name moves one.</summary>
public sealed class VirtualAddressLaws
{
    /// <summary>So few places that names collide.</summary>
    private const int PlaceBits = 5;

    private static readonly Gen<string[]> Names = Gen.Choose(0, 60).Select(number => $"n{number}.shop.svc.cluster.local").ArrayOf()
        .Select(names => names.Distinct().Take(28).ToArray());

    [Fact]
    public void Addresses_depend_on_the_set_of_names_and_not_on_how_it_came_about() =>
        Law.Holds(
            from before in Names
            from after in Names
            from seed in Gen.Choose(0, 1_000_000)
            select (before, after, seed),
            at =>
            {
                var direct = Of(at.after);
                var (shuffled, random) = (at.after.ToArray(), new Random(at.seed));
                random.Shuffle(shuffled);
                Assert.Equal(Places(direct, at.after), Places(Of(shuffled), at.after));

                var changed = Of(at.before).With(at.after.Except(at.before), at.before.Except(at.after));
                Assert.Equal(Places(direct, at.after), Places(changed, at.after));
                Assert.Equal(direct.Moved, changed.Moved);
                Assert.DoesNotContain(at.before.Except(at.after), changed.Contains);
            });

    [Fact]
    public void No_two_names_have_one_address_and_every_name_has_one() =>
        Law.Holds(Names, names =>
        {
            var places = Places(Of(names), names);
            Assert.Equal(places.Length, places.Distinct().Count());
            Assert.DoesNotContain("", places);
        });

    [Fact]
    public void Each_name_has_the_first_place_that_no_smaller_name_has() =>
        Law.Holds(Names, names =>
        {
            // Smaller names alone decide where one is: with the larger ones gone it stays.
            var all = Of(names);
            foreach (var name in names)
            {
                var smaller = names.Where(other => string.CompareOrdinal(other, name) < 0);
                Assert.Equal(Address(all, name), Address(Of([.. smaller, name]), name));
            }
        });

    [Fact]
    public void A_new_name_moves_only_names_that_are_larger_and_collide() =>
        Law.Holds(
            from names in Names
            from number in Gen.Choose(100, 200)
            select (names, added: $"n{number}.shop.svc.cluster.local"),
            at =>
            {
                var (before, after) = (Of(at.names), Of(at.names).With([at.added], []));
                var moved = at.names.Where(name => Address(before, name) != Address(after, name)).ToArray();
                Assert.All(moved, name => Assert.True(string.CompareOrdinal(name, at.added) > 0));
                Assert.All(moved, name => Assert.Contains(name, after.Moved.Union(before.Moved)));
            });

    [Fact]
    public void Addresses_lie_in_their_ranges_one_for_each_family() =>
        Law.Holds(Names, names =>
        {
            var addresses = VirtualAddresses.Of(names);
            foreach (var name in names)
            {
                var both = addresses.Find(name, IpFamilies.Dual);
                Assert.Equal(2, both.Count);
                Assert.True(VirtualAddresses.Range.Contains(both[0]));
                Assert.True(VirtualAddresses.RangeV6.Contains(both[1]));
                Assert.Equal([both[0]], addresses.Find(name, IpFamilies.Automatic));
                Assert.Equal([both[1]], addresses.Find(name, IpFamilies.IPv6Only));
            }
        });

    private static VirtualAddresses Of(IEnumerable<string> names) => VirtualAddresses.OfSize(PlaceBits).With(names, []);

    private static string Address(VirtualAddresses addresses, string name) =>
        string.Join(' ', addresses.Find(name, IpFamilies.IPv4Only));

    private static string[] Places(VirtualAddresses addresses, IEnumerable<string> names) =>
        [.. names.Order(StringComparer.Ordinal).Select(name => Address(addresses, name))];
}
