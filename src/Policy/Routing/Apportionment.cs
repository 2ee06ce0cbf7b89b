using System.Collections.Immutable;

namespace ScopeMesh.Policy.Routing;

/// <summary>Shares a whole number in proportion to weights (largest remainders): no share is off by one or more.</summary>
internal static class Apportionment
{
    /// <summary>The shares, whose sum is the whole; where all weights are 0 they count alike.</summary>
    /// <param name="whole">What is shared.</param>
    /// <param name="weights">The weights, at least one.</param>
    /// <param name="tie">Who has the larger value has what is left over first, of remainders that are equal.</param>
    public static ImmutableArray<uint> Of(uint whole, ImmutableArray<uint> weights, Func<int, ulong> tie)
    {
        if (weights.Length == 1)
            return [whole];
        ulong total = 0;
        foreach (var weight in weights)
            total += weight;
        if (total == 0)
            return Of(whole, [.. weights.Select(_ => 1u)], tie);
        var shares = weights.Select(weight => (uint)((ulong)whole * weight / total)).ToArray();
        var left = whole - (uint)shares.Sum(share => share);
        var first = Enumerable.Range(0, weights.Length)
            .Where(at => weights[at] > 0)
            .OrderByDescending(at => (ulong)whole * weights[at] % total)
            .ThenByDescending(tie)
            .ThenBy(at => at)
            .Take((int)left);
        foreach (var at in first)
            shares[at]++;
        return [.. shares];
    }
}
