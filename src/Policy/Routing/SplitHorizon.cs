using System.Collections.Immutable;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// Endpoints in other networks, as a caller sees them: all pods of one service behind one gateway are one workload
/// without addresses, whose capacity is the number of those that can take connections.
/// </summary>
internal static class SplitHorizon
{
    /// <summary>The pods that serve a service, in every cluster that shares it.</summary>
    public static IEnumerable<Workload> Members(Mesh mesh, MergedService merged) =>
        mesh.Clusters
            .Where(cluster => merged.Clusters.Contains(cluster.Id))
            .SelectMany(cluster => cluster.Pods.Select(pod => pod.Workload))
            .Where(pod => pod.TunnelProtocol == TunnelProtocol.Hbone && pod.Membership(merged.Service.Key) is not null);

    /// <summary>What stands for a service's endpoints in other networks.</summary>
    public static IEnumerable<Workload> Of(
        Mesh mesh, MergedService merged, string ownNetwork, ImmutableArray<NetworkGateway> gateways) =>
        Members(mesh, merged)
            .Where(pod => pod.Network != ownNetwork && IsUsable(pod, merged.Service))
            .GroupBy(pod => pod.Network)
            .Join(gateways, pods => pods.Key, gateway => gateway.Network, (pods, gateway) => Of(merged, gateway, [.. pods]));

    private static bool IsUsable(Workload pod, MeshService service) =>
        pod.Status == HealthStatus.Healthy || service.LoadBalancing.Health == HealthPolicy.AllowAll;

    private static Workload Of(MergedService merged, NetworkGateway gateway, ImmutableArray<Workload> pods)
    {
        var service = merged.Service;
        return new Workload
        {
            Uid = $"{gateway.Network}/SplitHorizonWorkload/{gateway.Name}/{gateway.Way.Address.Address}/"
                + $"{service.Namespace}/{service.Hostname}",
            Name = service.Name,
            Namespace = service.Namespace,
            Network = gateway.Network,
            TunnelProtocol = TunnelProtocol.Hbone,
            TrustDomain = gateway.Workload.TrustDomain,
            NetworkGateway = gateway.Way,
            Cluster = gateway.Workload.Cluster,
            Capacity = (uint)pods.Sum(pod => pod.Capacity),
            Services = [new ServiceMembership(service.Key, service.Ports)],
        };
    }
}
