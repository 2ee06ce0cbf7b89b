using System.Net;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether addresses that mean something in one place mean one thing there.</summary>
internal static class RangeChecks
{
    public static IEnumerable<Finding> Find(LintedMesh mesh) =>
        mesh.Clusters.SelectMany(cluster => ClusterIps(cluster).Concat(AmongPods(cluster))).Concat(PodRanges(mesh));

    private static IEnumerable<Finding> ClusterIps(WrittenCluster cluster)
    {
        var owners = new Dictionary<IPAddress, NamespacedName>();
        foreach (var (service, address) in Written(cluster))
        {
            var name = ClusterObjects.NameOf(service);
            if (!owners.TryAdd(address.Value, name))
                yield return Finding.Warning(
                    LintCodes.SharedClusterIp,
                    address.Span,
                    $"Services `{owners[address.Value]}` and `{name}` both have the `clusterIP` {address.Value}: calls to it reach one of them",
                    "give one of them another, or none",
                    service.Meta);
            if (VirtualAddresses.Range.Contains(address.Value) || VirtualAddresses.RangeV6.Contains(address.Value))
                yield return Finding.Warning(
                    LintCodes.ReservedClusterIp,
                    address.Span,
                    $"Service `{name}` has the `clusterIP` {address.Value} out of {RangeOf(address.Value)}, where the mesh's own virtual addresses are",
                    "write one of the cluster's range of Services, or none",
                    service.Meta);
        }
    }

    private static IEnumerable<Finding> AmongPods(WrittenCluster cluster)
    {
        var ranges = Ranges(cluster).ToArray();
        foreach (var (service, address) in Written(cluster))
        {
            var range = Array.Find(ranges, range => range.Block.Value.Contains(address.Value));
            if (range.Node is null)
                continue;
            yield return Finding.Warning(
                LintCodes.ServiceAddressAmongPods,
                address.Span,
                $"Service `{ClusterObjects.NameOf(service)}` has the `clusterIP` {address.Value} out of {range.Block.Value}, "
                + $"the range of the pods of Node `{range.Node.Meta.Name.Value}`",
                "keep the ranges of Services and pods apart",
                service.Meta);
        }

        var hasGiven = cluster.Objects.Of<ServiceManifest>().Any(service => service.ClusterIps.IsEmpty && !service.IsHeadless);
        foreach (var range in ranges.Where(range => hasGiven && Overlap(range.Block.Value, ServiceAddresses.ServiceCidr)))
        {
            yield return Finding.Warning(
                LintCodes.ServiceAddressAmongPods,
                range.Block.Span,
                $"Node `{range.Node.Meta.Name.Value}` has the range of pods {range.Block.Value}, which overlaps {ServiceAddresses.ServiceCidr}, "
                + "out of which Services without a `clusterIP` get one",
                "keep the ranges of Services and pods apart",
                range.Node.Meta);
        }
    }

    /// <summary>Ranges nest or are apart, so that each needs to be compared with the last one that reaches farthest only.</summary>
    private static IEnumerable<Finding> PodRanges(LintedMesh mesh)
    {
        var ranges = mesh.Clusters
            .SelectMany(cluster => Ranges(cluster).Select(range => (
                Cluster: cluster.Cluster, range.Node, range.Block, Network: NetworkOf(cluster.Cluster, range.Node))))
            .OrderBy(range => range.Network, StringComparer.Ordinal)
            .ThenBy(range => range.Block.Value.BaseAddress, AddressOrder.Instance)
            .ThenBy(range => range.Block.Value.PrefixLength)
            .ThenBy(range => range.Cluster.Id, StringComparer.Ordinal)
            .ThenBy(range => range.Node.Meta.Name.Value, StringComparer.Ordinal)
            .ToArray();
        for (var (at, outer) = (1, 0); at < ranges.Length; at++)
        {
            var (wide, narrow) = (ranges[outer], ranges[at]);
            if (wide.Network != narrow.Network || !Overlap(wide.Block.Value, narrow.Block.Value))
            {
                outer = at;
                continue;
            }

            yield return Finding.Warning(
                LintCodes.OverlappingPodRanges,
                narrow.Block.Span,
                $"Nodes `{wide.Cluster.Id}/{wide.Node.Meta.Name.Value}` and `{narrow.Cluster.Id}/{narrow.Node.Meta.Name.Value}` of network "
                + $"`{narrow.Network}` have ranges of pods that overlap: {wide.Block.Value} and {narrow.Block.Value}",
                wide.Cluster.Id == narrow.Cluster.Id
                    ? "give each Node a `podCIDR` of its own"
                    : "give the clusters different `podCIDR`s, or networks of their own",
                narrow.Node.Meta);
        }
    }

    private static IEnumerable<(ServiceManifest Service, Located<IPAddress> Address)> Written(WrittenCluster cluster) =>
        cluster.Objects.Of<ServiceManifest>().SelectMany(service => service.ClusterIps.Select(address => (service, address)));

    private static IEnumerable<(NodeManifest Node, Located<IPNetwork> Block)> Ranges(WrittenCluster cluster) =>
        cluster.Objects.Of<NodeManifest>().SelectMany(node => node.PodCidrs.Select(range => (node, range)));

    private static string NetworkOf(Cluster cluster, NodeManifest node) =>
        node.Meta.Labels[WellKnown.NetworkLabel] is { Length: > 0 } own ? own : cluster.Network;

    private static bool Overlap(IPNetwork one, IPNetwork other) =>
        one.BaseAddress.AddressFamily == other.BaseAddress.AddressFamily && (one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress));

    private static IPNetwork RangeOf(IPAddress address) =>
        VirtualAddresses.Range.Contains(address) ? VirtualAddresses.Range : VirtualAddresses.RangeV6;
}
