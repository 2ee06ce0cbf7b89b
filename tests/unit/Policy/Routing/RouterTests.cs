using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.Policy.Routing;

/// <summary>What decisions cost, what refusals say, and what becomes of names that nobody has resolved yet.</summary>
public sealed class RouterTests
{
    private static readonly MeshService Cart = new()
    {
        Name = "cart",
        Namespace = "shop",
        Hostname = "cart.shop.svc.cluster.local",
        Addresses = [new NetworkAddress("n0", IPAddress.Parse("10.96.0.1"))],
        Ports = [new PortMapping(80, 8080, AppProtocol.Tcp)],
    };

    private static readonly Workload Caller = Pod("caller", "10.1.0.1");

    [Theory]
    [InlineData("10.96.0.1", 1)]
    [InlineData("10.96.0.1", 1_000)]
    [InlineData("cart.shop.svc.cluster.local", 1)]
    [InlineData("cart.shop.svc.cluster.local", 1_000)]
    [InlineData("Cart", 1_000)]
    [InlineData("10.2.0.0", 1_000)]
    public void A_decision_that_was_taken_before_allocates_nothing(string host, int endpoints)
    {
        var table = Table(Cart, [.. Enumerable.Range(0, endpoints).Select(place => Endpoint(Cart, place))]);
        var connection = new OutboundConnection(Caller.Uid, Destination.Of(host, 80));
        Assert.IsType<RouteDecision.Tunnel>(Router.Decide(table, connection, 0));
        var roll = 0UL;
        Assert.Equal(0, Allocation.InRound(() => Router.Decide(table, connection, roll += ulong.MaxValue / 7)));
    }

    [Fact]
    public void With_weights_of_clusters_and_affinity_it_allocates_nothing_either()
    {
        var weighted = Cart with { ClusterWeights = [new ClusterWeight("c0", 1), new ClusterWeight("c1", 3)] };
        foreach (var service in new[] { weighted, weighted with { HasClientAffinity = true } })
        {
            var table = Table(service, [.. Enumerable.Range(0, 1_000).Select(place => Endpoint(service, place) with { Cluster = $"c{place % 2}" })]);
            var connection = new OutboundConnection(Caller.Uid, Destination.Of("cart", 80));
            Assert.IsType<RouteDecision.Tunnel>(Router.Decide(table, connection, 0));
            var roll = 0UL;
            Assert.Equal(0, Allocation.InRound(() => Router.Decide(table, connection, roll += ulong.MaxValue / 7)));
        }
    }

    [Fact]
    public void A_caller_with_affinity_has_one_endpoint_whatever_the_roll()
    {
        var service = Cart with { HasClientAffinity = true };
        var table = Table(service, [.. Enumerable.Range(0, 20).Select(place => Endpoint(service, place))]);
        var connection = new OutboundConnection(Caller.Uid, Destination.Of("cart", 80));
        Assert.Single(Enumerable.Range(0, 100).Select(roll => Router.Decide(table, connection, ulong.MaxValue / 100 * (ulong)roll)).Distinct());
        Assert.Equal(20, Router.Candidates(table, connection, 0).Length);
    }

    [Fact]
    public void More_prepared_decisions_than_the_bound_make_room_for_new_ones()
    {
        var table = Table(Cart, [.. Enumerable.Range(0, 1_000).Select(place => Endpoint(Cart, place))]);
        for (var last = 0; last <= RoutePlans.MaxDecisions / 1_000; last++)
        {
            var called = Cart with { Addresses = [] };
            table.Plans.ToService(Caller, called, 80, new IPAddress([10, 96, (byte)(last >> 8), (byte)last]));
        }

        Assert.InRange(table.Plans.Held, 1, RoutePlans.MaxDecisions);
    }

    [Fact]
    public void Refusals_name_the_culprit_and_the_remedy()
    {
        var unready = Endpoint(Cart, 0) with { Status = HealthStatus.Unhealthy };
        Assert.Equal(
            "service `cart.shop.svc.cluster.local` has no usable endpoint for port 80: it has no endpoints", Message(Table(Cart), "cart", 80));
        Assert.Equal(
            "service `cart.shop.svc.cluster.local` has no usable endpoint for port 80: of 1 endpoints none is ready",
            Message(Table(Cart, unready), "cart", 80));
        var strict = Cart with { LoadBalancing = new(LoadBalancingMode.Strict, [RoutingScope.Cluster], HealthPolicy.OnlyHealthy) };
        Assert.Equal(
            "service `cart.shop.svc.cluster.local` has no usable endpoint for port 80: of 1 endpoints none is where its preferences ask for",
            Message(Table(strict, Endpoint(strict, 0) with { Cluster = "c1" }), "cart", 80));
        Assert.Equal(
            "service `cart.shop.svc.cluster.local` has no port 81, only 80", Message(Table(Cart), "cart", 81));
        var waypoint = new GatewayAddress.Named(new NamespacedName("infra", "way.infra.svc.cluster.local"), 15008);
        Assert.Equal(
            "the waypoint `infra/way.infra.svc.cluster.local:15008` of service `cart.shop.svc.cluster.local` is not known, or not ready: "
            + "it needs a Gateway with pods, or label `istio.io/use-waypoint` changed",
            Message(Table(Cart with { Waypoint = waypoint }), "cart", 80));
        var remote = Endpoint(Cart, 0) with { Network = "n1" };
        Assert.Equal(
            "no gateway leads to network `n1` for `cart.shop.svc.cluster.local`: one is needed there, of class `istio-east-west` with label "
            + "`topology.istio.io/network`",
            Message(Table(Cart, remote), "cart", 80));
        Assert.Equal(
            "nothing says whom to expect in network `n1` for `cart.shop.svc.cluster.local`: it has no identities there",
            Message(Table(Cart, remote with { NetworkGateway = waypoint }), "cart", 80));
        Assert.Equal(
            "198.51.100.1:443 is no service and no workload that cluster `c0` knows, and its `outboundTrafficPolicy` is REGISTRY_ONLY: "
            + "a ServiceEntry would make it known",
            Message(Table(OutboundTraffic.RegistryOnly), "198.51.100.1", 443));
    }

