using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ScopeMesh.Tests.Golden;

/// <summary>A route table in the format of ztunnel's local configuration.</summary>
internal static class LocalTable
{
    public const string File = "local.yaml";

    private static readonly IDeserializer Yaml =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    /// <summary>The table as a node of the unnamed network's first workload sees it, and as any gateway does.</summary>
    public static RouteTable Read(string text)
    {
        var local = Yaml.Deserialize<LocalConfiguration>(text);
        var viewpoint = new Viewpoint("", local.Workloads[0].Network, ViewpointRole.Node);
        return RouteTable.Create(viewpoint, local.Services.Select(Service), local.Workloads.Select(Workload), []);
    }

    private static MeshService Service(LocalService service) => new()
    {
        Name = service.Name,
        Namespace = service.Namespace,
        Hostname = service.Hostname,
        Addresses = service.Vips.Select(Address).ToValueList(),
        AddressBlocks = service.CidrVips.Select(Block).ToValueList(),
        Ports = Ports(service.Ports),
        SubjectAltNames = service.SubjectAltNames.Select(Identity).ToValueList(),
        Waypoint = Gateway(service.Waypoint),
        WeightedWaypoints = service.WeightedWaypoints
            .Select(weighted => new WeightedWaypoint(Gateway(weighted.Destination)!, weighted.Weight))
            .ToValueList(),
        LoadBalancing = service.LoadBalancer is { } balancer ? Balancing(balancer) : LoadBalancing.Default,
        IpFamilies = service.IpFamilies switch
        {
            "" => IpFamilies.Automatic,
            "Dual" => IpFamilies.Dual,
            "IPv4" => IpFamilies.IPv4Only,
            "IPv6" => IpFamilies.IPv6Only,
            var other => throw new FormatException($"`{other}` is no ipFamilies"),
        },
        IsCanonical = service.Canonical,
        Visibility = Enum.Parse<ServiceVisibility>(service.Visibility),
        ClusterWeights = service.ClusterWeights.Select(weight => new ClusterWeight(weight.Key, weight.Value)).ToValueList(),
        HasClientAffinity = service.ClientAffinity,
        UsesWaypointForIngress = service.IngressUseWaypoint,
    };

    private static Workload Workload(LocalWorkload workload) => new()
    {
        Uid = workload.Uid.Length > 0 ? workload.Uid : $"{workload.ClusterId}//Pod/{workload.Namespace}/{workload.Name}",
        Name = workload.Name,
        Namespace = workload.Namespace,
        Addresses = workload.WorkloadIps.Select(IPAddress.Parse).ToValueList(),
        Network = workload.Network,
        TunnelProtocol = workload.Protocol == "HBONE" ? TunnelProtocol.Hbone : TunnelProtocol.None,
        TrustDomain = workload.TrustDomain,
        ServiceAccount = workload.ServiceAccount,
        Hostname = workload.Hostname,
        NetworkMode = Enum.Parse<NetworkMode>(workload.NetworkMode),
        NetworkGateway = Gateway(workload.NetworkGateway),
        Waypoint = Gateway(workload.Waypoint),
        ApplicationTunnel = workload.ApplicationTunnel is { } tunnel
            ? new ApplicationTunnel(Enum.Parse<ApplicationTunnelProtocol>(tunnel.Protocol, ignoreCase: true), tunnel.Port)
            : null,
        Node = workload.Node,
        Cluster = workload.ClusterId,
        Status = Enum.Parse<HealthStatus>(workload.Status),
        Locality = new Locality(workload.Locality.Region, workload.Locality.Zone, workload.Locality.Subzone),
        Capacity = workload.Capacity,
        Services = workload.Services
            .Select(part => new ServiceMembership(Name(part.Key), Ports(part.Value)))
            .OrderBy(part => part.Service)
            .ToValueList(),
    };

    private static LoadBalancing Balancing(LocalBalancer balancer) => new(
        balancer.Mode == "Standard" ? LoadBalancingMode.Any : Enum.Parse<LoadBalancingMode>(balancer.Mode),
        balancer.RoutingPreferences.Select(Enum.Parse<RoutingScope>).ToValueList(),
        Enum.Parse<HealthPolicy>(balancer.HealthPolicy));

    /// <summary>As ztunnel reads it: <c>network/address</c>, else <c>namespace/host</c>.</summary>
    private static GatewayAddress? Gateway(LocalGateway? gateway)
    {
        if (gateway is null)
            return null;
        var parts = gateway.Destination.Split('/', 2);
        return IPAddress.TryParse(parts[1], out var address)
            ? new GatewayAddress.Addressed(new NetworkAddress(parts[0], address), gateway.HboneMtlsPort)
            : new GatewayAddress.Named(new NamespacedName(parts[0], parts[1]), gateway.HboneMtlsPort);
    }

    private static ValueList<PortMapping> Ports(Dictionary<int, int> ports) => ports
        .OrderBy(port => port.Key)
        .Select(port => new PortMapping(port.Key, port.Value, AppProtocol.Unknown))
        .ToValueList();

    private static NetworkAddress Address(string text) => text.Split('/', 2) is [var network, var address]
        ? new NetworkAddress(network, IPAddress.Parse(address))
        : throw new FormatException($"`{text}` is no `network/address`");

    private static NetworkBlock Block(LocalBlock block)
    {
        var parsed = IPNetwork.Parse(block.Cidr);
        return NetworkBlock.Of(block.Network, parsed.BaseAddress, parsed.PrefixLength);
    }

    private static NamespacedName Name(string text) => text.Split('/', 2) is [var ns, var name]
        ? new NamespacedName(ns, name)
        : throw new FormatException($"`{text}` is no `namespace/host`");

    private static SpiffeId Identity(string text) =>
        SpiffeId.TryParse(text, out var id) ? id : throw new FormatException($"`{text}` is no identity");
}
