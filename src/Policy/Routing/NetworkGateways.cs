using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>A gateway of another network, and the workload by which tables know its identity.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Way">How it is called.</param>
/// <param name="Address">Its address or host name, as names of workloads have it.</param>
/// <param name="Weight">Its part of the connections among the gateways of its network.</param>
internal sealed record NetworkGateway(Workload Workload, GatewayAddress Way, string Address, uint Weight)
{
    /// <summary>The network that it leads to.</summary>
    public string Network => Workload.Network;

    /// <summary>The cluster that it is in.</summary>
    public string Cluster => Workload.Cluster;

    /// <summary>The Gateway's namespace and name, as split-horizon uids have it.</summary>
    public NamespacedName Name => new(Workload.Namespace, Workload.Name);
}

/// <summary>The gateways that lead from one cluster and network to other networks.</summary>
internal sealed class NetworkGateways
{
    private readonly ImmutableDictionary<string, ImmutableArray<NetworkGateway>> _byNetwork;
    private readonly Mesh _mesh;

    private NetworkGateways(Mesh mesh, ImmutableArray<NetworkGateway> all)
    {
        _mesh = mesh;
        All = all;
        _byNetwork = all.GroupBy(gateway => gateway.Network).ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray());
    }

    /// <summary>All of them, by network, cluster, name and address.</summary>
    public ImmutableArray<NetworkGateway> All { get; }

    /// <summary>
    /// Those that a viewpoint may use: of networks other than its own, with an identity that its cluster believes, and of
    /// clusters that believe its. Of two that stand for one address the viewer's own counts, else the one of the smaller
    /// cluster id.
    /// </summary>
    public static NetworkGateways Of(Mesh mesh, Cluster viewer, string ownNetwork) => new(
        mesh,
    [
        .. mesh.Clusters
            .Where(cluster => TrustDomains.BelieveEachOther(cluster, viewer))
            .OrderBy(cluster => cluster.Id != viewer.Id)
            .SelectMany(cluster => Known(cluster, viewer).SelectMany(gateway => Of(cluster, gateway)))
            .Where(gateway => gateway.Network != ownNetwork
                && TrustDomains.Believes(viewer, gateway.Workload.TrustDomain))
            .DistinctBy(gateway => (gateway.Network, gateway.Address, gateway.Way.HbonePort))
            .OrderBy(gateway => gateway.Network, StringComparer.Ordinal)
            .ThenBy(gateway => gateway.Cluster, StringComparer.Ordinal)
            .ThenBy(gateway => gateway.Name)
            .ThenBy(gateway => gateway.Address, StringComparer.Ordinal),
    ]);

    /// <summary>
    /// The gateways that lead to workloads of one cluster in a network: the cluster's own, else those of the network whose
    /// cluster and it believe each other.
    /// </summary>
    public ImmutableArray<NetworkGateway> To(string network, string cluster)
    {
        if (!_byNetwork.TryGetValue(network, out var all))
            return [];
        var own = all.RemoveAll(gateway => gateway.Cluster != cluster);
        return own.IsEmpty ? all.RemoveAll(gateway => !LeadsTo(cluster, gateway)) : own;
    }

    private bool LeadsTo(string cluster, NetworkGateway gateway) =>
        _mesh.Find(cluster) is { } owner
        && _mesh.Find(gateway.Cluster) is { } other
        && TrustDomains.BelieveEachOther(owner, other);

    /// <summary>A cluster's own gateways; pointers to others are for the cluster alone that has them (as in Istio).</summary>
    private static IEnumerable<EastWestGateway> Known(Cluster cluster, Cluster viewer) =>
        cluster.Id == viewer.Id ? cluster.Gateways.Concat(cluster.RemoteGateways) : cluster.Gateways;

    private static IEnumerable<NetworkGateway> Of(Cluster cluster, EastWestGateway gateway)
    {
        foreach (var address in gateway.Addresses)
        {
            var way = new GatewayAddress.Addressed(new NetworkAddress(gateway.Network, address), gateway.HbonePort);
            yield return Of(cluster, gateway, $"{address}", [address], way);
        }

        foreach (var host in gateway.Hostnames)
        {
            var way = new GatewayAddress.Named(new NamespacedName(gateway.Identity.Namespace, host), gateway.HbonePort);
            yield return Of(cluster, gateway, host, [], way);
        }
    }

    private static NetworkGateway Of(
        Cluster cluster, EastWestGateway gateway, string address, ValueList<IPAddress> addresses, GatewayAddress way)
    {
        var workload = new Workload
        {
            Uid = $"NetworkGateway/{gateway.Network}/{address}/{gateway.HbonePort}",
            Name = gateway.Name.Name,
            Namespace = gateway.Identity.Namespace,
            Addresses = addresses,
            Hostname = addresses.IsEmpty ? address : "",
            Network = gateway.Network,
            TunnelProtocol = TunnelProtocol.Hbone,
            TrustDomain = gateway.Identity.TrustDomain,
            ServiceAccount = gateway.Identity.ServiceAccount,
            Cluster = cluster.Id,
        };
        return new NetworkGateway(workload, way, address, gateway.Weight);
    }
}