    [Fact]
    public void Udp_is_refused_and_says_so()
    {
        var connection = new OutboundConnection(Caller.Uid, Destination.Of("cart", 80)) { IsUdp = true };
        Assert.Equal(
            new RouteDecision.Refused(RefusalReason.UdpNotCarried, "cart:80 is called by UDP, and the mesh carries TCP alone"),
            Router.Decide(Table(Cart, Endpoint(Cart, 0)), connection, 0));
    }

    [Fact]
    public void A_cluster_with_registry_only_says_so_in_its_nodes_tables_alone()
    {
        var mesh = new Mesh([new Cluster { Id = "c0", Network = "n0", OutboundTrafficPolicy = OutboundTrafficPolicy.RegistryOnly }]);
        Assert.True(OutboundTraffic.IsRegistryOnly(RouteTableCompiler.Compile(mesh, new Viewpoint("c0", "n0", ViewpointRole.Node))));
        Assert.False(OutboundTraffic.IsRegistryOnly(RouteTableCompiler.Compile(mesh, new Viewpoint("c0", "n0", ViewpointRole.Gateway))));
    }

    [Fact]
    public void A_name_becomes_an_address_of_the_family_that_comes_first()
    {
        var pattern = new RouteDecision.Tunnel(Caller, new IPEndPoint(IPAddress.Any, 15008), "0.0.0.0:8080", [Caller.Identity], Cart);
        var named = new RouteDecision.Unresolved(
            "db.example.test", [AddressFamily.InterNetworkV6, AddressFamily.InterNetwork], pattern);
        var (v4, v6, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.0.2.2"));
        Assert.Equal(v6, named.Choose([v4, v6], 0));
        Assert.Equal(v4, named.Choose([v4, other], ulong.MaxValue / 2));
        Assert.Equal(other, named.Choose([v4, other], ulong.MaxValue));
        Assert.Null(named.Choose([IPAddress.Loopback, IPAddress.Any, IPAddress.IPv6Loopback, IPAddress.Parse("::ffff:127.0.0.1")], 0));
        Assert.Null((named with { Families = [AddressFamily.InterNetworkV6] }).Choose([v4], 0));

        var reached = Assert.IsType<RouteDecision.Tunnel>(named.At(v6));
        Assert.Equal(("[2001:db8::1]:15008", "[2001:db8::1]:8080"), (reached.Address.ToString(), reached.Authority));
        var waypoint = Assert.IsType<RouteDecision.Tunnel>((named with { Pattern = pattern with { IsToWaypoint = true, Authority = "10.96.0.1:80" } }).At(v4));
        Assert.Equal(("192.0.2.1:15008", "10.96.0.1:80"), (waypoint.Address.ToString(), waypoint.Authority));
    }

    private static string Message(RouteTable table, string host, int port) => Assert.IsType<RouteDecision.Refused>(
        Router.Decide(table, new OutboundConnection(Caller.Uid, Destination.Of(host, port)), 0)).Message;

    private static RouteTable Table(MeshService service, params ImmutableArray<Workload> endpoints) =>
        RouteTable.Create(new Viewpoint("c0", "n0", ViewpointRole.Node), [service], endpoints.Append(Caller), []);

    private static Workload Endpoint(MeshService service, int place) => Pod($"cart-{place}", $"10.2.{place / 256}.{place % 256}") with
    {
        Services = [new ServiceMembership(service.Key, service.Ports)],
    };

    private static Workload Pod(string name, string address) => new()
    {
        Uid = $"c0//Pod/shop/{name}",
        Name = name,
        Namespace = "shop",
        Network = "n0",
        Cluster = "c0",
        Addresses = [IPAddress.Parse(address)],
        TunnelProtocol = TunnelProtocol.Hbone,
        ServiceAccount = name,
    };
}
