using System.Collections.Immutable;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Ranks endpoints by a service's preferences, and shares connections among those of one rank.</summary>
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

    /// <summary>Whether an endpoint's readiness is such that it takes connections.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="balancing">Says which count.</param>
    public static bool IsReady(Workload endpoint, LoadBalancing balancing) =>
        endpoint.Status == HealthStatus.Healthy || balancing.Health == HealthPolicy.AllowAll;

    /// <summary>
    /// Whether an endpoint in another network is called at a service port, which is asked for there as it is: it is one of
    /// those that some pod there has.
    /// </summary>
    /// <param name="endpoint">The workload and its part in the service.</param>
    /// <param name="servicePort">The service port.</param>
    public static bool HasPort(Endpoint endpoint, int servicePort)
    {
        foreach (var port in endpoint.Membership.Ports.AsSpan())
        {
            if (port.ServicePort == servicePort)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The workload's port behind a service port: the endpoint's own, else the service's, else the service port itself
    /// where the workload takes at one port what is meant for others; null where it has none.
    /// </summary>
    /// <param name="service">The service.</param>
    /// <param name="endpoint">The workload and its part in the service.</param>
    /// <param name="servicePort">The service port.</param>
    public static int? TargetPort(MeshService service, Endpoint endpoint, int servicePort)
    {
        foreach (var port in endpoint.Membership.Ports.AsSpan())
        {
            if (port.ServicePort == servicePort && port.TargetPort > 0)
                return port.TargetPort;
        }

        if (service.Port(servicePort) is { TargetPort: > 0 and var target })
            return target;
        return endpoint.Workload.ApplicationTunnel is { Port: > 0 } ? servicePort : null;
    }

    /// <summary>
    /// How connections are shared among endpoints that can all take them: those of the best rank by weight, the others
    /// when those are gone. Null where none may take any.
    /// </summary>
    /// <param name="source">The caller; null where nothing is preferred.</param>
    /// <param name="service">The service that is called.</param>
    /// <param name="usable">Its endpoints that can take the connection, and how it goes to each, ordered by uid.</param>
    internal static Choice<T>? Share<T>(
        Workload? source, MeshService service, ImmutableArray<(Workload Endpoint, Choice<T> Choice)> usable)
        where T : class
    {
        var balancing = service.LoadBalancing;
        var isRanked = source is not null && balancing.Mode == LoadBalancingMode.Failover;
        if (source is not null && balancing.Mode == LoadBalancingMode.Strict)
            usable = usable.RemoveAll(item => !MeetsAll(source, item.Endpoint, balancing));
        if (usable.IsEmpty)
            return null;
        var ranks = usable
            .GroupBy(item => isRanked ? Rank(source!, item.Endpoint, balancing) : 0)
            .OrderByDescending(rank => rank.Key)
            .Select(rank => ByCluster(service, [.. rank]));
        return Choice.Ranked<T>([.. ranks]);
    }

    /// <summary>Clusters by their weights, if the service has any, and the endpoints of each by their capacity.</summary>
    private static Choice<T> ByCluster<T>(MeshService service, ImmutableArray<(Workload Endpoint, Choice<T> Choice)> usable)
        where T : class
    {
        if (service.ClusterWeights.IsEmpty)
            return ByCapacity(service, usable);
        var clusters = usable
            .GroupBy(item => item.Endpoint.Cluster)
            .OrderBy(cluster => cluster.Key, StringComparer.Ordinal)
            .Select(cluster => new Share<T>(cluster.Key, WeightOf(service, cluster.Key), ByCapacity(service, cluster)));
        return Choice.Shared<T>([.. clusters], service.HasClientAffinity);
    }

    private static Choice<T> ByCapacity<T>(MeshService service, IEnumerable<(Workload Endpoint, Choice<T> Choice)> usable)
        where T : class =>
        Choice.Shared<T>(
            [.. usable.Select(item => new Share<T>(item.Endpoint.Uid, item.Endpoint.Capacity, item.Choice))],
            service.HasClientAffinity);

    private static ulong WeightOf(MeshService service, string cluster)
    {
        foreach (var weight in service.ClusterWeights.AsSpan())
        {
            if (weight.Cluster == cluster)
                return weight.Weight;
        }

        return 0;
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

    /// <summary>Whether an endpoint is where one preference asks for.</summary>
    internal static bool Matches(Workload source, Workload endpoint, RoutingScope scope) => scope switch
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
