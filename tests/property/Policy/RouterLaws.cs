using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

public sealed class RouterLaws
{
    private const int Cases = 300;

    private static readonly Gen<Destination> Destinations = Gen.OneOf(
        from host in Gen.Elements("cart", "web.shop", "cart.shop.svc.cluster.local", "WEB.default.svc", "nobody", "", ".", "a.b.c.d.e")
        from port in Gen.Elements(80, 8080, 0, 15008, 65535)
        select (Destination)new Destination.Named(host, port),
        from host in Gen.Elements("10.96.3.4", "10.244.0.7", "::1", "203.0.113.1")
        from port in Gen.Elements(80, 8080, 15008)
        select (Destination)new Destination.Addressed(new IPEndPoint(IPAddress.Parse(host), port)));

    private static readonly Gen<ulong> Rolls = RoutingRolls.All;

    [Fact]
    public void Every_question_has_a_decision_and_every_decision_is_of_the_table() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from destination in Destinations
            from roll in Rolls
            select (mesh, destination, roll),
            asked =>
            {
                foreach (var table in NodeTables(asked.mesh))
                {
                    foreach (var source in table.Workloads.Add(new Workload { Uid = "nobody", Name = "", Namespace = "" }))
                        Check(table, source, asked.destination, asked.roll);
                }
            },
            Cases);

    [Fact]
    public void No_network_is_crossed_but_through_a_gateway() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from destination in Destinations
            from roll in Rolls
            select (mesh, destination, roll),
            asked =>
            {
                foreach (var table in NodeTables(asked.mesh))
                {
                    foreach (var source in table.Workloads.Where(workload => !workload.Addresses.IsEmpty))
                    {
                        var decision = Router.Decide(table, new OutboundConnection(source.Uid, asked.destination), asked.roll);
                        if (decision is RouteDecision.Tunnel direct)
                            Assert.Equal(source.Network, direct.To.Network);
                        if (decision is RouteDecision.DoubleTunnel crossing)
                        {
                            Assert.NotEqual(source.Network, crossing.To.Network);
                            Assert.Equal(crossing.To.Network, crossing.Gateway.Network);
                            Assert.NotEmpty(crossing.InnerExpected);
                        }
                    }
                }
            },
            Cases);

    [Fact]
    public void A_gateway_leads_into_its_own_network_and_to_global_services_alone() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from roll in Rolls
            select (mesh, roll),
            asked =>
            {
                var tables = RouteTableLaws.Tables(asked.mesh.ToSources())
                    .Where(table => table.Viewpoint.Role == ViewpointRole.Gateway);
                foreach (var table in tables)
                {
                    foreach (var service in asked.mesh.Clusters.SelectMany(cluster => cluster.Services))
                    {
                        var host = $"{service.Name}.{service.Namespace}.svc.cluster.local";
                        var decision = GatewayRouter.Decide(table, host, service.Port, asked.roll);
                        if (decision is not GatewayDecision.Forward forward)
                            continue;
                        Assert.Equal(table.Viewpoint.Network, forward.To.Network);
                        var own = asked.mesh.Clusters.Single(cluster => cluster.Id == forward.To.Cluster);
                        Assert.Contains(own.Services, s => s.Name == service.Name && s.Namespace == service.Namespace && s.IsGlobal);
                    }
                }
            },
            Cases);

    /// <summary>Rolls that are spread evenly hit every endpoint in proportion to its capacity, give or take one.</summary>
    [Fact]
    public void Endpoints_are_picked_in_proportion_to_their_capacity() =>
        Law.Holds(
            from capacities in Gen.Choose(0, 5).NonEmptyListOf()
            select capacities.ToArray(),
            capacities =>
            {
                var service = new MeshService { Name = "s", Namespace = "default", Hostname = "s" };
                var endpoints = capacities.Select((capacity, place) => new Workload
                {
                    Uid = $"w{place}",
                    Name = "w",
                    Namespace = "default",
                    Capacity = (uint)capacity,
                });
                var shared = EndpointSelection.Share<Workload>(
                    null, service, [.. endpoints.Select(endpoint => (endpoint, Choice.One(endpoint)))])!;

                // Where nobody has any capacity, all are alike.
                var weights = capacities.Sum() > 0 ? capacities : [.. capacities.Select(_ => 1)];
                const int rounds = 10;
                var step = ulong.MaxValue / (ulong)(weights.Sum() * rounds);
                var hits = Enumerable.Range(0, weights.Sum() * rounds)
                    .Select(place => shared.Pick(step * (ulong)place).Uid)
                    .CountBy(uid => uid)
                    .ToDictionary();
                for (var place = 0; place < weights.Length; place++)
                    Assert.InRange(hits.GetValueOrDefault($"w{place}"), (weights[place] * rounds) - 1, (weights[place] * rounds) + 1);
            });

    private static void Check(RouteTable table, Workload source, Destination destination, ulong roll)
    {
        var decision = Router.Decide(table, new OutboundConnection(source.Uid, destination), roll);
        switch (decision)
        {
            case RouteDecision.Tunnel tunnel:
                Assert.Same(table.FindWorkload(tunnel.To.Uid), tunnel.To);
                Assert.Equal(WellKnown.HbonePort, tunnel.Address.Port);
                Assert.All(tunnel.Expected, id => Assert.False(id.IsNone));
                break;
            case RouteDecision.DoubleTunnel crossing:
                Assert.Same(table.FindWorkload(crossing.To.Uid), crossing.To);
                Assert.Same(table.FindWorkload(crossing.Gateway.Uid), crossing.Gateway);
                break;
            case RouteDecision.Refused refused:
                Assert.NotEmpty(refused.Message);
                break;
            default:
                Assert.IsType<RouteDecision.Plain>(decision);
                break;
        }
    }

    private static IEnumerable<RouteTable> NodeTables(MeshDraft mesh) =>
        RouteTableLaws.Tables(mesh.ToSources()).Where(table => table.Viewpoint.Role == ViewpointRole.Node);
}
