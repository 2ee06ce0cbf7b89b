using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>
/// Small tables in which everything that a decision may turn on happens often: addresses that several own, waypoints and
/// gateways by address and by name, known and not, several families, weights of nothing, and things that are not ready.
/// </summary>
public static class RoutedTables
{
    private static readonly string[] Networks = ["n0", "n1"];
    private static readonly string[] Namespaces = ["shop", "infra"];
    private static readonly string[] ServiceNames = ["cart", "db", "way", "gate"];
    private static readonly string[] VirtualAddresses = ["10.96.0.1", "10.96.0.2", "2001:db8::96", "10.1.0.1"];
    private static readonly string[] WorkloadAddresses = ["10.1.0.1", "10.1.0.2", "10.1.0.3", "2001:db8::1", "2001:db8::2"];

    private static readonly ValueList<SpiffeId> Remote = [new SpiffeId("cluster.local", "shop", "remote")];

    private static Gen<GatewayAddress> Ways { get; } =
        from isNamed in Gen.Elements(true, false)
        from network in Gen.Elements(Networks)
        from address in Gen.Elements("10.96.0.1", "10.96.0.2", "10.1.0.1", "10.1.0.2", "203.0.113.1")
        from ns in Gen.Elements(Namespaces)
        from host in Gen.Elements("way.infra.svc.cluster.local", "gate.infra.svc.cluster.local", "outside.example.test", "cart.shop.svc.cluster.local")
        select isNamed
            ? (GatewayAddress)new GatewayAddress.Named(new NamespacedName(ns, host), WellKnown.HbonePort)
            : new GatewayAddress.Addressed(new NetworkAddress(network, IPAddress.Parse(address)), WellKnown.HbonePort);

    private static Gen<GatewayAddress?> Few(Gen<GatewayAddress> ways) =>
        Gen.Frequency((2, Gen.Constant<GatewayAddress?>(null)), (1, ways.Select(GatewayAddress? (way) => way)));

    private static Gen<LoadBalancing> Balancings { get; } =
        from mode in Gen.Frequency(
            (4, Gen.Constant(LoadBalancingMode.Any)),
            (2, Gen.Constant(LoadBalancingMode.Failover)),
            (1, Gen.Constant(LoadBalancingMode.Strict)),
            (1, Gen.Constant(LoadBalancingMode.Passthrough)))
        from scopes in Gen.Shuffle(Enum.GetValues<RoutingScope>())
        from count in Gen.Choose(0, 3)
        from health in Gen.Elements(HealthPolicy.OnlyHealthy, HealthPolicy.AllowAll)
        select new LoadBalancing(mode, scopes.Take(count).ToValueList(), health);

    private static Gen<ValueList<PortMapping>> Ports { get; } =
        from all in Gen.CollectToArray(
            new[] { 80, 81, 15008 }.Select(port => Gen.Elements(8080, 0, 15008).Select(target => new PortMapping(port, target, AppProtocol.Tcp))))
        from kept in Gen.Elements(true, true, true, false).ArrayOf(all.Length)
        select all.Where((_, place) => kept[place]).ToValueList();

    private static Gen<ValueList<IPAddress>> Addresses { get; } =
        from count in Gen.Elements(0, 1, 1, 2)
        from all in Gen.Shuffle(WorkloadAddresses)
        select all.Take(count).Select(IPAddress.Parse).ToValueList();

    private static Gen<MeshService> Service(string name) =>
        from ns in Gen.Elements(Namespaces)
        from network in Gen.Elements(Networks)
        from addresses in Gen.SubListOf(VirtualAddresses)
        from hasBlock in Gen.Elements(true, false, false)
        from ports in Ports
        from balancing in Balancings
        from waypoint in Few(Ways)
        from ways in Ways.ArrayOf(2)
        from weights in Gen.Elements(0U, 1U, 3U).ArrayOf(2)
        from hasWeighted in Gen.Elements(true, false, false, false)
        from clusterWeights in Gen.Elements(0U, 1U, 4U).ArrayOf(2)
        from flags in Gen.Elements(true, true, true, false).ArrayOf(6)
        from families in Gen.Elements(Enum.GetValues<IpFamilies>())
        select new MeshService
        {
            Name = name,
            Namespace = ns,
            Hostname = $"{name}.{(name is "cart" or "db" ? "shop" : "infra")}.svc.cluster.local",
            Addresses = addresses.Select(address => new NetworkAddress(network, IPAddress.Parse(address))).ToValueList(),
            AddressBlocks = hasBlock ? [NetworkBlock.Of(network, IPAddress.Parse("10.96.0.0"), name.Length + 14)] : [],
            Ports = ports,
            SubjectAltNames = flags[0] ? Remote : [],
            LoadBalancing = balancing,
            Waypoint = waypoint,
            WeightedWaypoints = hasWeighted ? [new(ways[0], weights[0]), new(ways[1], weights[1])] : [],
            ClusterWeights = flags[1] ? [] : [new("c0", clusterWeights[0]), new("c1", clusterWeights[1])],
            HasClientAffinity = !flags[2],
            IsCanonical = flags[3],
            UsesWaypointForIngress = !flags[5],
            Visibility = flags[4] ? ServiceVisibility.Public : ServiceVisibility.Namespace,
            IpFamilies = families,
        };

