using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property;

public sealed class ValueListLaws
{
    private static readonly Gen<int[]> Lists = Gen.Choose(0, 3).ArrayOf();

    [Fact]
    public void Lists_are_equal_exactly_when_their_elements_are() =>
        Law.Holds(Lists.Two(), pair =>
        {
            var (left, right) = (pair.Item1.ToValueList(), pair.Item2.ToValueList());
            Assert.Equal(pair.Item1.SequenceEqual(pair.Item2), left == right);
            if (left == right)
                Assert.Equal(left.GetHashCode(), right.GetHashCode());
        });

    [Fact]
    public void The_default_list_is_empty()
    {
        ValueList<int> list = default;
        Assert.True(list.IsEmpty);
        Assert.Equal([], list);
    }
}
