using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Compilation;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// What is chosen by chance, prepared: a tree whose leaves are decisions. Picking one allocates nothing and takes time
/// logarithmic in the number of leaves.
/// </summary>
/// <typeparam name="T">The type of the decisions.</typeparam>
internal abstract class Choice<T>
    where T : class
{
    private Choice()
    {
    }

    /// <summary>How many leaves there are.</summary>
    public abstract int Count { get; }

    /// <summary>The decision that a roll chooses. A choice that goes by callers must be settled before.</summary>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public abstract T Pick(ulong roll);

    /// <summary>The choice as one caller has it: where it goes by callers, chance has no part any more.</summary>
    /// <param name="caller">What the caller is called.</param>
    public abstract Choice<T> Settle(string caller);

    /// <summary>Every decision once: what is preferred before what waits, and what weighs more rather sooner.</summary>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public abstract IEnumerable<T> Order(ulong roll);

    /// <summary>Every decision, in the order of rolls within a tier, with its tier and its part of what the tier has.</summary>
    public abstract ImmutableArray<Leaf<T>> Leaves();

    /// <summary>One decision.</summary>
    public sealed class One(T value) : Choice<T>
    {
        public T Value => value;

        public override int Count => 1;

        public override T Pick(ulong roll) => value;

        public override Choice<T> Settle(string caller) => this;

        public override IEnumerable<T> Order(ulong roll) => [value];

        public override ImmutableArray<Leaf<T>> Leaves() => [new Leaf<T>(value, 0, 1)];
    }

    /// <summary>The first; the others wait until it is gone.</summary>
    public sealed class Ranked(ImmutableArray<Choice<T>> ranks) : Choice<T>
    {
        public override int Count { get; } = ranks.Sum(rank => rank.Count);

        public override T Pick(ulong roll) => ranks[0].Pick(roll);

        public override Choice<T> Settle(string caller)
        {
            var settled = ranks.Select(rank => rank.Settle(caller)).ToImmutableArray();
            return settled.SequenceEqual(ranks) ? this : new Ranked(settled);
        }

        public override IEnumerable<T> Order(ulong roll) => ranks.SelectMany(rank => rank.Order(roll));

        public override ImmutableArray<Leaf<T>> Leaves()
        {
            var leaves = ImmutableArray.CreateBuilder<Leaf<T>>(Count);
            var first = 0;
            foreach (var rank in ranks)
            {
                leaves.AddRange(rank.Leaves().Select(leaf => leaf with { Tier = leaf.Tier + first }));
                first = leaves.Max(leaf => leaf.Tier) + 1;
            }

            return leaves.ToImmutable();
        }
    }

    /// <summary>Each in proportion to its weight. What weighs nothing waits until all that weighs something is gone.</summary>
    public sealed class Shared : Choice<T>
    {
        private readonly ImmutableArray<Share<T>> _shares;
        private readonly ulong[] _ends;
        private readonly bool _goesByCaller;

        /// <param name="shares">At least one.</param>
        /// <param name="goesByCaller">Whether a caller keeps what it once had, as long as that is there.</param>
        public Shared(ImmutableArray<Share<T>> shares, bool goesByCaller)
        {
            _shares = shares.Any(share => share.Weight > 0) ? shares : [.. shares.Select(share => share with { Weight = 1 })];
            _ends = new ulong[shares.Length];
            var end = 0UL;
            for (var place = 0; place < _ends.Length; place++)
                _ends[place] = end += _shares[place].Weight;
            _goesByCaller = goesByCaller;
            Count = shares.Sum(share => share.Choice.Count);
        }

        public override int Count { get; }

        public override T Pick(ulong roll)
        {
            // The high half of roll * total is uniform over 0 .. total - 1, and the low half within each of these.
            var point = Math.BigMul(roll, _ends[^1], out var rest);
            var place = FirstAfter(point);
            var choice = _shares[place].Choice;
            if (choice is One one)
                return one.Value;
            var weight = _shares[place].Weight;
            var within = new UInt128(point - (_ends[place] - weight), rest) / weight;
            return choice.Pick((ulong)within);
        }

        public override Choice<T> Settle(string caller)
        {
            var shares = _shares.Select(share => share with { Choice = share.Choice.Settle(caller) }).ToImmutableArray();
            if (_goesByCaller)
                return new Ranked([.. Race(shares, StableHash.Of(caller))]);
            return shares.SequenceEqual(_shares) ? this : new Shared(shares, goesByCaller: false);
        }

        public override IEnumerable<T> Order(ulong roll) => Race(_shares, roll).SelectMany(choice => choice.Order(roll));

        public override ImmutableArray<Leaf<T>> Leaves()
        {
            var leaves = ImmutableArray.CreateBuilder<Leaf<T>>(Count);
            Add(leaves, _shares.RemoveAll(share => share.Weight == 0), first: 0);
            if (_shares.Any(share => share.Weight == 0))
                Add(leaves, _shares.RemoveAll(share => share.Weight > 0), leaves.Max(leaf => leaf.Tier) + 1);
            return leaves.ToImmutable();
        }

        /// <summary>What weighs nothing shares equally once nothing else is left.</summary>
        private static void Add(ImmutableArray<Leaf<T>>.Builder leaves, ImmutableArray<Share<T>> shares, int first)
        {
            var total = shares.Sum(share => (double)Math.Max(share.Weight, 1));
            foreach (var share in shares)
            {
                var part = Math.Max(share.Weight, 1) / total;
                leaves.AddRange(share.Choice.Leaves().Select(
                    leaf => leaf with { Tier = leaf.Tier + first, Part = leaf.Part * part }));
            }
        }

        /// <summary>
        /// Everybody draws a time that is exponentially distributed with the weight as its rate, by a hash of its own
        /// name: the first to arrive is one in proportion to the weights, the next is so among the rest, and who is gone
        /// changes nothing among the others (weighted rendezvous hashing).
        /// </summary>
        private static IEnumerable<Choice<T>> Race(ImmutableArray<Share<T>> shares, ulong seed) => shares
            .Select(share => (share.Choice, share.Name, IsWaiting: share.Weight == 0, Time: Time(share, seed)))
            .OrderBy(runner => runner.IsWaiting)
            .ThenBy(runner => runner.Time)
            .ThenBy(runner => runner.Name, StringComparer.Ordinal)
            .Select(runner => runner.Choice);

        private static double Time(Share<T> share, ulong seed)
        {
            const double unit = 1.0 / (1UL << 53);
            var drawn = ((StableHash.Mix(seed ^ StableHash.Of(share.Name)) >> 11) + 1) * unit;
            return -Math.Log(drawn) / Math.Max(share.Weight, 1);
        }

        private int FirstAfter(ulong point)
        {
            var (low, high) = (0, _ends.Length - 1);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (_ends[middle] > point)
                    high = middle;
                else
                    low = middle + 1;
            }

            return low;
        }
    }
}

