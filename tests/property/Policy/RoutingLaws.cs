using System.Collections.Immutable;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>The router against the slow one that is written from ztunnel's behaviour.</summary>
public sealed class RoutingLaws
{
    private const int Rolls = 120;

    private static readonly FsCheck.Gen<(RouteTable Table, Workload Source, Destination Destination)> Asked =
        from table in RoutedTables.Tables
        from source in Gen.Elements(table.Workloads.ToArray())
        from destination in RoutedTables.Destinations
        select (table, source, destination);

    /// <summary>Rolls that are spread evenly give each decision its share, give or take one at each end.</summary>
    /// <summary>The rarest kind of decision is one in two hundred.</summary>
    private const int EnoughForTheRarest = 5_000;

    [Fact]
    public void The_router_decides_as_the_slow_one_and_by_the_same_chances() =>
        Law.Holds(Asked, asked =>
        {
            var expected = new ReferenceRouter(asked.Table, asked.Source).Decide(asked.Destination)
                .GroupBy(outcome => Comparable(outcome.Decision))
                .ToDictionary(group => group.Key, group => (Share: group.Sum(outcome => outcome.Share), Leaves: group.Count()));
            var connection = new OutboundConnection(asked.Source.Uid, asked.Destination);
            var counted = Enumerable.Range(0, Rolls)
                .Select(place => Router.Decide(asked.Table, connection, ulong.MaxValue / Rolls * (ulong)place))
                .GroupBy(Comparable)
                .ToDictionary(group => group.Key, group => group.Count());
            Assert.All(counted.Keys, decision => Assert.Contains(decision, expected));
            if (asked.Table.Services.Any(service => service.HasClientAffinity))
                return;
            foreach (var (decision, (share, leaves)) in expected)
            {
                var count = counted.GetValueOrDefault(decision);
                Assert.InRange(count, (share * Rolls) - leaves - 0.001, (share * Rolls) + leaves + 0.001);
                if (share == 0)
                    Assert.Equal(0, count);
            }
        });

    [Fact]
    public void Candidates_are_everything_that_can_be_used_once_and_the_best_tier_first() =>
        Law.Holds(
            from asked in Asked
            from roll in RoutingRolls.All
            select (asked, roll),
            at =>
            {
                var (table, source, destination) = at.asked;
                var connection = new OutboundConnection(source.Uid, destination);
                var candidates = Router.Candidates(table, connection, at.roll);
                Assert.Equal(Router.Decide(table, connection, at.roll), candidates[0]);
                if (candidates[0] is RouteDecision.Refused)
                {
                    Assert.Single(candidates);
                    return;
                }

                var expected = new ReferenceRouter(table, source).Decide(destination)
                    .Where(outcome => outcome.Decision is not RouteDecision.Refused)
                    .ToArray();
                Assert.Equal(
                    expected.Select(outcome => Comparable(outcome.Decision).ToString()).Order(StringComparer.Ordinal),
                    candidates.Select(candidate => Comparable(candidate).ToString()).Order(StringComparer.Ordinal));

                // What is the same decision in several tiers is there once for each of them, the best tier's first.
                var ranksOf = expected.GroupBy(outcome => Comparable(outcome.Decision)).ToDictionary(
                    same => same.Key, same => new Queue<int>(same.Select(outcome => outcome.Rank).Order()));
                var ranks = candidates.Select(candidate => ranksOf[Comparable(candidate)].Dequeue()).ToArray();
                Assert.Equal(ranks.Order(), ranks);
            });

    [Fact]
    public void No_tunnel_leads_to_where_nobody_is_expected_and_none_crosses_without_a_gateway() =>
        Law.Holds(Asked, asked =>
        {
            foreach (var candidate in Router.Candidates(asked.Table, new OutboundConnection(asked.Source.Uid, asked.Destination), 0))
            {
                var decision = candidate.Carried();
                if (decision is RouteDecision.Tunnel tunnel)
                {
                    Assert.Equal(asked.Source.Network, tunnel.To.Network);
                    Assert.NotEmpty(tunnel.Expected);
                    Assert.All(tunnel.Expected, id => Assert.False(id.IsNone));
                }

                if (decision is RouteDecision.DoubleTunnel crossing)
                {
                    Assert.NotEqual(asked.Source.Network, crossing.To.Network);
                    Assert.NotNull(crossing.To.NetworkGateway);
                    Assert.All(crossing.OuterExpected, id => Assert.False(id.IsNone));
                    Assert.NotEmpty(crossing.OuterExpected);
                    Assert.NotEmpty(crossing.InnerExpected);
                }

                if (decision is RouteDecision.Plain { To: { } endpoint })
                    Assert.Equal(TunnelProtocol.None, endpoint.TunnelProtocol);
            }
        });

