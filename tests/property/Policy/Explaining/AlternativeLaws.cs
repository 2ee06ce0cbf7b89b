using System.Collections.Immutable;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy.Explaining;

/// <summary>All decisions that can be, against those that chance takes.</summary>
public sealed class AlternativeLaws
{
    private const int Rolls = 120;
    private const double Rounding = 1e-9;

    private static readonly FsCheck.Gen<(RouteTable Table, Workload Source, Destination Destination)> Asked =
        from table in RoutedTables.Tables
        from source in Gen.Elements(table.Workloads.ToArray())
        from destination in RoutedTables.Destinations
        select (table, source, destination);

    private static readonly FsCheck.Gen<(RouteTable Table, Destination Authority, string? Sender)> Forwarded =
        from table in RoutedTables.Tables
        from authority in RoutedTables.Destinations
        from sender in Gen.Elements(null, "waypoint", "gateway")
        select (table, authority, sender);

    [Fact]
    public void The_decision_of_any_roll_is_an_alternative_of_the_first_tier() =>
        Law.Holds(
            from asked in Asked
            from roll in RoutingRolls.All
            select (asked, roll),
            at =>
            {
                var (table, source, destination) = at.asked;
                var connection = new OutboundConnection(source.Uid, destination);
                Assert.Contains(Router.Decide(table, connection, at.roll), First(Router.Alternatives(table, connection)));
            });

    [Fact]
    public void Parts_of_the_first_tier_are_the_chances_of_decisions_and_sum_up_to_one() =>
        Law.Holds(Asked, asked =>
        {
            var connection = new OutboundConnection(asked.Source.Uid, asked.Destination);
            CheckParts(
                Router.Alternatives(asked.Table, connection), roll => Router.Decide(asked.Table, connection, roll));
        });

    [Fact]
    public void Alternatives_are_what_is_tried_each_once_and_the_best_tier_first() =>
        Law.Holds(
            from asked in Asked
            from roll in RoutingRolls.All
            select (asked, roll),
            at =>
            {
                var (table, source, destination) = at.asked;
                var connection = new OutboundConnection(source.Uid, destination);
                var alternatives = Router.Alternatives(table, connection);
                CheckTiers(alternatives);
                var candidates = Router.Candidates(table, connection, at.roll);
                if (candidates[0] is RouteDecision.Refused)
                    return;
                Assert.Equal(
                    alternatives.Select(alternative => alternative.Decision).Where(decision => decision is not RouteDecision.Refused).Select(Text).Order(StringComparer.Ordinal),
                    candidates.Select(Text).Order(StringComparer.Ordinal));

                // Nobody waits for those who are not there: before one of a later tier one of the tier before it is tried. A decision
                // that is an alternative of several tiers is tried in the best of them first.
                var (tiers, highest) = (TiersOf(alternatives), -1);
                foreach (var candidate in candidates)
                {
                    var tier = tiers[candidate].Dequeue();
                    Assert.True(tier <= highest + 1 || candidates.Length != alternatives.Length, $"{candidate} is of tier {tier} and comes after {highest}");
                    highest = Math.Max(highest, tier);
                }

                var ranks = new ReferenceRouter(table, source).Decide(destination);
                var best = alternatives
                    .Where(alternative => alternative.Decision is not RouteDecision.Refused)
                    .Select(alternative => ranks.Where(outcome => outcome.Decision.Equals(alternative.Decision)).Min(outcome => outcome.Rank))
                    .ToArray();
                Assert.Equal(best.Order(), best);
            });

    [Fact]
    public void The_decision_of_a_gateway_is_an_alternative_of_the_first_tier() =>
        Law.Holds(
            from asked in Forwarded
            from roll in RoutingRolls.All
            select (asked, roll),
            at =>
            {
                var (table, authority, sender) = at.asked;
                Assert.Contains(
                    GatewayRouter.Decide(table, authority, sender, at.roll), First(GatewayRouter.Alternatives(table, authority, sender)));
            });

    [Fact]
    public void Parts_at_a_gateway_are_the_chances_of_decisions_and_sum_up_to_one() =>
        Law.Holds(Forwarded, asked =>
        {
            var alternatives = GatewayRouter.Alternatives(asked.Table, asked.Authority, asked.Sender);
            CheckTiers(alternatives);
            CheckParts(alternatives, roll => GatewayRouter.Decide(asked.Table, asked.Authority, asked.Sender, roll));
        });

    /// <summary>Rolls that are spread evenly give each decision its part, give or take one at each end of each leaf.</summary>
    private static void CheckParts<T>(ImmutableArray<Alternative<T>> alternatives, Func<ulong, T> decide)
        where T : class
    {
        var first = alternatives.Where(alternative => alternative.Tier == 0).ToArray();
        Assert.Equal(1, first.Sum(alternative => alternative.Part), Rounding);
        Assert.All(alternatives, alternative => Assert.InRange(alternative.Part, double.Epsilon, 1 + Rounding));
        var counted = Enumerable.Range(0, Rolls)
            .Select(place => decide(ulong.MaxValue / Rolls * (ulong)place))
            .CountBy(decision => decision)
            .ToDictionary();
        foreach (var same in first.GroupBy(alternative => alternative.Decision))
        {
            var expected = same.Sum(alternative => alternative.Part) * Rolls;
            Assert.InRange(counted.GetValueOrDefault(same.Key), expected - same.Count() - Rounding, expected + same.Count() + Rounding);
        }
    }

    /// <summary>Tiers come in order, and none is missing.</summary>
    private static void CheckTiers<T>(ImmutableArray<Alternative<T>> alternatives)
    {
        var tiers = alternatives.Select(alternative => alternative.Tier).ToArray();
        Assert.Equal(tiers.Order(), tiers);
        Assert.Equal(Enumerable.Range(0, tiers[^1] + 1), tiers.Distinct());
    }

    private static Dictionary<RouteDecision, Queue<int>> TiersOf(ImmutableArray<Alternative<RouteDecision>> alternatives) => alternatives
        .GroupBy(alternative => alternative.Decision, alternative => alternative.Tier)
        .ToDictionary(tiers => tiers.Key, tiers => new Queue<int>(tiers.Order()));

    private static IEnumerable<T> First<T>(ImmutableArray<Alternative<T>> alternatives) =>
        alternatives.Where(alternative => alternative.Tier == 0).Select(alternative => alternative.Decision);

    private static string Text(RouteDecision decision) => decision.ToString();
}
