using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>Services to <c>istio.workload.Service</c> and back.</summary>
internal static class ServiceConversion
{
    public static Wire.Service ToWire(MeshService service)
    {
        var message = new Wire.Service
        {
            Name = service.Name,
            Namespace = service.Namespace,
            Hostname = service.Hostname,
            Canonical = service.IsCanonical,
            Waypoint = service.Waypoint is { } waypoint ? WireValues.ToWire(waypoint) : null,
            IngressUseWaypoint = service.UsesWaypointForIngress,
            Visibility = service.Visibility == ServiceVisibility.Namespace
                ? Wire.Service.Types.Visibility.Namespace
                : Wire.Service.Types.Visibility.Public,
            IpFamilies = ToWire(service.IpFamilies),
        };
        message.Addresses.AddRange(service.Addresses.Select(WireValues.ToWire));
        message.Addresses.AddRange(service.AddressBlocks.Select(WireValues.ToWire));
        message.WeightedWaypoints.AddRange(service.WeightedWaypoints.Select(weighted => new Wire.WeightedWaypoint
        {
            Destination = WireValues.ToWire(weighted.Destination),
            Weight = weighted.Weight,
        }));
        message.Extensions.AddRange(RoutingExtension.Of(service));
        message.Ports.AddRange(service.Ports.Select(WireValues.ToWire));
        message.SubjectAltNames.AddRange(service.SubjectAltNames.Select(id => id.ToString()));
        if (service.LoadBalancing != LoadBalancing.Default)
            message.LoadBalancing = ToWire(service.LoadBalancing);
        return message;
    }

    public static MeshService ToModel(Wire.Service message)
    {
        if (message.Hostname.Length == 0)
            throw new InvalidResourceException("a service has no host name");
        return new MeshService
        {
            Name = message.Name,
            Namespace = message.Namespace,
            Hostname = message.Hostname,
            Addresses = AddressOrder.Sort(
                message.Addresses.Where(address => !WireValues.IsBlock(address)).Select(WireValues.ToModel)),
            AddressBlocks = AddressOrder.Sort(message.Addresses.Where(WireValues.IsBlock).Select(WireValues.ToBlock)),
            Ports = WireValues.ToModel(message.Ports),
            SubjectAltNames = message.SubjectAltNames.Select(ToIdentity)
                .OrderBy(id => id.ToString(), StringComparer.Ordinal)
                .ToValueList(),
            LoadBalancing = message.LoadBalancing is { } balancing ? ToModel(balancing) : LoadBalancing.Default,
            Waypoint = message.Waypoint is { } waypoint ? WireValues.ToModel(waypoint) : null,
            WeightedWaypoints = message.WeightedWaypoints.Select(ToModel).ToValueList(),
            UsesWaypointForIngress = message.IngressUseWaypoint,
            IpFamilies = ToModel(message.IpFamilies),
            IsCanonical = message.Canonical,
            Visibility = message.Visibility == Wire.Service.Types.Visibility.Namespace
                ? ServiceVisibility.Namespace
                : ServiceVisibility.Public,
            ClusterWeights = RoutingExtension.ClusterWeights(message.Extensions),
            HasClientAffinity = RoutingExtension.HasClientAffinity(message.Extensions),
            Federation = RoutingExtension.Federation(message.Extensions),
        };
    }

    private static WeightedWaypoint ToModel(Wire.WeightedWaypoint message) => message.Destination is { } destination
        ? new WeightedWaypoint(WireValues.ToModel(destination), message.Weight)
        : throw new InvalidResourceException("a weighted waypoint has no destination");

    private static Wire.IPFamilies ToWire(IpFamilies families) => families switch
    {
        IpFamilies.Automatic => Wire.IPFamilies.Automatic,
        IpFamilies.IPv4Only => Wire.IPFamilies.Ipv4Only,
        IpFamilies.IPv6Only => Wire.IPFamilies.Ipv6Only,
        IpFamilies.Dual => Wire.IPFamilies.Dual,
    };

