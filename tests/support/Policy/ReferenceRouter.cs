using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>A decision that a connection may have.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Rank">Which tier of the service's preferences it is of; 0 for the best.</param>
/// <param name="Share">Its part of all rolls; 0 where it waits until others are gone.</param>
public sealed record RoutedOutcome(RouteDecision Decision, int Rank, double Share);

/// <summary>
/// The decision tree of ztunnel's <c>build_request</c>, written to be read: every look-up is a scan, and every answer the
/// list of all decisions with their chances. Where ScopeMesh differs on purpose, docs/divergences.md says so.
/// </summary>
public sealed class ReferenceRouter(RouteTable table, Workload source)
{
    /// <summary>Everything that may become of a connection.</summary>
    public IReadOnlyList<RoutedOutcome> Decide(Destination destination)
    {
        if (destination is Destination.Named named)
        {
            return ByName(named.Host) is { } service
                ? ToService(service, named.Port, null)
                : Refuse(RefusalReason.UnknownHost);
        }

        var target = ((Destination.Addressed)destination).Target;
        if (target.Address.IsIPv4MappedToIPv6)
            return Decide(new Destination.Addressed(new IPEndPoint(target.Address.MapToIPv4(), target.Port)));
        if (IPAddress.IsLoopback(target.Address) || target.Address.ToString() is "0.0.0.0" or "::")
            return Refuse(RefusalReason.SelfCall);
        var workload = ByAddress(source.Network, target.Address);
        var called = ByVirtualAddress(source.Network, target.Address, source.Namespace);
        if (workload is null && called is not null)
            return ToService(called, target.Port, target.Address);
        if (called is not null)
            return ToBoth(called, target);
        if (workload is not null)
            return ToWorkload(workload, target.Address, target.Port, target, null);
        return table.Services.Any(service => service == OutboundTraffic.RegistryOnly)
            ? Refuse(RefusalReason.NotInRegistry)
            : Certain(new RouteDecision.Plain(target, null, null));
    }

    private IReadOnlyList<RoutedOutcome> ToService(MeshService service, int port, IPAddress? called)
    {
        var weighted = service.WeightedWaypoints.Where(waypoint => waypoint.Weight > 0).ToArray();
        if (weighted.Length > 0 || service.Waypoint is not null)
        {
            var ways = weighted.Length > 0 ? weighted : [new WeightedWaypoint(service.Waypoint!, 1)];
            var total = ways.Sum(way => (double)way.Weight);
            return
            [
                .. ways.SelectMany(way => ToServiceWaypoint(service, way.Destination, port, called)
                    .Select(outcome => outcome with { Rank = 0, Share = outcome.Share * way.Weight / total })),
            ];
        }

        if (service.LoadBalancing.Mode == LoadBalancingMode.Passthrough)
            return Passthrough(service, port, called);
        return ToEndpoints(service, port, (endpoint, part) => ToEndpoint(service, endpoint, part, port, called));
    }

    private IReadOnlyList<RoutedOutcome> ToBoth(MeshService service, IPEndPoint target)
    {
        if (service.LoadBalancing.Mode == LoadBalancingMode.Passthrough)
            return Passthrough(service, target.Port, target.Address);
        return ToEndpoints(service, target.Port, (endpoint, part) =>
            endpoint.Network == source.Network && endpoint.Waypoint is not null && !IsWaypointOf(endpoint)
                ? ToWorkload(endpoint, target.Address, target.Port, target, service)
                : ToEndpoint(service, endpoint, part, target.Port, target.Address));
    }

    private IReadOnlyList<RoutedOutcome> ToWorkload(
        Workload workload, IPAddress address, int port, IPEndPoint target, MeshService? service)
    {
        if (workload.Waypoint is not { } way || IsWaypointOf(workload))
            return Certain(Direct(workload, address, port, service));
        return Hops(way, workload.Namespace, target.Address, hop => hop.Workload.Network == source.Network
            ? Certain(ToWaypoint(hop, target.ToString(), service))
            : Refuse(RefusalReason.NoGateway)) ?? Refuse(RefusalReason.UnknownWaypoint);
    }

