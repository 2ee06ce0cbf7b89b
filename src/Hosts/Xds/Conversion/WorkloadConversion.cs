using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>Workloads to <c>istio.workload.Workload</c> and back.</summary>
internal static class WorkloadConversion
{
    /// <summary>What a message leaves out where nothing else is said (ztunnel's defaults).</summary>
    private const string DefaultCluster = "Kubernetes";
    private const string DefaultServiceAccount = "default";

    public static Wire.Workload ToWire(Workload workload)
    {
        var message = new Wire.Workload
        {
            Uid = workload.Uid,
            Name = workload.Name,
            Namespace = workload.Namespace,
            Network = workload.Network,
            TunnelProtocol = workload.TunnelProtocol == TunnelProtocol.Hbone ? Wire.TunnelProtocol.Hbone : Wire.TunnelProtocol.None,
            TrustDomain = workload.TrustDomain == WellKnown.DefaultTrustDomain ? "" : workload.TrustDomain,
            ServiceAccount = workload.ServiceAccount,
            Node = workload.Node,
            CanonicalName = workload.CanonicalName,
            CanonicalRevision = workload.CanonicalRevision,
            WorkloadType = ToWire(workload.Kind),
            WorkloadName = workload.Owner,
            Status = workload.Status == HealthStatus.Healthy ? Wire.WorkloadStatus.Healthy : Wire.WorkloadStatus.Unhealthy,
            ClusterId = workload.Cluster,
            Capacity = workload.Capacity == 1 ? null : workload.Capacity,
            Hostname = workload.Hostname,
            NetworkMode = workload.NetworkMode == NetworkMode.HostNetwork ? Wire.NetworkMode.HostNetwork : Wire.NetworkMode.Standard,
            NativeTunnel = workload.IsNativeTunnel,
            Waypoint = workload.Waypoint is { } waypoint ? WireValues.ToWire(waypoint) : null,
            ApplicationTunnel = workload.ApplicationTunnel is { } tunnel ? ToWire(tunnel) : null,
        };
        if (workload.NetworkGateway is { } gateway)
            message.NetworkGateway = WireValues.ToWire(gateway);
        if (workload.Locality != Locality.Unknown)
        {
            var (region, zone, subzone) = workload.Locality;
            message.Locality = new Wire.Locality { Region = region, Zone = zone, Subzone = subzone };
        }

        message.Addresses.AddRange(workload.Addresses.Select(WireValues.ToWire));
        message.AuthorizationPolicies.AddRange(workload.AuthorizationPolicies.Select(name => name.ToString()));
        foreach (var membership in workload.Services)
        {
            var ports = new Wire.PortList();
            ports.Ports.AddRange(membership.Ports.Select(WireValues.ToWire));
            message.Services[membership.Service.ToString()] = ports;
        }

        return message;
    }

    public static Workload ToModel(Wire.Workload message)
    {
        if (message.Uid.Length == 0)
            throw new InvalidResourceException("a workload has no uid");
        if (message.TunnelProtocol is not (Wire.TunnelProtocol.None or Wire.TunnelProtocol.Hbone))
            throw new InvalidResourceException($"tunnel protocol {message.TunnelProtocol} is not carried");
        var workload = new Workload
        {
            Uid = message.Uid,
            Name = message.Name,
            Namespace = message.Namespace,
            Addresses = message.Addresses.Select(WireValues.ToAddress).ToValueList(),
            Network = message.Network,
            TunnelProtocol = message.TunnelProtocol == Wire.TunnelProtocol.Hbone ? TunnelProtocol.Hbone : TunnelProtocol.None,
            TrustDomain = message.TrustDomain is { Length: > 0 } domain ? domain : WellKnown.DefaultTrustDomain,

            // A group of pods behind a gateway has no identity of its own, and must not be given one.
            ServiceAccount = message.ServiceAccount.Length == 0 && message.NetworkGateway is null
                ? DefaultServiceAccount
                : message.ServiceAccount,
            NetworkGateway = message.NetworkGateway is { } gateway ? WireValues.ToModel(gateway) : null,
            Node = message.Node,
            CanonicalName = message.CanonicalName,
            CanonicalRevision = message.CanonicalRevision,
            Kind = ToModel(message.WorkloadType),
            Owner = message.WorkloadName,
            Services = message.Services
                .Select(entry => new ServiceMembership(WireValues.ToName(entry.Key), WireValues.ToModel(entry.Value.Ports)))
                .OrderBy(membership => membership.Service)
                .ToValueList(),
            AuthorizationPolicies = message.AuthorizationPolicies.Select(WireValues.ToName).Order().ToValueList(),
            Status = message.Status == Wire.WorkloadStatus.Healthy ? HealthStatus.Healthy : HealthStatus.Unhealthy,
            Cluster = message.ClusterId is { Length: > 0 } cluster ? cluster : DefaultCluster,
            Locality = message.Locality is { } locality
                ? new Locality(locality.Region, locality.Zone, locality.Subzone)
                : Locality.Unknown,
            Capacity = message.Capacity ?? 1,
            Hostname = message.Hostname,
            NetworkMode = message.NetworkMode == Wire.NetworkMode.HostNetwork ? NetworkMode.HostNetwork : NetworkMode.Standard,
            IsNativeTunnel = message.NativeTunnel,
            Waypoint = message.Waypoint is { } waypoint ? WireValues.ToModel(waypoint) : null,
            ApplicationTunnel = message.ApplicationTunnel is { } tunnel ? ToModel(tunnel) : null,
        };
        return NamesIdentity(workload)
            ? workload
            : throw new InvalidResourceException(
                $"`{workload.TrustDomain}`, `{workload.Namespace}`, `{workload.ServiceAccount}` do not name an identity");
    }

    /// <summary>Decisions ask for a workload's identity, and must not fail: what names none is refused here.</summary>
    private static bool NamesIdentity(Workload workload) =>
        !$"{workload.TrustDomain}{workload.Namespace}{workload.ServiceAccount}".Contains('/', StringComparison.Ordinal);

    private static Wire.ApplicationTunnel ToWire(ApplicationTunnel tunnel) => new()
    {
        Protocol = tunnel.Protocol == ApplicationTunnelProtocol.Proxy
            ? Wire.ApplicationTunnel.Types.Protocol.Proxy
            : Wire.ApplicationTunnel.Types.Protocol.None,
        Port = (uint)tunnel.Port,
    };

    private static ApplicationTunnel ToModel(Wire.ApplicationTunnel message) => new(
        message.Protocol == Wire.ApplicationTunnel.Types.Protocol.Proxy
            ? ApplicationTunnelProtocol.Proxy
            : ApplicationTunnelProtocol.None,
        WireValues.ToPortOrNone(message.Port));

    private static Wire.WorkloadType ToWire(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Deployment => Wire.WorkloadType.Deployment,
        WorkloadKind.CronJob => Wire.WorkloadType.Cronjob,
        WorkloadKind.Pod => Wire.WorkloadType.Pod,
        WorkloadKind.Job => Wire.WorkloadType.Job,
    };

    private static WorkloadKind ToModel(Wire.WorkloadType type) => type switch
    {
        Wire.WorkloadType.Deployment => WorkloadKind.Deployment,
        Wire.WorkloadType.Cronjob => WorkloadKind.CronJob,
        Wire.WorkloadType.Job => WorkloadKind.Job,
        Wire.WorkloadType.Pod or _ => WorkloadKind.Pod,
    };
}
