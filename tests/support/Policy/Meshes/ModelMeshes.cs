using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy.Meshes;

/// <summary>
/// Small meshes of every shape that route tables tell apart, made as values: policies that differ between clusters, several
/// networks and gateways, headless services, waypoints, foreign trust domains, exports and imports.
/// </summary>
public static class ModelMeshes
{
    private const string Suffix = "svc.cluster.local";

    private static readonly string[] Names = ["cart", "db", "way", "web"];
    private static readonly string[] Networks = ["net-0", "net-1", "net-2"];

    /// <summary>Whom else endpoints may be, as ServiceEntries say: nobody for the most part, one whom some believe, one whom nobody does.</summary>
    private static readonly ValueList<SpiffeId>[] Others =
    [
        [], [], [], [new SpiffeId("other.test", "shop", "guest")], [new SpiffeId("stranger.test", "shop", "guest")],
    ];

    private static readonly ScopePolicy[] Policies =
    [
        Policy("global \"opt-in\" when service(istio.io/global=true)"),
        Policy("global \"opt-in\" when service(istio.io/global=true)"),
        Policy("global \"all\" when not service(istio.io/global=false)"),
        Policy("global \"all\" when not service(istio.io/global=false)\nlocal \"no databases\" when service named db"),
        Policy("global \"all but of c1\" when not cluster named c1"),
        ScopePolicy.Empty,
    ];

    /// <summary>Between one and four clusters.</summary>
    public static Gen<Mesh> All { get; } =
        from count in Gen.Choose(1, 4)
        from clusters in Gen.CollectToArray(Enumerable.Range(0, count).Select(Cluster))
        select new Mesh(clusters.ToValueList());

    /// <summary>A cluster of a number, as it might be before or after a change.</summary>
    public static Gen<Cluster> Cluster(int number) =>
        from network in Gen.Frequency((3, Gen.Constant(Networks[number % 3])), (1, Gen.Elements(Networks)))
        from domain in Gen.Frequency((6, Gen.Constant("cluster.local")), (1, Gen.Constant("other.test")))
        from federates in Gen.Elements(true, true, false)
        from policy in Gen.Elements(Policies)
        from services in SubListOf(Names.Select(name => Service(number, name)))
        from exports in SubListOf(Names.Select(Gen.Constant), 4)
        from imports in SubListOf(Names.Select(Gen.Constant), 4)
        from kept in Gen.Frequency((6, Gen.Constant(ClusterLocalHosts.None)), (1, Gen.Constant(new ClusterLocalHosts([new($"web.shop.{Suffix}", true)]))))
        from gateways in Gen.CollectToArray(Enumerable.Range(0, 3).Select(at => Gateway(number, at, network, domain)))
        from gatewayCount in Gen.Choose(0, 3)
        from pods in Gen.CollectToArray(Enumerable.Range(0, 5).Select(at => Pod(number, at, network, domain, services)))
        from podCount in Gen.Choose(0, 5)
        select new Cluster
        {
            Id = $"c{number}",
            Network = network,
            TrustDomain = domain,
            Federation = federates ? [new TrustBundle("cluster.local", ""), new TrustBundle("other.test", "")] : [],
            ScopePolicy = policy,
            Namespaces = [new Namespace("shop", LabelSet.Empty)],
            Services = services,
            Exports = exports.Select(name => new ExportedService(new NamespacedName("shop", name), null)).ToValueList(),
            Imports = imports.Select(name => new NamespacedName("shop", name)).ToValueList(),
            ClusterLocalHosts = kept,
            Gateways = gateways.Take(gatewayCount).ToValueList(),
            Pods = pods.Take(podCount).ToValueList(),
        };