    private IReadOnlyList<RoutedOutcome> Passthrough(MeshService service, int port, IPAddress? called)
    {
        var address = called ?? OwnAddress(service);
        return Certain(address is not null
            ? new RouteDecision.Plain(new IPEndPoint(address, port), null, service)
            : new RouteDecision.Unresolved(
                service.Hostname,
                Families(null, service.IpFamilies),
                new RouteDecision.Plain(new IPEndPoint(IPAddress.Any, port), null, service)));
    }

    private IReadOnlyList<RoutedOutcome> ToServiceWaypoint(MeshService service, GatewayAddress way, int port, IPAddress? called)
    {
        var address = called ?? OwnAddress(service);
        var authority = address is null ? $"{service.Hostname}:{port}" : new IPEndPoint(address, port).ToString();
        return Hops(way, service.Namespace, address, hop => hop.Workload.Network == source.Network
            ? Certain(ToWaypoint(hop, authority, service))
            : Cross(service, hop.Workload, port, hop.Service?.SubjectAltNames ?? [], hop.Service))
            ?? Refuse(RefusalReason.UnknownWaypoint);
    }

    private IReadOnlyList<RoutedOutcome> ToEndpoints(
        MeshService service, int port, Func<Workload, ServiceMembership, IReadOnlyList<RoutedOutcome>> reach)
    {
        if (service.Ports.All(known => known.ServicePort != port))
            return Refuse(RefusalReason.UnknownPort);
        var reached = Members(service).Select(member => (member.Workload, Outcomes: reach(member.Workload, member.Part))).ToArray();
        var usable = reached.Where(item => item.Outcomes[0].Decision is not RouteDecision.Refused).ToArray();
        if (usable.Length == 0 && reached.Length > 0)
            return reached[0].Outcomes;
        return Balance(service, usable) ?? Refuse(RefusalReason.NoHealthyEndpoint);
    }

    private IReadOnlyList<RoutedOutcome> ToEndpoint(
        MeshService service, Workload endpoint, ServiceMembership part, int port, IPAddress? called)
    {
        if (endpoint.Network != source.Network)
        {
            return part.Ports.Any(known => known.ServicePort == port)
                ? Cross(service, endpoint, port, service.SubjectAltNames, null)
                : Refuse(RefusalReason.UnknownPort);
        }

        if (TargetPort(service, endpoint, part, port) is not { } target)
            return Refuse(RefusalReason.UnknownPort);
        if (Address(endpoint, called, service.IpFamilies) is { } address)
            return Certain(Direct(endpoint, address, target, service));
        if (endpoint.Hostname == "")
            return Refuse(RefusalReason.NoAddress);
        var pattern = Direct(endpoint, IPAddress.Any, target, service);
        return Certain(pattern is RouteDecision.Refused
            ? pattern
            : new RouteDecision.Unresolved(endpoint.Hostname, Families(called, service.IpFamilies), pattern));
    }

    private static RouteDecision Direct(Workload workload, IPAddress address, int port, MeshService? service)
    {
        if (port is 15001 or 15006 or 15008)
            return new RouteDecision.Refused(RefusalReason.SelfCall, "");
        if (workload.TunnelProtocol == TunnelProtocol.None)
            return new RouteDecision.Plain(new IPEndPoint(address, port), workload, service);
        return workload.ServiceAccount == ""
            ? new RouteDecision.Refused(RefusalReason.NoIdentity, "")
            : new RouteDecision.Tunnel(
                workload, new IPEndPoint(address, 15008), new IPEndPoint(address, port).ToString(), [workload.Identity], service);
    }

