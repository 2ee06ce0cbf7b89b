using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy;

public sealed class EndpointSelectionLaws
{
    private static readonly NamespacedName Service = new("default", "s");

    private static readonly Gen<ValueList<RoutingScope>> Preferences =
        from scopes in Gen.Shuffle(Enum.GetValues<RoutingScope>())
        from count in Gen.Choose(0, scopes.Length)
        select scopes.Take(count).ToValueList();

    private static readonly Gen<Workload> Workloads =
        from words in Gen.Elements("", "a", "b").ArrayOf(6)
        from isReady in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from hasAddress in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from hasPort in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from hasGateway in Gen.Elements(true, false)
        select new Workload
        {
            Uid = "w",
            Name = "w",
            Namespace = "default",
            Locality = new Locality(words[0], words[1], words[2]),
            Node = words[3],
            Cluster = words[4],
            Network = words[5],
            Status = isReady ? HealthStatus.Healthy : HealthStatus.Unhealthy,
            Addresses = hasAddress ? [IPAddress.Loopback] : [],
            NetworkGateway = hasGateway ? new GatewayAddress.Addressed(new NetworkAddress(words[5], IPAddress.Loopback), 15008) : null,
            Services = [new ServiceMembership(Service, hasPort ? [new PortMapping(80, 8080, AppProtocol.Unknown)] : [])],
        };

    private static readonly Gen<LoadBalancing> Balancings =
        from mode in Gen.Elements(LoadBalancingMode.Any, LoadBalancingMode.Strict, LoadBalancingMode.Failover)
        from preferences in Preferences
        from health in Gen.Elements(HealthPolicy.OnlyHealthy, HealthPolicy.AllowAll)
        select new LoadBalancing(mode, preferences, health);

    [Fact]
    public void The_rank_is_the_one_that_a_slow_count_gives() =>
        Law.Holds(
            from source in Workloads
            from endpoint in Workloads
            from balancing in Balancings
            select (source, endpoint, balancing),
            at => Assert.Equal(
                SlowRank(at.source, at.endpoint, at.balancing.Preferences),
                EndpointSelection.Rank(at.source, at.endpoint, at.balancing)));

    [Fact]
    public void Traffic_that_may_not_leave_its_Node_never_does() =>
        Law.Holds(
            from source in Workloads
            from endpoints in Workloads.ListOf()
            from health in Gen.Elements(HealthPolicy.OnlyHealthy, HealthPolicy.AllowAll)
            select (source, endpoints, balancing: new LoadBalancing(LoadBalancingMode.Strict, [RoutingScope.Node], health)),
            at =>
            {
                var endpoints = at.endpoints.Select((workload, place) => workload with { Uid = $"w{place}" });
                var service = new MeshService { Name = "s", Namespace = "default", Hostname = "s", LoadBalancing = at.balancing };
                var shared = EndpointSelection.Share<Workload>(
                    at.source, service, [.. endpoints.Select(endpoint => (endpoint, Choice.One(endpoint)))]);
                Assert.All(
                    shared?.Order(0) ?? [],
                    endpoint => Assert.Equal((at.source.Cluster, at.source.Node), (endpoint.Cluster, endpoint.Node)));
            });

    /// <summary>
    /// Preferences that are met from the first on. Where the network comes first, it counts for as much as all of them
    /// and the others are counted whether or not it is met.
    /// </summary>
    private static int SlowRank(Workload source, Workload endpoint, ValueList<RoutingScope> preferences) =>
        preferences is [RoutingScope.Network, ..]
            ? (source.Network == endpoint.Network ? preferences.Count : 0) + Met(source, endpoint, preferences.Skip(1))
            : Met(source, endpoint, preferences);

    private static int Met(Workload source, Workload endpoint, IEnumerable<RoutingScope> preferences) =>
        preferences.TakeWhile(scope => Part(source, scope) == Part(endpoint, scope)).Count();

    private static string Part(Workload workload, RoutingScope scope) => scope switch
    {
        RoutingScope.Region => workload.Locality.Region,
        RoutingScope.Zone => workload.Locality.Zone,
        RoutingScope.Subzone => workload.Locality.Subzone,
        RoutingScope.Node => $"{workload.Cluster}/{workload.Node}",
        RoutingScope.Cluster => workload.Cluster,
        RoutingScope.Network => workload.Network,
    };
}