/// <summary>One part of a choice.</summary>
/// <param name="Name">What it is called, for choices that go by callers.</param>
/// <param name="Weight">Its part, in proportion to the sum of all.</param>
/// <param name="Choice">What it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Share<T>(string Name, ulong Weight, Choice<T> Choice)
    where T : class;

/// <summary>A decision that a choice may come to.</summary>
/// <param name="Value">The decision.</param>
/// <param name="Tier">0 for what is chosen now; what waits until those before are gone has a higher one.</param>
/// <param name="Part">Its part of the connections once its tier has them, of 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Leaf<T>(T Value, int Tier, double Part)
    where T : class;

/// <summary>Makes choices, the simplest that say the same.</summary>
internal static class Choice
{
    /// <summary>One decision.</summary>
    public static Choice<T> One<T>(T value)
        where T : class =>
        new Choice<T>.One(value);

    /// <summary>The first of several, at least one; the others wait.</summary>
    public static Choice<T> Ranked<T>(ImmutableArray<Choice<T>> ranks)
        where T : class =>
        ranks.Length == 1 ? ranks[0] : new Choice<T>.Ranked(ranks);

    /// <summary>Each of several, at least one, in proportion to its weight.</summary>
    public static Choice<T> Shared<T>(ImmutableArray<Share<T>> shares, bool goesByCaller = false)
        where T : class =>
        shares.Length == 1 ? shares[0].Choice : new Choice<T>.Shared(shares, goesByCaller);

    /// <summary>Whether it is a refusal, whatever the roll.</summary>
    public static bool IsRefused(this Choice<RouteDecision> choice) => choice is Choice<RouteDecision>.One { Value: RouteDecision.Refused };
}
