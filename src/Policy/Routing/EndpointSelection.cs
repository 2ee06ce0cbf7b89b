using System.Collections.Immutable;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Ranks endpoints by a service's preferences and picks one of the best by weight.</summary>
public static class EndpointSelection
{
    /// <summary>
    /// How many preferences an endpoint meets from the first on. As in ztunnel, where the network comes first a
    /// network that matches outranks every other match, and one that does not lets the rest still count.
    /// </summary>
    /// <param name="source">The caller.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="balancing">The preferences.</param>
    public static int Rank(Workload source, Workload endpoint, LoadBalancing balancing)
    {
        var rank = 0;
        var preferences = balancing.Preferences.AsSpan();
        var networkFirst = preferences.Length > 0 && preferences[0] == RoutingScope.Network;
        for (var place = 0; place < preferences.Length; place++)
        {
            if (Matches(source, endpoint, preferences[place]))
                rank += place == 0 && networkFirst ? preferences.Length : 1;
            else if (place > 0 || !networkFirst)
                break;
        }

        return rank;
    }

    /// <summary>The endpoints that a connection may go to: usable ones, and of those the ones of the best rank.</summary>
    /// <param name="source">The caller.</param>
    /// <param name="service">The service that is called.</param>
    /// <param name="servicePort">The port that is called.</param>
    /// <param name="endpoints">The service's endpoints.</param>
    public static ImmutableArray<Endpoint> Candidates(
        Workload source, MeshService service, int servicePort, ImmutableArray<Endpoint> endpoints)
    {
        var balancing = service.LoadBalancing;
        var usable = endpoints.Where(endpoint => IsUsable(source, balancing, endpoint, servicePort)).ToImmutableArray();
        switch (balancing.Mode)
        {
            case LoadBalancingMode.Strict:
                return [.. usable.Where(endpoint => MeetsAll(source, endpoint.Workload, balancing))];
            case LoadBalancingMode.Failover when usable.Length > 0:
                var best = usable.Max(endpoint => Rank(source, endpoint.Workload, balancing));
                return [.. usable.Where(endpoint => Rank(source, endpoint.Workload, balancing) == best)];
            case LoadBalancingMode.Any or LoadBalancingMode.Failover or LoadBalancingMode.Passthrough:
            default:
                return usable;
        }
    }

    /// <summary>One of the candidates, each with a chance in proportion to its capacity; null of none.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public static Endpoint? Pick(ImmutableArray<Endpoint> candidates, ulong roll)
    {
        var total = 0UL;
        foreach (var candidate in candidates)
            total += candidate.Workload.Capacity;
        if (total == 0)
            return null;

        // The high half of roll * total is uniform over 0 .. total - 1.
        var place = Math.BigMul(roll, total, out _);
        foreach (var candidate in candidates)
        {
            if (place < candidate.Workload.Capacity)
                return candidate;
            place -= candidate.Workload.Capacity;
        }

        return null;
    }

    private static bool IsUsable(Workload source, LoadBalancing balancing, Endpoint endpoint, int servicePort)
    {
        var workload = endpoint.Workload;
        if (workload.Status != HealthStatus.Healthy && balancing.Health != HealthPolicy.AllowAll)
            return false;
        if (workload.Addresses.IsEmpty && (workload.Network == source.Network || workload.NetworkGateway is null))
            return false;

        // Across networks the service's own port is asked for, and the far side knows where it leads.
        if (workload.Network != source.Network)
            return true;
        return TargetPort(endpoint.Membership, servicePort) is not null;
    }

    /// <summary>The workload's port behind a service port, or null where it has none.</summary>
    /// <param name="membership">The workload's part in the service.</param>
    /// <param name="servicePort">The service port.</param>
    public static int? TargetPort(ServiceMembership membership, int servicePort)
    {
        foreach (var port in membership.Ports.AsSpan())
        {
            if (port.ServicePort == servicePort && port.TargetPort > 0)
                return port.TargetPort;
        }

        return null;
    }

    private static bool MeetsAll(Workload source, Workload endpoint, LoadBalancing balancing)
    {
        foreach (var scope in balancing.Preferences)
        {
            if (!Matches(source, endpoint, scope))
                return false;
        }

        return true;
    }

    private static bool Matches(Workload source, Workload endpoint, RoutingScope scope) => scope switch
    {
        RoutingScope.Region => source.Locality.Region == endpoint.Locality.Region,
        RoutingScope.Zone => source.Locality.Zone == endpoint.Locality.Zone,
        RoutingScope.Subzone => source.Locality.Subzone == endpoint.Locality.Subzone,

        // Clusters name their Nodes each for itself: the same name in another cluster is another Node.
        RoutingScope.Node => source.Node == endpoint.Node && source.Cluster == endpoint.Cluster,
        RoutingScope.Cluster => source.Cluster == endpoint.Cluster,
        RoutingScope.Network => source.Network == endpoint.Network,
    };
}