    private IReadOnlyList<RoutedOutcome> Cross(
        MeshService service, Workload beyond, int port, ValueList<SpiffeId> expected, MeshService? waypoint)
    {
        if (beyond.NetworkGateway is not { } way)
            return Refuse(RefusalReason.NoGateway);
        if (expected.Count == 0)
            return Refuse(RefusalReason.NoIdentity);
        return Hops(way, service.Namespace, null, gateway =>
        {
            if (gateway.Address is null && gateway.Workload.Hostname == "")
                return Refuse(RefusalReason.NoGateway);
            if (gateway.Workload.ServiceAccount == "")
                return Refuse(RefusalReason.NoIdentity);
            return Certain(Reached(gateway, new RouteDecision.DoubleTunnel(
                beyond,
                gateway.Workload,
                new IPEndPoint(gateway.Address ?? IPAddress.Any, gateway.Port),
                $"{service.Hostname}:{port}",
                [gateway.Workload.Identity],
                expected,
                service)
            { Waypoint = waypoint }));
        }) ?? Refuse(RefusalReason.NoGateway);
    }

    private static RouteDecision ToWaypoint(ReferenceHop hop, string authority, MeshService? service)
    {
        if (hop.Address is null && hop.Workload.Hostname == "")
            return new RouteDecision.Refused(RefusalReason.NoAddress, "");
        if (hop.Workload.ServiceAccount == "")
            return new RouteDecision.Refused(RefusalReason.NoIdentity, "");
        return Reached(hop, new RouteDecision.Tunnel(
            hop.Workload, new IPEndPoint(hop.Address ?? IPAddress.Any, hop.Port), authority, [hop.Workload.Identity], service)
        { IsToWaypoint = true });
    }

    private static RouteDecision Reached(ReferenceHop hop, RouteDecision decision) =>
        hop.Address is null ? new RouteDecision.Unresolved(hop.Workload.Hostname, hop.Families, decision) : decision;

    /// <summary>What the address of a gateway or waypoint means: a service, else a workload; null for nothing.</summary>
    private IReadOnlyList<RoutedOutcome>? Hops(
        GatewayAddress way, string ns, IPAddress? called, Func<ReferenceHop, IReadOnlyList<RoutedOutcome>> lead)
    {
        var addressed = way as GatewayAddress.Addressed;
        var named = way as GatewayAddress.Named;
        var wanted = addressed?.Address.Address ?? called;
        var service = addressed is not null
            ? ByVirtualAddress(addressed.Address.Network, addressed.Address.Address, ns)
            : table.Services.FirstOrDefault(s => s.Namespace == named!.Host.Namespace && s.Hostname == named.Host.Name);
        if (service is not null)
        {
            var led = Members(service)
                .Select(member => (member.Workload, Port: TargetPort(service, member.Workload, member.Part, way.HbonePort)))
                .Where(member => member.Port is not null)
                .Select(member => (member.Workload, Outcomes: lead(new ReferenceHop(
                    member.Workload,
                    Address(member.Workload, wanted, service.IpFamilies),
                    member.Port!.Value,
                    service,
                    Families(wanted, service.IpFamilies)))))
                .ToArray();
            var usable = led.Where(item => item.Outcomes[0].Decision is not RouteDecision.Refused).ToArray();
            return Balance(service, usable)
                ?? led.Where(item => item.Outcomes[0].Decision is RouteDecision.Refused).Select(item => item.Outcomes).FirstOrDefault();
        }

        var workload = addressed is not null
            ? ByAddress(addressed.Address.Network, addressed.Address.Address)
            : table.Workloads.FirstOrDefault(w => w.Namespace == named!.Host.Namespace && w.Hostname == named.Host.Name);
        return workload is null
            ? null
            : lead(new ReferenceHop(
                workload,
                Address(workload, wanted, IpFamilies.Automatic),
                way.HbonePort,
                null,
                Families(wanted, IpFamilies.Automatic)));
    }

