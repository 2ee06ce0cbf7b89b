using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>A gateway of another network, and the workload by which tables know its identity.</summary>
/// <param name="Network">The network that it leads to.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Way">How it is called.</param>
internal sealed record NetworkGateway(string Network, Workload Workload, GatewayAddress.Addressed Way)
{
    /// <summary>The Gateway's namespace and name, as split-horizon uids have it.</summary>
    public NamespacedName Name => new(Workload.Namespace, Workload.Name);
}

/// <summary>The gateways that lead to other networks.</summary>
internal static class NetworkGateways
{
    /// <summary>One gateway for each other network that has one: the first by cluster, name and address.</summary>
    public static ImmutableArray<NetworkGateway> Of(Mesh mesh, string ownNetwork) =>
    [
        .. mesh.Clusters
            .SelectMany(cluster => cluster.Gateways.SelectMany(
                gateway => gateway.Addresses.Select(address => Of(cluster, gateway, address))))
            .Where(gateway => gateway.Network != ownNetwork)
            .DistinctBy(gateway => gateway.Network),
    ];

    private static NetworkGateway Of(Cluster cluster, EastWestGateway gateway, IPAddress address)
    {
        var name = $"NetworkGateway/{gateway.Network}/{address}/{gateway.HbonePort}";
        var workload = new Workload
        {
            Uid = name,
            Name = gateway.Name.Name,
            Namespace = gateway.Identity.Namespace,
            Addresses = [address],
            Network = gateway.Network,
            TunnelProtocol = TunnelProtocol.Hbone,
            TrustDomain = gateway.Identity.TrustDomain,
            ServiceAccount = gateway.Identity.ServiceAccount,
            Cluster = cluster.Id,
        };
        var way = new GatewayAddress.Addressed(new NetworkAddress(gateway.Network, address), gateway.HbonePort);
        return new NetworkGateway(gateway.Network, workload, way);
    }
}