    /// <summary>A service with a waypoint is called through it or not at all.</summary>
    [Fact]
    public void No_connection_goes_past_the_waypoint_of_a_service() =>
        Law.Holds(Asked, asked =>
        {
            if (asked.Destination is not Destination.Named named)
                return;
            var service = NameResolver.Resolve(asked.Table, named.Host, asked.Source.Namespace, WellKnown.DefaultDomainSuffix);
            if (service is null || (service.Waypoint is null && service.WeightedWaypoints.All(waypoint => waypoint.Weight == 0)))
                return;
            foreach (var candidate in Router.Candidates(asked.Table, new OutboundConnection(asked.Source.Uid, named), 0))
            {
                var decision = candidate.Carried();
                Assert.True(decision is RouteDecision.Tunnel { IsToWaypoint: true } or RouteDecision.DoubleTunnel { Waypoint: not null } or RouteDecision.Refused);
            }
        });

    [Fact]
    public void A_workload_takes_what_is_its_own_or_what_it_is_the_waypoint_of() =>
        Law.Holds(
            from table in RoutedTables.Tables
            from workload in Gen.Elements(table.Workloads.Where(workload => !workload.Addresses.IsEmpty).ToArray())
            from asked in RoutedTables.Destinations
            select (table, workload, asked),
            at =>
            {
                var local = at.workload.Addresses[0];
                var target = InboundResolver.Resolve(at.table, at.workload, local, at.asked);
                if (target is InboundTarget.Application application)
                {
                    Assert.Equal(local, application.Address.Address);
                    Assert.Equal(at.workload.ApplicationTunnel is { Protocol: ApplicationTunnelProtocol.Proxy }, application.Announced is not null);
                }

                if (at.asked is Destination.Addressed addressed && addressed.Port != WellKnown.HbonePort)
                    Assert.Equal(ReferenceInbound.Takes(at.table, at.workload, local, addressed.Target.Address), target is InboundTarget.Application);
            });

    [Fact]
    public void A_gateway_leads_to_a_waypoint_where_there_is_one_unless_that_sends() =>
        Law.Holds(
            from table in RoutedTables.Tables
            from asked in RoutedTables.Destinations
            from sender in Gen.Elements(null, "sidecar", "gateway", "waypoint")
            from roll in RoutingRolls.All
            select (table, asked, sender, roll),
            at =>
            {
                var table = RouteTable.Create(
                    at.table.Viewpoint with { Role = ViewpointRole.Gateway }, at.table.Services, at.table.Workloads, []);
                if (GatewayRouter.Decide(table, at.asked, at.sender, at.roll) is not GatewayDecision.Forward forward)
                    return;
                Assert.Equal("n0", forward.To.Network);
                Assert.Equal(TunnelProtocol.Hbone, forward.To.TunnelProtocol);
                Assert.Contains(forward.Address.Address, forward.To.Addresses);
                Assert.NotNull(forward.To.Membership(forward.Service.Key));
                var service = at.asked is Destination.Named named
                    ? table.FindByHostname(named.Host.ToLowerInvariant(), "")!
                    : table.FindByVirtualAddress(new NetworkAddress("n0", ((Destination.Addressed)at.asked).Target.Address), "")!;
                var isPast = at.sender == "waypoint" || (at.sender == "gateway" && !service.UsesWaypointForIngress);
                var waypoint = service.Waypoint ?? service.WeightedWaypoints.FirstOrDefault(one => one.Weight > 0)?.Destination;
                if (waypoint is null || isPast)
                    Assert.Same(service, forward.Service);
                else
                    Assert.True(HopFinder.LeadsTo(table, waypoint, service.Namespace, forward.To));
            });