    /// <summary>The best tier has all; in it clusters by their weights, and endpoints by their capacity.</summary>
    private IReadOnlyList<RoutedOutcome>? Balance(
        MeshService service, IReadOnlyList<(Workload Workload, IReadOnlyList<RoutedOutcome> Outcomes)> usable)
    {
        var balancing = service.LoadBalancing;
        if (balancing.Mode == LoadBalancingMode.Strict)
            usable = [.. usable.Where(item => Met(item.Workload, balancing.Preferences) == balancing.Preferences.Count)];
        if (usable.Count == 0)
            return null;
        var tiers = usable
            .GroupBy(item => balancing.Mode == LoadBalancingMode.Failover ? Rank(item.Workload, balancing.Preferences) : 0)
            .OrderByDescending(tier => tier.Key)
            .ToArray();
        var outcomes = new List<RoutedOutcome>();
        for (var rank = 0; rank < tiers.Length; rank++)
        {
            var tier = tiers[rank].ToArray();
            var shares = Shares(service, [.. tier.Select(item => item.Workload)]);
            for (var place = 0; place < tier.Length; place++)
            {
                outcomes.AddRange(tier[place].Outcomes.Select(
                    outcome => outcome with { Rank = rank, Share = rank > 0 ? 0 : outcome.Share * shares[place] }));
            }
        }

        return outcomes;
    }

    private static double[] Shares(MeshService service, Workload[] tier)
    {
        if (service.ClusterWeights.Count == 0)
            return Parts([.. tier.Select(workload => (double)workload.Capacity)]);
        var clusters = tier.Select(workload => workload.Cluster).Distinct().ToArray();
        var ofClusters = Parts([.. clusters.Select(cluster =>
            service.ClusterWeights.Where(weight => weight.Cluster == cluster).Sum(weight => (double)weight.Weight))]);
        var shares = new double[tier.Length];
        foreach (var (cluster, share) in clusters.Zip(ofClusters))
        {
            var places = Enumerable.Range(0, tier.Length).Where(place => tier[place].Cluster == cluster).ToArray();
            foreach (var (place, part) in places.Zip(Parts([.. places.Select(place => (double)tier[place].Capacity)])))
                shares[place] = share * part;
        }

        return shares;
    }

    /// <summary>In proportion to the weights; all alike where none weighs anything.</summary>
    private static double[] Parts(double[] weights) =>
        weights.Sum() > 0 ? [.. weights.Select(weight => weight / weights.Sum())] : [.. weights.Select(_ => 1.0 / weights.Length)];

    private int Rank(Workload endpoint, ValueList<RoutingScope> preferences) => preferences is [RoutingScope.Network, ..]
        ? (source.Network == endpoint.Network ? preferences.Count : 0) + Met(endpoint, preferences.Skip(1))
        : Met(endpoint, preferences);

    private int Met(Workload endpoint, IEnumerable<RoutingScope> preferences) =>
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

    private IEnumerable<(Workload Workload, ServiceMembership Part)> Members(MeshService service) =>
        from workload in table.Workloads
        where workload.Status == HealthStatus.Healthy || service.LoadBalancing.Health == HealthPolicy.AllowAll
        from part in workload.Services
        where part.Service == service.Key
        select (workload, part);

    private static int? TargetPort(MeshService service, Workload workload, ServiceMembership part, int port)
    {
        var own = part.Ports.FirstOrDefault(known => known.ServicePort == port)?.TargetPort ?? 0;
        var ofService = service.Ports.FirstOrDefault(known => known.ServicePort == port)?.TargetPort ?? 0;
        return own > 0 ? own : ofService > 0 ? ofService : workload.ApplicationTunnel is { Port: > 0 } ? port : null;
    }

    private static IPAddress? Address(Workload workload, IPAddress? called, IpFamilies families)
    {
        if (called is not null && workload.Addresses.Contains(called))
            return called;
        var counted = workload.Addresses.Where(address => Families(null, families).Contains(address.AddressFamily)).ToArray();
        return counted.FirstOrDefault(address => address.AddressFamily == called?.AddressFamily) ?? counted.FirstOrDefault();
    }

