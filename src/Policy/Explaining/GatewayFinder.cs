using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Explaining;

/// <summary>An east-west gateway and its cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Gateway">The gateway.</param>
internal sealed record KnownGateway(Cluster Cluster, EastWestGateway Gateway);

/// <summary>Finds the gateway that a double tunnel leads to: tables know it by its address or name alone.</summary>
internal static class GatewayFinder
{
    /// <summary>The gateway: of the cluster that the tunnel names before others; null where no cluster that is read has it.</summary>
    public static KnownGateway? Find(Mesh mesh, RouteDecision.DoubleTunnel tunnel)
    {
        var found = mesh.Clusters
            .OrderBy(cluster => cluster.Id != tunnel.Gateway.Cluster)
            .SelectMany(cluster => cluster.Gateways.Select(gateway => new KnownGateway(cluster, gateway)));
        foreach (var known in found)
        {
            if (Is(known.Gateway, tunnel))
                return known;
        }

        return null;
    }

    private static bool Is(EastWestGateway gateway, RouteDecision.DoubleTunnel tunnel) =>
        gateway.Network == tunnel.Gateway.Network
        && gateway.HbonePort == tunnel.Address.Port
        && (gateway.Addresses.AsSpan().Contains(tunnel.Address.Address)
            || gateway.Hostnames.AsSpan().Contains(tunnel.Gateway.Hostname));
}
