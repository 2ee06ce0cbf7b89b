using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// Endpoints in other networks, as a caller sees them: all ready pods of one service behind one gateway and in one
/// locality are one workload without addresses. Its capacity is its part of theirs, by the gateways' weights.
/// </summary>
internal static class SplitHorizon
{
    /// <summary>What stands for a service's endpoints in other networks.</summary>
    /// <param name="service">The service, as the caller sees it.</param>
    /// <param name="members">The workloads in other networks that serve it.</param>
    /// <param name="gateways">The gateways that the caller may use.</param>
    public static ValueList<Workload> Of(MeshService service, IEnumerable<Workload> members, NetworkGateways gateways)
    {
        var shares = new SortedDictionary<string, (NetworkGateway Gateway, Group Group)>(StringComparer.Ordinal);
        foreach (var group in Groups(service, members))
        {
            var ways = gateways.To(group.Network, group.Cluster);
            if (ways.IsEmpty)
                continue;
            var capacities = Apportionment.Of(group.Capacity, [.. ways.Select(way => way.Weight)], at => StableHash.Of(service.Hostname, ways[at].Address));
            for (var at = 0; at < ways.Length; at++)
            {
                var uid = Uid(service, ways[at], group.Locality);
                var share = group with { Capacity = capacities[at] };
                shares[uid] = (ways[at], shares.TryGetValue(uid, out var other) ? other.Group.With(share) : share);
            }
        }

        return shares.Select(share => Of(service, share.Key, share.Value.Gateway, share.Value.Group)).ToValueList();
    }

    private static IEnumerable<Group> Groups(MeshService service, IEnumerable<Workload> members)
    {
        var groups = new Dictionary<(string, string, Locality), Group>();
        foreach (var member in members)
        {
            if (!EndpointSelection.IsReady(member, service.LoadBalancing))
                continue;
            var one = new Group(member.Network, member.Cluster, member.Locality, member.Capacity, Ports(service, member));
            var key = (member.Network, member.Cluster, member.Locality);
            groups[key] = groups.TryGetValue(key, out var others) ? others.With(one) : one;
        }

        return groups.Values.OrderBy(group => group.Cluster, StringComparer.Ordinal);
    }

    /// <summary>The service's ports that a member has.</summary>
    private static ValueList<PortMapping> Ports(MeshService service, Workload member) =>
        member.Membership(service.Key) is { } membership
            ? service.Ports.Where(port => membership.Ports.Any(own => own.ServicePort == port.ServicePort)).ToValueList()
            : service.Ports;

    /// <summary>As Istio names it, and the locality behind that where it is known.</summary>
    private static string Uid(MeshService service, NetworkGateway gateway, Locality locality)
    {
        var uid = $"{gateway.Network}/SplitHorizonWorkload/{gateway.Name}/{gateway.Address}/{service.Namespace}/{service.Hostname}";
        return locality == Locality.Unknown ? uid : $"{uid}/{locality}";
    }

    private static Workload Of(MeshService service, string uid, NetworkGateway gateway, Group group) => new()
    {
        Uid = uid,
        Name = service.Name,
        Namespace = service.Namespace,
        Network = gateway.Network,
        TunnelProtocol = TunnelProtocol.Hbone,
        TrustDomain = gateway.Workload.TrustDomain,
        NetworkGateway = gateway.Way,
        Cluster = gateway.Cluster,
        Locality = group.Locality,
        Capacity = group.Capacity,
        Services = [new ServiceMembership(service.Key, group.Ports)],
    };

    /// <summary>Workloads that are alike to a caller in another network.</summary>
    private sealed record Group(string Network, string Cluster, Locality Locality, uint Capacity, ValueList<PortMapping> Ports)
    {
        public Group With(Group other) => this with
        {
            Capacity = (uint)Math.Min(uint.MaxValue, (ulong)Capacity + other.Capacity),
            Ports = Ports == other.Ports
                ? Ports
                : Ports.Union(other.Ports).OrderBy(port => port.ServicePort).ToValueList(),
        };
    }
}
