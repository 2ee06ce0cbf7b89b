using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Tables;

/// <summary>Several gateways of a network share its pods by their weights.</summary>
public sealed class ApportionmentLaws
{
    private static readonly Gen<(uint Whole, uint[] Weights, int Seed)> Cases =
        from whole in Gen.Choose(0, 1000)
        from count in Gen.Choose(1, 6)
        from weights in Gen.Choose(0, 9).ArrayOf(count)
        from seed in Gen.Choose(0, 1_000_000)
        select ((uint)whole, weights.Select(weight => (uint)weight).ToArray(), seed);

    [Fact]
    public void Shares_are_the_whole_and_none_is_off_by_one() =>
        Law.Holds(Cases, at =>
        {
            var shares = Apportionment.Of(at.Whole, [.. at.Weights], Tie(at.Seed));
            Assert.Equal(at.Whole, (uint)shares.Sum(share => share));
            var weights = at.Weights.All(weight => weight == 0) ? at.Weights.Select(_ => 1u).ToArray() : at.Weights;
            var total = (double)weights.Sum(weight => weight);
            for (var place = 0; place < shares.Length; place++)
                Assert.InRange(shares[place] - (at.Whole * weights[place] / total), -0.999_999, 0.999_999);
        });

    [Fact]
    public void Who_has_no_weight_has_no_share_while_another_has_one() =>
        Law.Holds(Cases, at =>
        {
            if (at.Weights.All(weight => weight == 0))
                return;
            var shares = Apportionment.Of(at.Whole, [.. at.Weights], Tie(at.Seed));
            Assert.All(shares.Zip(at.Weights), pair => Assert.True(pair.Item2 > 0 || pair.Item1 == 0 || at.Weights.Length == 1));
        });

    private static Func<int, ulong> Tie(int seed) => place => (ulong)HashCode.Combine(seed, place);
}
