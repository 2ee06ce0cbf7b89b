using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class LabelSetLaws
{
    private static readonly Gen<KeyValuePair<string, string>[]> Labels =
        from count in Gen.Choose(0, 30)
        from keys in Gen.Choose(0, 25).Select(i => $"k{i}").ArrayOf(count)
        from values in Gen.Elements(ScopeVocabulary.Values).ArrayOf(count)
        select keys.Zip(values, KeyValuePair.Create).ToArray();

    [Fact]
    public void Labels_are_what_a_sorted_dictionary_holds() => Law.Holds(Labels, labels =>
    {
        var set = LabelSet.Create(labels);
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels)
            expected[key] = value;
        Assert.Equal(expected, set);
        for (var i = 0; i <= 26; i++)
        {
            var isPresent = set.TryGet($"k{i}", out var value);
            Assert.Equal((expected.TryGetValue($"k{i}", out var other), other), (isPresent, value));
        }
    });

    [Fact]
    public void A_label_that_is_set_replaces_the_one_of_its_key() =>
        Law.Holds(Labels.Zip(Gen.Choose(0, 30)).Zip(Gen.Elements(ScopeVocabulary.Values)), given =>
        {
            var ((labels, key), value) = given;
            Assert.Equal(
                LabelSet.Create([.. labels, new($"k{key}", value)]), LabelSet.Create(labels).With($"k{key}", value));
        });

    [Fact]
    public void A_selector_matches_when_all_its_requirements_hold() => Law.Holds(Labels.Zip(Labels), given =>
    {
        var (labels, wanted) = given;
        var set = LabelSet.Create(labels);
        var expected = LabelSet.Create(wanted).All(label => set.Contains(label));
        Assert.Equal(expected, LabelSelector.OfLabels(LabelSet.Create(wanted)).Matches(set));
        Assert.True(LabelSelector.OfLabels(set).Matches(set));
    });
}
