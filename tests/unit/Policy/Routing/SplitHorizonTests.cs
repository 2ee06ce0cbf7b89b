using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Routing;

/// <summary>What stands in a table for endpoints in other networks, at its edges.</summary>
public sealed class SplitHorizonTests
{
    [Fact]
    public void Capacities_beyond_the_largest_number_count_as_that()
    {
        const string Host = "cart.shop.svc.cluster.local";
        var service = new ClusterService
        {
            Name = new NamespacedName("shop", "cart"),
            Hostname = Host,
            Ports = [new PortMapping(80, 8080, AppProtocol.Unknown)],
        };
        var west = new Cluster
        {
            Id = "west",
            Network = "n2",
            ScopePolicy = ScopePolicy.Parse("global \"all\" when true").Policy!,
            Namespaces = [new Namespace("shop", LabelSet.Empty)],
            Services = [service],
            Gateways =
            [
                new EastWestGateway(
                    new NamespacedName("istio-system", "way"), "n2", [IPAddress.Parse("203.0.113.1")], 15008,
                    new SpiffeId("cluster.local", "istio-system", "way")),
            ],
            Endpoints = [Endpoint("a", service), Endpoint("b", service), Endpoint("c", service)],
        };
        var east = west with { Id = "east", Network = "n1", Services = [], Gateways = [], Endpoints = [] };
        var table = RouteTableCompiler.Compile(new Mesh([east, west]), new Viewpoint("east", "n1", ViewpointRole.Node));
        var beyond = Assert.Single(table.EndpointsOf(service.Key)).Workload;
        Assert.Equal(uint.MaxValue, beyond.Capacity);
    }

    private static Workload Endpoint(string name, ClusterService service) => new()
    {
        Uid = $"west/networking.istio.io/WorkloadEntry/shop/{name}",
        Name = name,
        Namespace = "shop",
        Network = "n2",
        TunnelProtocol = TunnelProtocol.Hbone,
        ServiceAccount = "cart",
        Cluster = "west",
        Capacity = int.MaxValue,
        Services = [new ServiceMembership(service.Key, service.Ports)],
    };
}
