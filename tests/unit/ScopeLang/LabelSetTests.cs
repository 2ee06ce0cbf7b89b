using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.ScopeLang;

public sealed class LabelSetTests
{
    private static readonly LabelSet Labels = LabelSet.Create([new("b", "2"), new("B", "1"), new("a/b", "")]);

    [Fact]
    public void Labels_are_in_ordinal_order_of_their_keys() =>
        Assert.Equal(["B", "a/b", "b"], Labels.Select(label => label.Key));

    [Fact]
    public void Equal_labels_in_any_order_are_equal_sets()
    {
        var other = LabelSet.Create(Labels.Reverse());
        Assert.Equal(Labels, other);
        Assert.Equal(Labels.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(Labels, Labels.With("b", "3"));
        Assert.NotEqual(Labels, LabelSet.Empty);
    }

    [Fact]
    public void A_key_is_found_by_its_exact_spelling()
    {
        Assert.True(Labels.TryGet("a/b", out var empty));
        Assert.Equal("", empty);
        Assert.False(Labels.TryGet("A/b", out _));
        Assert.False(LabelSet.Empty.Contains(""));
    }

    [Fact]
    public void Of_several_values_of_a_key_the_last_counts() =>
        Assert.Equal(LabelSet.Create([new("a", "2")]), LabelSet.Create([new("a", "1"), new("a", "2")]));

    [Fact]
    public void A_selector_is_the_set_of_its_requirements()
    {
        var one = LabelSelector.Create(
            [LabelRequirement.In("b", ["y", "x", "y"]), LabelRequirement.Exists("a"), LabelRequirement.Exists("a")]);
        var other = LabelSelector.Create([LabelRequirement.Exists("a"), LabelRequirement.In("b", ["x", "y"])]);
        Assert.Equal(one, other);
        Assert.Equal("a,b in (x,y)", one.ToString());
    }

    [Fact]
    public void A_selector_of_labels_asks_for_all_of_them()
    {
        var selector = LabelSelector.OfLabels(LabelSet.Create([new("b", "2"), new("a/b", "")]));
        Assert.True(selector.Matches(Labels));
        Assert.False(selector.Matches(Labels.With("a/b", "x")));
        Assert.True(LabelSelector.Everything.Matches(LabelSet.Empty));
        Assert.Equal(LabelSelector.Everything, LabelSelector.OfLabels(LabelSet.Empty));
    }

    [Fact]
    public void A_namespace_always_has_its_name_as_a_label()
    {
        var ns = NamespaceFacts.Known("shop", LabelSet.Create([new(NamespaceFacts.NameLabel, "cart")]));
        Assert.Equal(LabelSet.Create([new(NamespaceFacts.NameLabel, "shop")]), ns.Labels);
        Assert.True(NamespaceFacts.Contradicts("shop", LabelSet.Create([new(NamespaceFacts.NameLabel, "cart")])));
        Assert.False(NamespaceFacts.Contradicts("shop", ns.Labels!));
        Assert.Null(NamespaceFacts.Unknown("shop").Labels);
    }
}