    private static Gen<Workload> Workload(int number, ValueList<MeshService> services) =>
        from network in Gen.Frequency((3, Gen.Constant("n0")), (1, Gen.Constant("n1")))
        from ns in Gen.Elements(Namespaces)
        from addresses in Addresses
        from cluster in Gen.Elements("c0", "c1")
        from places in Gen.Elements("", "a", "b").ArrayOf(3)
        from words in Gen.Elements(0, 1, 2, 3).ArrayOf(8)
        from gateway in Ways
        from waypoint in Few(Ways)
        from parts in Gen.SubListOf<MeshService>(services.ToArray())
        from ports in Ports.ArrayOf(services.Count)
        select new Workload
        {
            Uid = words[0] == 0 ? $"{cluster}/networking.istio.io/WorkloadEntry/{ns}/w{number}" : $"{cluster}//Pod/{ns}/w{number}",
            Name = $"w{number}",
            Namespace = ns,
            Network = network,
            Addresses = addresses,
            TunnelProtocol = words[1] == 0 ? TunnelProtocol.None : TunnelProtocol.Hbone,
            ServiceAccount = words[2] == 0 ? "" : $"sa{number % 2}",
            Hostname = words[3] == 0 ? "outside.example.test" : "",
            NetworkMode = words[4] == 0 ? NetworkMode.HostNetwork : NetworkMode.Standard,
            NetworkGateway = words[5] == 0 ? null : gateway,
            Waypoint = waypoint,
            ApplicationTunnel = words[6] == 0 ? new ApplicationTunnel(ApplicationTunnelProtocol.Proxy, 15088) : null,
            Status = words[7] == 0 ? HealthStatus.Unhealthy : HealthStatus.Healthy,
            Cluster = cluster,
            Node = places[0],
            Locality = new Locality(places[1], places[2], ""),
            Capacity = (uint)words[1],
            Services = parts.Distinct().Select((service, place) => new ServiceMembership(service.Key, ports[place]))
                .OrderBy(part => part.Service).ToValueList(),
        };

    private static Workload Gateway { get; } = new()
    {
        Uid = "NetworkGateway/n1/203.0.113.1/15008",
        Name = "gate",
        Namespace = "infra",
        Addresses = [IPAddress.Parse("203.0.113.1")],
        Network = "n1",
        ServiceAccount = "gate",
    };

    /// <summary>Tables of a node proxy's viewpoint.</summary>
    public static Gen<RouteTable> Tables { get; } =
        from drafts in Gen.CollectToArray(ServiceNames.Select(Service))
        let services = drafts.ToValueList()
        from workloads in Gen.CollectToArray(Enumerable.Range(0, 8).Select(number => Workload(number, services)))
        from isRegistryOnly in Gen.Elements(true, false)
        select RouteTable.Create(
            new Viewpoint("c0", "n0", ViewpointRole.Node),
            isRegistryOnly ? services.Add(OutboundTraffic.RegistryOnly) : services,
            workloads.Append(Gateway),
            []);

    /// <summary>Names and addresses that tables know, and some that they do not.</summary>
    public static Gen<Destination> Destinations { get; } =
        from host in Gen.Elements([
            "cart.shop.svc.cluster.local", "db.shop", "WAY.infra.svc", "gate.infra.svc.cluster.local.", "cart", "nobody.test",
            .. VirtualAddresses, .. WorkloadAddresses, "10.96.0.77", "203.0.113.9", "127.0.0.1", "0.0.0.0", "::ffff:127.0.0.2", "::ffff:10.96.0.1"])
        from port in Gen.Elements(80, 80, 80, 81, 15008)
        select Destination.Of(host, port);
}
