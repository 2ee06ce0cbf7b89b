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
            Canonical = true,
        };
        message.Addresses.AddRange(service.Addresses.Select(WireValues.ToWire));
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
            Addresses = message.Addresses.Select(WireValues.ToModel)
                .OrderBy(address => address.Network, StringComparer.Ordinal)
                .ThenBy(address => address.Address, AddressOrder.Instance)
                .ToValueList(),
            Ports = WireValues.ToModel(message.Ports),
            SubjectAltNames = message.SubjectAltNames.Select(ToIdentity)
                .OrderBy(id => id.ToString(), StringComparer.Ordinal)
                .ToValueList(),
            LoadBalancing = message.LoadBalancing is { } balancing ? ToModel(balancing) : LoadBalancing.Default,
        };
    }

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