    private static ValueList<AddressFamily> Families(IPAddress? called, IpFamilies families) => (families, called?.AddressFamily) switch
    {
        (IpFamilies.IPv4Only, _) => [AddressFamily.InterNetwork],
        (IpFamilies.IPv6Only, _) => [AddressFamily.InterNetworkV6],
        (_, AddressFamily.InterNetworkV6) => [AddressFamily.InterNetworkV6, AddressFamily.InterNetwork],
        _ => [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6],
    };

    private IPAddress? OwnAddress(MeshService service) =>
        service.Addresses.FirstOrDefault(address => address.Network == source.Network)?.Address;

    private bool IsWaypointOf(Workload workload) => workload.Waypoint switch
    {
        GatewayAddress.Addressed way => ByVirtualAddress(way.Address.Network, way.Address.Address, workload.Namespace) is { } service
            ? source.Services.Any(part => part.Service == service.Key)
            : ByAddress(way.Address.Network, way.Address.Address)?.Uid == source.Uid,
        GatewayAddress.Named way => table.Services.FirstOrDefault(service => service.Key == way.Host) is { } service
            ? source.Services.Any(part => part.Service == service.Key)
            : table.Workloads.FirstOrDefault(w => w.Namespace == way.Host.Namespace && w.Hostname == way.Host.Name)?.Uid == source.Uid,
        _ => false,
    };

    private MeshService? ByName(string host)
    {
        var name = host.ToLowerInvariant().TrimEnd('.');
        string[] candidates = host.EndsWith('.')
            ? [name]
            : [name, $"{name}.{source.Namespace}.svc.cluster.local", $"{name}.svc.cluster.local", $"{name}.cluster.local"];
        return candidates
            .Select(candidate => Best(table.Services.Where(service => service.Hostname == candidate), source.Namespace))
            .FirstOrDefault(service => service is not null);
    }

    private MeshService? ByVirtualAddress(string network, IPAddress address, string ns) =>
        Best(table.Services.Where(service => service.Addresses.Contains(new NetworkAddress(network, address))), ns)
        ?? (from service in table.Services
            where IsVisible(service, ns)
            from block in service.AddressBlocks
            where block.Network == network && block.Block.Contains(address)
            orderby service.Namespace == ns descending, block.Block.PrefixLength descending, service.IsCanonical descending
            select service).FirstOrDefault();

    private static MeshService? Best(IEnumerable<MeshService> services, string ns)
    {
        var visible = services.Where(service => IsVisible(service, ns)).ToArray();
        return visible.FirstOrDefault(service => service.Namespace == ns)
            ?? visible.FirstOrDefault(service => service.IsCanonical)
            ?? visible.FirstOrDefault();
    }

    private static bool IsVisible(MeshService service, string ns) =>
        service.Visibility == ServiceVisibility.Public || service.Namespace == ns;

    private Workload? ByAddress(string network, IPAddress address) => table.Workloads
        .Where(workload => workload.Network == network && workload.Addresses.Contains(address))
        .Where(workload => workload.NetworkMode == NetworkMode.Standard)
        .OrderByDescending(workload => workload.Uid.Contains("//Pod/", StringComparison.Ordinal))
        .ThenByDescending(workload => workload.TunnelProtocol == TunnelProtocol.Hbone)
        .FirstOrDefault();

    private static RoutedOutcome[] Certain(RouteDecision decision) => [new(decision, 0, 1)];

    private static RoutedOutcome[] Refuse(RefusalReason reason) => Certain(new RouteDecision.Refused(reason, ""));

    private sealed record ReferenceHop(
        Workload Workload, IPAddress? Address, int Port, MeshService? Service, ValueList<AddressFamily> Families);
}
