using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// A mesh with what one question is about and nothing else, so that trying a change costs the same in a large mesh as in a
/// small one. Who uses it checks that the question has the same answer in it.
/// </summary>
internal static class MeshRestriction
{
    /// <summary>The mesh with some Services, their waypoints, what serves those, and one caller.</summary>
    /// <param name="index">The mesh.</param>
    /// <param name="source">The caller.</param>
    /// <param name="destination">Where it wants to go.</param>
    /// <param name="groups">The Services.</param>
    public static Mesh Of(MeshIndex index, Workload source, Destination destination, ValueList<ServiceGroup> groups)
    {
        var mesh = index.Mesh;
        var kept = groups.Select(group => group.Key).ToHashSet();
        foreach (var way in groups.SelectMany(group => group.Copies).SelectMany(copy => WaypointsOf(copy.Service)))
            kept.UnionWith(Named(mesh, way));
        foreach (var gateway in mesh.Clusters.SelectMany(cluster => cluster.Gateways))
            kept.UnionWith(gateway.Hostnames.Select(host => new NamespacedName(gateway.Identity.Namespace, host)));

        // A Service is shared with those that it is the waypoint of.
        var users = kept.Select(index.Find).OfType<ServiceGroup>().SelectMany(group => group.Copies).SelectMany(index.BehindWaypoint);
        kept.UnionWith(users.Select(user => user.Service.Key).ToArray());
        return mesh with { Clusters = mesh.Clusters.Select(cluster => Of(cluster, source, destination, kept)).ToValueList() };
    }

    private static Cluster Of(Cluster cluster, Workload source, Destination destination, HashSet<NamespacedName> kept) => cluster with
    {
        Services = cluster.Services.Where(service => kept.Contains(service.Key)).ToValueList(),
        Pods = cluster.Pods.Where(pod => IsKept(pod.Workload, source, destination, kept)).ToValueList(),
        Endpoints = cluster.Endpoints.Where(one => IsKept(one, source, destination, kept)).ToValueList(),
    };

    private static bool IsKept(Workload workload, Workload source, Destination destination, HashSet<NamespacedName> kept)
    {
        if (workload.Uid == source.Uid)
            return true;
        if (destination is Destination.Addressed called && workload.Addresses.AsSpan().Contains(called.Target.Address))
            return true;
        foreach (var membership in workload.Services.AsSpan())
        {
            if (kept.Contains(membership.Service))
                return true;
        }

        return false;
    }

    private static IEnumerable<GatewayAddress> WaypointsOf(ClusterService service) =>
        service.WeightedWaypoints.Select(weighted => weighted.Destination).Append(service.Waypoint).OfType<GatewayAddress>();

    private static IEnumerable<NamespacedName> Named(Mesh mesh, GatewayAddress way) => way.Match(
        addressed => mesh.Clusters
            .SelectMany(cluster => cluster.Services)
            .Where(service => service.Addresses.AsSpan().Contains(addressed.Address.Address))
            .Select(service => service.Key),
        named => [named.Host]);
}
