using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>Adds to services and workloads what few of them have: waypoints, ranges, weights, tunnels.</summary>
public static class RoutingExtras
{
    private static Gen<GatewayAddress> Ways { get; } =
        from named in Gen.Elements(true, false)
        from last in Gen.Choose(1, 9)
        from port in Gen.Elements(15008, 15088)
        select named
            ? (GatewayAddress)new GatewayAddress.Named(new NamespacedName("shop", $"way-{last}.shop.svc.cluster.local"), port)
            : new GatewayAddress.Addressed(new NetworkAddress("network-0", new IPAddress([10, 96, 9, (byte)last])), port);

    private static Gen<GatewayAddress?> MaybeWay { get; } = Gen.OneOf(Ways.Select(GatewayAddress? (way) => way), Gen.Constant<GatewayAddress?>(null));

    private static Gen<NetworkBlock> Blocks { get; } =
        from network in Gen.Elements("network-0", "network-1")
        from isV6 in Gen.Elements(true, false)
        from bits in Gen.Choose(0, 31)
        select NetworkBlock.Of(network, IPAddress.Parse(isV6 ? "2001:db8:ffff::ff" : "203.0.113.255"), bits);

    /// <summary>The service with some of what few services have.</summary>
    public static Gen<MeshService> Of(MeshService service) =>
        from blocks in Blocks.ListOf(2)
        from waypoint in MaybeWay
        from weighted in (from way in Ways from weight in Gen.Choose(0, 100) select new WeightedWaypoint(way, (uint)weight)).ListOf(2)
        from flags in Gen.Elements(true, false).ArrayOf(4)
        from families in Gen.Elements(Enum.GetValues<IpFamilies>())
        from weights in Gen.Choose(0, 100).ArrayOf(2)
        select service with
        {
            AddressBlocks = blocks.Distinct().OrderBy(block => block.ToString(), StringComparer.Ordinal).ToValueList(),
            Waypoint = waypoint,
            WeightedWaypoints = weighted.ToValueList(),
            UsesWaypointForIngress = flags[0],
            IsCanonical = flags[1],
            Visibility = flags[2] ? ServiceVisibility.Namespace : ServiceVisibility.Public,
            HasClientAffinity = flags[3],
            IpFamilies = families,
            ClusterWeights = weights[0] < 30
                ? []
                : [new ClusterWeight("c0", (uint)weights[0]), new ClusterWeight("c1", (uint)weights[1])],
            Federation = flags[0] && flags[3]
                ? [new TrustBundle("a.test", "roots of a"), new TrustBundle("b.test", $"roots {weights[0]} of b")]
                : [],
        };

    /// <summary>The workload with some of what few workloads have.</summary>
    public static Gen<Workload> Of(Workload workload) =>
        from waypoint in MaybeWay
        from gateway in MaybeWay
        from flags in Gen.Elements(true, false).ArrayOf(3)
        from port in Gen.Elements(0, 15088)
        select workload with
        {
            Waypoint = waypoint,
            NetworkGateway = workload.NetworkGateway is null ? null : gateway ?? workload.NetworkGateway,
            Hostname = flags[0] ? "db.example.test" : "",
            NetworkMode = flags[1] ? NetworkMode.HostNetwork : NetworkMode.Standard,
            IsNativeTunnel = flags[2],
            ApplicationTunnel = port == 0
                ? null
                : new ApplicationTunnel(flags[0] ? ApplicationTunnelProtocol.Proxy : ApplicationTunnelProtocol.None, port),
        };
}
