using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Bench.Policy;

/// <summary>One decision on an outbound connection, by the virtual address and by the name of a service.</summary>
internal static class RouterBench
{
    private const int Repetitions = 1_000;
    private static readonly int[] Sizes = [1, 10, 1_000];

    public static IEnumerable<Table> Run()
    {
        foreach (var size in Sizes)
        {
            yield return Run($"one connection to a service of {size:N0} endpoints", size, service => service);
        }

        yield return Run("the same of 1,000 endpoints of two clusters with weights", 1_000, service => service with
        {
            ClusterWeights = [new ClusterWeight("c0", 90), new ClusterWeight("c1", 10)],
        });
        yield return Run("the same of 1,000 endpoints, where each caller keeps its own", 1_000, service => service with
        {
            HasClientAffinity = true,
        });
    }

    private static Table Run(string title, int endpoints, Func<MeshService, MeshService> with)
    {
        var service = with(new MeshService
        {
            Name = "cart",
            Namespace = "shop",
            Hostname = "cart.shop.svc.cluster.local",
            Addresses = [new NetworkAddress("n0", IPAddress.Parse("10.96.0.1"))],
            Ports = [new PortMapping(80, 8080, AppProtocol.Tcp)],
            LoadBalancing = new LoadBalancing(LoadBalancingMode.Failover, [RoutingScope.Network], HealthPolicy.OnlyHealthy),
        });
        var workloads = Enumerable.Range(0, endpoints).Select(place => Pod(place) with
        {
            Services = [new ServiceMembership(service.Key, service.Ports)],
        });
        var caller = Pod(65_000);
        var table = RouteTable.Create(new Viewpoint("c0", "n0", ViewpointRole.Node), [service], workloads.Append(caller), []);
        var byAddress = new OutboundConnection(caller.Uid, Destination.Of("10.96.0.1", 80));
        var byName = new OutboundConnection(caller.Uid, Destination.Of(service.Hostname, 80));
        var byShortName = new OutboundConnection(caller.Uid, Destination.Of("cart", 80));
        return new Table(
            title,
            Series.Run(
                [
                    new("by address", () => Repeat(table, byAddress)),
                    new("by full name", () => Repeat(table, byName)),
                    new("by short name", () => Repeat(table, byShortName)),
                    new("candidates, all of them", () => Router.Candidates(table, byAddress, 1).Length > 0 ? 1 : 0),
                    new("prepared anew", () => new RoutePlanner(table, caller).ToService(service, 80, null).Count > 0 ? 1 : 0),
                ],
                rounds: 7,
                turn: TimeSpan.FromMilliseconds(50)));
    }

    private static int Repeat(RouteTable table, OutboundConnection connection)
    {
        var roll = 0UL;
        for (var i = 0; i < Repetitions; i++)
        {
            roll += ulong.MaxValue / 7;
            if (Router.Decide(table, connection, roll) is not RouteDecision.Tunnel)
                throw new InvalidOperationException("there is an endpoint");
        }

        return Repetitions;
    }

    private static Workload Pod(int place) => new()
    {
        Uid = $"c{place % 2}//Pod/shop/pod-{place}",
        Name = $"pod-{place}",
        Namespace = "shop",
        Network = "n0",
        Cluster = $"c{place % 2}",
        Addresses = [new IPAddress([10, 1, (byte)(place >> 8), (byte)place])],
        TunnelProtocol = TunnelProtocol.Hbone,
        ServiceAccount = "cart",
    };
}