    /// <summary>What a caller has kept it keeps, and who had what is gone has something else.</summary>
    [Fact]
    public void A_caller_with_affinity_keeps_its_endpoint_until_that_is_gone() =>
        Law.Holds(
            from weights in Gen.Choose(1, 5).NonEmptyListOf()
            from gone in Gen.Choose(0, weights.Count - 1)
            from caller in Gen.Choose(0, 1_000)
            from rolls in RoutingRolls.All.ArrayOf(2)
            select (weights: weights.ToArray(), gone, caller: $"c0//Pod/shop/{caller}", rolls),
            at =>
            {
                var all = at.weights
                    .Select((weight, place) => new Share<string>($"w{place}", (ulong)weight, Choice.One($"w{place}")))
                    .ToImmutableArray();
                var before = Choice.Shared(all, goesByCaller: true).Settle(at.caller);
                var had = before.Pick(at.rolls[0]);
                Assert.Equal(had, before.Pick(at.rolls[1]));
                Assert.Equal(had, before.Order(at.rolls[1]).First());
                if (all.Length == 1)
                    return;
                var has = Choice.Shared(all.RemoveAt(at.gone), goesByCaller: true).Settle(at.caller).Pick(at.rolls[0]);
                if (had == $"w{at.gone}")
                    Assert.NotEqual(had, has);
                else
                    Assert.Equal(had, has);
            });

    /// <summary>The callers of a mesh are spread over endpoints by their weights, although each keeps its own.</summary>
    [Fact]
    public void Callers_with_affinity_are_spread_by_weight()
    {
        const int callers = 6_000;
        ImmutableArray<Share<string>> shares = [new("a", 1, Choice.One("a")), new("b", 2, Choice.One("b")), new("c", 3, Choice.One("c"))];
        var choice = Choice.Shared(shares, goesByCaller: true);
        var counts = Enumerable.Range(0, callers)
            .Select(caller => choice.Settle($"c0//Pod/shop/{caller}").Pick(0))
            .CountBy(name => name)
            .ToDictionary();
        Assert.InRange(counts["a"], 900, 1_100);
        Assert.InRange(counts["b"], 1_900, 2_100);
        Assert.InRange(counts["c"], 2_900, 3_100);
    }

    [Fact]
    public void Generated_decisions_are_of_every_kind()
    {
        var kinds = new HashSet<string>();
        Law.Holds(Asked, asked =>
        {
            var decision = Router.Decide(asked.Table, new OutboundConnection(asked.Source.Uid, asked.Destination), 0);
            kinds.Add(decision.Match(
                tunnel => tunnel.IsToWaypoint ? "waypoint" : "tunnel",
                crossing => crossing.Waypoint is null ? "double tunnel" : "waypoint in another network",
                plain => plain.To is null ? "plain" : "plain endpoint",
                unresolved => $"unresolved {unresolved.Pattern.GetType().Name}",
                refused => refused.Reason.ToString()));
        }, EnoughForTheRarest);
        string[] expected =
        [
            "waypoint", "tunnel", "double tunnel", "waypoint in another network", "plain", "plain endpoint",
            "unresolved Tunnel", "unresolved DoubleTunnel", "unresolved Plain",
            .. new[]
            {
                RefusalReason.UnknownHost, RefusalReason.UnknownPort, RefusalReason.NoHealthyEndpoint, RefusalReason.NoAddress,
                RefusalReason.NoGateway, RefusalReason.UnknownWaypoint, RefusalReason.NoIdentity, RefusalReason.NotInRegistry,
                RefusalReason.SelfCall,
            }.Select(reason => reason.ToString()),
        ];
        Assert.Superset(expected.ToHashSet(), kinds);
    }

    [Fact]
    public void What_is_prepared_stays_within_its_bound_and_changes_no_decision() =>
        Law.Holds(Asked, asked =>
        {
            var connection = new OutboundConnection(asked.Source.Uid, asked.Destination);
            var first = Router.Decide(asked.Table, connection, 7);
            Assert.Equal(first, Router.Decide(asked.Table, connection, 7));
            asked.Table.Plans.Count(RoutePlans.MaxDecisions);
            Assert.Equal(RoutePlans.MaxDecisions, asked.Table.Plans.Held);
            Assert.Equal(first, Router.Decide(asked.Table, connection, 7));
        });

    /// <summary>Refusals are compared by their reasons.</summary>
    private static RouteDecision Comparable(RouteDecision decision) =>
        decision is RouteDecision.Refused refused ? refused with { Message = "" } : decision;
}