    private static Gen<ClusterService> Service(int cluster, string name) =>
        from label in Gen.Elements("true", "true", "false", "")
        from headless in Gen.Frequency((name == "db" ? 3 : 0, Gen.Constant(true)), (1, Gen.Constant(false)))
        from port in Gen.Elements(80, 80, 443)
        from target in Gen.Elements(8080, 8443)
        from hour in Gen.Choose(0, 3)
        from waypoint in Gen.Frequency((name == "way" ? 0 : 1, Gen.Constant(true)), (4, Gen.Constant(false)))
        from merging in Gen.Elements(PortMerging.OfBase, PortMerging.Union)
        from health in Gen.Frequency((4, Gen.Constant(HealthPolicy.OnlyHealthy)), (1, Gen.Constant(HealthPolicy.AllowAll)))
        from families in Gen.Elements(IpFamilies.Automatic, IpFamilies.Automatic, IpFamilies.Dual, IpFamilies.IPv6Only)
        from affine in Gen.Elements(false, false, true)
        from weighs in Gen.Elements(false, false, true)
        from others in Gen.Elements(Others)
        select new ClusterService
        {
            Name = new NamespacedName("shop", name),
            Hostname = $"{name}.shop.{Suffix}",
            Labels = label.Length == 0 ? LabelSet.Empty : LabelSet.Empty.With("istio.io/global", label),
            IsHeadless = headless,
            Addresses = headless ? [] : [new IPAddress([10, 96, (byte)cluster, (byte)(Array.IndexOf(Names, name) + 1)])],
            Ports = [new PortMapping(port, target, AppProtocol.Unknown)],
            CreatedAt = hour == 0 ? null : DateTimeOffset.UnixEpoch.AddHours(hour),
            Waypoint = waypoint ? new GatewayAddress.Named(new NamespacedName("shop", $"way.shop.{Suffix}"), 15008) : null,
            PortMerging = merging,
            LoadBalancing = LoadBalancing.Default with { Health = health },
            IpFamilies = families,
            HasClientAffinity = affine,
            ClusterWeights = weighs ? [new ClusterWeight("c0", 1), new ClusterWeight("c1", 3)] : [],
            SubjectAltNames = others,
        };

    private static Gen<EastWestGateway> Gateway(int cluster, int number, string network, string domain) =>
        from leadsTo in Gen.Frequency((4, Gen.Constant(network)), (1, Gen.Elements(Networks)))
        from weight in Gen.Elements(1u, 1u, 2u, 0u)
        from isNamed in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new EastWestGateway(
            new NamespacedName("istio-system", $"eastwest-{number}"),
            leadsTo,
            isNamed ? [] : [new IPAddress([203, 0, (byte)cluster, (byte)(number + 1)])],
            15008,
            new SpiffeId(domain, "istio-system", $"eastwest-{number}"))
        {
            Weight = weight,
            Hostnames = isNamed ? [$"lb-{cluster}-{number}.example.test"] : [],
        };

    private static Gen<Pod> Pod(int cluster, int number, string network, string domain, ValueList<ClusterService> services) =>
        from own in Gen.Frequency((4, Gen.Constant(network)), (1, Gen.Elements(Networks)))
        from tunnel in Gen.Frequency((5, Gen.Constant(TunnelProtocol.Hbone)), (1, Gen.Constant(TunnelProtocol.None)))
        from status in Gen.Frequency((3, Gen.Constant(HealthStatus.Healthy)), (1, Gen.Constant(HealthStatus.Unhealthy)))
        from region in Gen.Elements("", "north", "south")
        from account in Gen.Elements("default", "clerk")
        from capacity in Gen.Elements(1u, 1u, 1u, 3u)
        from parts in SubListOf(services.Select(Gen.Constant))
        let workload = new Workload
        {
            Uid = $"c{cluster}//Pod/shop/pod-{number}",
            Name = $"pod-{number}",
            Namespace = "shop",
            Addresses = [new IPAddress([10, 244, (byte)cluster, (byte)(number + 1)])],
            Network = own,
            TunnelProtocol = tunnel,
            TrustDomain = domain,
            ServiceAccount = account,
            Node = $"node-{number % 2}",
            Status = status,
            Cluster = $"c{cluster}",
            Locality = new Locality(region, "", ""),
            Capacity = capacity,
            Services = parts.Select(service => new ServiceMembership(service.Key, service.Ports)).OrderBy(part => part.Service).ToValueList(),
        }
        select new Pod(workload, LabelSet.Empty, []);

    private static ScopePolicy Policy(string text) =>
        ScopePolicy.Parse(text, "mesh.scope").Policy ?? throw new ArgumentException($"`{text}` is no policy", nameof(text));

    /// <summary>About two thirds of some items, or one in <paramref name="oneIn"/>.</summary>
    private static Gen<ValueList<T>> SubListOf<T>(IEnumerable<Gen<T>> items, int oneIn = 0) =>
        from all in Gen.CollectToArray(items)
        from kept in (oneIn == 0 ? Gen.Elements(true, true, false) : Gen.Choose(1, oneIn * oneIn).Select(chance => chance == 1)).ArrayOf(all.Length)
        select all.Where((_, place) => kept[place]).ToValueList();
}
