using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Routing.Catalogs;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Routing;

public sealed class CatalogLaws
{
    private const int Cases = 300;

    /// <summary>Changes in several steps: of few keys or of many, so that nodes are split and joined.</summary>
    private static readonly Gen<Step[]> Steps =
        from keys in Gen.Elements(10, 100, 3_000)
        from steps in
            (from isLarge in Gen.Elements(true, false)
             from removes in Gen.Elements(1, 5, 10)
             from changes in
                 (from key in Gen.Choose(0, keys)
                  from value in Gen.Choose(0, removes)
                  select new Change($"key-{key}", value == 0 ? null : $"{value}")).ArrayOf(isLarge ? keys : 3)
             select new Step(changes)).ArrayOf(4)
        select steps;

    [Fact]
    public void A_catalog_holds_what_a_dictionary_would() => Holds<TextKeying>();

    [Fact]
    public void So_does_one_of_keys_whose_hashes_are_equal() => Holds<CrowdedKeying>();

    [Fact]
    public void Its_shape_tells_nothing_of_the_past() =>
        Law.Holds(
            Steps,
            steps =>
            {
                var (catalog, expected) = (Empty<TextKeying>(), new Dictionary<string, string>());
                foreach (var step in steps)
                {
                    // A digest that is known already must not outlive what it is of.
                    Digest(catalog);
                    catalog = catalog.With(step.Changes.Select(change => change.ToCatalog()));
                    step.Apply(expected);
                    var anew = Of<TextKeying>(expected);
                    Assert.Equal(anew.ToArray(), catalog.ToArray());
                    Assert.Equal(Digest(anew), Digest(catalog));
                }
            },
            Cases);

    [Fact]
    public void Differences_are_those_of_dictionaries() =>
        Law.Holds(
            Steps,
            steps =>
            {
                Differ<TextKeying>(steps);
                Differ<CrowdedKeying>(steps);
            },
            Cases);

    [Fact]
    public void What_shares_is_equal_and_whole_where_all_is() =>
        Law.Holds(
            Steps,
            steps =>
            {
                var (before, after) = (new Dictionary<string, string>(), new Dictionary<string, string>());
                steps[0].Apply(before);
                Array.ForEach(steps, step => step.Apply(after));
                var (old, now) = (Of<TextKeying>(before), Of<TextKeying>(after));
                Digest(old);
                var shared = now.Sharing(old);
                Assert.Equal(now, shared);
                Assert.Equal(Digest(now), Digest(shared));
                Assert.Same(old, Of<TextKeying>(before).Sharing(old));
                Assert.Same(old, old.With(before.Select(pair => CatalogChange.Set(pair.Key, pair.Value))));
            },
            Cases);

    private static void Holds<TKeying>()
        where TKeying : struct, IKeying<string> =>
        Law.Holds(
            Steps,
            steps =>
            {
                var (catalog, expected) = (Empty<TKeying>(), new Dictionary<string, string>());
                foreach (var step in steps)
                {
                    catalog = catalog.With(step.Changes.Select(change => change.ToCatalog()));
                    step.Apply(expected);
                    Assert.Equal(expected.Count, catalog.Count);
                    Assert.Equal(expected.Values.Order(), catalog.Order());
                    foreach (var change in steps.SelectMany(every => every.Changes))
                        Assert.Equal(expected.GetValueOrDefault(change.Key), catalog.Find(change.Key));
                    Assert.Equal(Of<TKeying>(expected), catalog);
                }
            },
            Cases);

    private static void Differ<TKeying>(Step[] steps)
        where TKeying : struct, IKeying<string>
    {
        var (catalog, expected) = (Empty<TKeying>(), new Dictionary<string, string>());
        foreach (var step in steps)
        {
            var before = new Dictionary<string, string>(expected);
            step.Apply(expected);
            var after = catalog.With(step.Changes.Select(change => change.ToCatalog()));
            var differences = before.Keys.Union(expected.Keys)
                .Select(key => new CatalogDifference<string, string>(key, before.GetValueOrDefault(key), expected.GetValueOrDefault(key)))
                .Where(difference => difference.Before != difference.After)
                .OrderBy(difference => difference.Key)
                .ToArray();
            Assert.Equal(differences, catalog.Differences(after).OrderBy(difference => difference.Key));
            Assert.Equal(differences, Of<TKeying>(before).Differences(Of<TKeying>(expected)).OrderBy(difference => difference.Key));
            Assert.Equal(differences.Length == 0, catalog.Equals(after));
            catalog = after;
        }
    }

    private static Catalog<string, string, TKeying> Empty<TKeying>()
        where TKeying : struct, IKeying<string> => Catalog<string, string, TKeying>.Empty;

    private static Catalog<string, string, TKeying> Of<TKeying>(Dictionary<string, string> entries)
        where TKeying : struct, IKeying<string> =>
        Empty<TKeying>().With(entries.Select(pair => CatalogChange.Set(pair.Key, pair.Value)));

    private static byte[] Digest(Catalog<string, string, TextKeying> catalog) =>
        new CatalogDigests<string, string, TextKeying>((writer, value) => writer.Text(value)).Of(catalog).ToArray();

    private sealed record Change(string Key, string? Value)
    {
        public CatalogChange<string, string> ToCatalog() =>
            Value is null ? CatalogChange.Remove<string, string>(Key) : CatalogChange.Set(Key, Value);
    }

    private sealed record Step(Change[] Changes)
    {
        public void Apply(Dictionary<string, string> entries)
        {
            foreach (var change in Changes)
            {
                if (change.Value is null)
                    entries.Remove(change.Key);
                else
                    entries[change.Key] = change.Value;
            }
        }
    }

    /// <summary>Keys of which many have one hash.</summary>
    private readonly struct CrowdedKeying : IKeying<string>
    {
        public static ulong Hash(string key) => (ulong)key[^1] % 3;

        public static int Compare(string left, string right) => string.CompareOrdinal(left, right);

        public static bool AreEqual(string left, string right) => left == right;
    }
}