    private static IpFamilies ToModel(Wire.IPFamilies families) => families switch
    {
        Wire.IPFamilies.Ipv4Only => IpFamilies.IPv4Only,
        Wire.IPFamilies.Ipv6Only => IpFamilies.IPv6Only,
        Wire.IPFamilies.Dual => IpFamilies.Dual,

        // Families of a newer control plane leave the choice to the caller's.
        Wire.IPFamilies.Automatic or _ => IpFamilies.Automatic,
    };

    private static SpiffeId ToIdentity(string text) =>
        SpiffeId.TryParse(text, out var id) ? id : throw new InvalidResourceException($"`{text}` is no SPIFFE identity");

    private static Wire.LoadBalancing ToWire(LoadBalancing balancing)
    {
        var message = new Wire.LoadBalancing
        {
            Mode = balancing.Mode switch
            {
                LoadBalancingMode.Any => Wire.LoadBalancing.Types.Mode.UnspecifiedMode,
                LoadBalancingMode.Strict => Wire.LoadBalancing.Types.Mode.Strict,
                LoadBalancingMode.Failover => Wire.LoadBalancing.Types.Mode.Failover,
                LoadBalancingMode.Passthrough => Wire.LoadBalancing.Types.Mode.Passthrough,
            },
            HealthPolicy = balancing.Health switch
            {
                HealthPolicy.OnlyHealthy => Wire.LoadBalancing.Types.HealthPolicy.OnlyHealthy,
                HealthPolicy.AllowAll => Wire.LoadBalancing.Types.HealthPolicy.AllowAll,
            },
        };
        message.RoutingPreference.AddRange(balancing.Preferences.Select(ToWire));
        return message;
    }

    private static LoadBalancing ToModel(Wire.LoadBalancing message) => new(
        message.Mode switch
        {
            Wire.LoadBalancing.Types.Mode.UnspecifiedMode => LoadBalancingMode.Any,
            Wire.LoadBalancing.Types.Mode.Strict => LoadBalancingMode.Strict,
            Wire.LoadBalancing.Types.Mode.Failover => LoadBalancingMode.Failover,
            Wire.LoadBalancing.Types.Mode.Passthrough => LoadBalancingMode.Passthrough,
            _ => throw new InvalidResourceException($"load balancing mode {(int)message.Mode} is not known"),
        },
        message.RoutingPreference.Select(ToModel).ToValueList(),
        message.HealthPolicy switch
        {
            Wire.LoadBalancing.Types.HealthPolicy.OnlyHealthy => HealthPolicy.OnlyHealthy,
            Wire.LoadBalancing.Types.HealthPolicy.AllowAll => HealthPolicy.AllowAll,
            _ => throw new InvalidResourceException($"health policy {(int)message.HealthPolicy} is not known"),
        });

    private static Wire.LoadBalancing.Types.Scope ToWire(RoutingScope scope) => scope switch
    {
        RoutingScope.Region => Wire.LoadBalancing.Types.Scope.Region,
        RoutingScope.Zone => Wire.LoadBalancing.Types.Scope.Zone,
        RoutingScope.Subzone => Wire.LoadBalancing.Types.Scope.Subzone,
        RoutingScope.Node => Wire.LoadBalancing.Types.Scope.Node,
        RoutingScope.Cluster => Wire.LoadBalancing.Types.Scope.Cluster,
        RoutingScope.Network => Wire.LoadBalancing.Types.Scope.Network,
    };

    private static RoutingScope ToModel(Wire.LoadBalancing.Types.Scope scope) => scope switch
    {
        Wire.LoadBalancing.Types.Scope.Region => RoutingScope.Region,
        Wire.LoadBalancing.Types.Scope.Zone => RoutingScope.Zone,
        Wire.LoadBalancing.Types.Scope.Subzone => RoutingScope.Subzone,
        Wire.LoadBalancing.Types.Scope.Node => RoutingScope.Node,
        Wire.LoadBalancing.Types.Scope.Cluster => RoutingScope.Cluster,
        Wire.LoadBalancing.Types.Scope.Network => RoutingScope.Network,
        Wire.LoadBalancing.Types.Scope.UnspecifiedScope or _ =>
            throw new InvalidResourceException($"routing preference {(int)scope} is not known"),
    };
}
