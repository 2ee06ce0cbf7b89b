using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Merging;

/// <summary>
/// Namespace sameness: Services of one namespace and name are one Service. A copy of the viewer's own is the base of what
/// it sees; where it has none, the oldest, then that of the smallest cluster id. Addresses are those of all copies, and
/// everything else is the base's.
/// </summary>
public static class ServiceMerger
{
    /// <summary>Merges copies of one Service.</summary>
    /// <param name="copies">The copies, at least one, ordered by cluster id.</param>
    /// <param name="viewer">The id of the cluster that looks, or null for one that has no copy of its own.</param>
    /// <param name="isShared">Whether the Service is shared at all.</param>
    public static MergedService Merge(ValueList<ServiceCopy> copies, string? viewer, bool isShared)
    {
        var basis = BaseOf(copies, viewer);
        return new MergedService(Of(basis, copies), basis, copies, isShared);
    }

    /// <summary>Which copy is the base: the viewer's own, else the oldest, else that of the smallest cluster id.</summary>
    /// <param name="copies">The copies, at least one, ordered by cluster id.</param>
    /// <param name="viewer">The id of the cluster that looks, or null.</param>
    public static ServiceCopy BaseOf(ValueList<ServiceCopy> copies, string? viewer)
    {
        var best = copies[0];
        foreach (var copy in copies.AsSpan())
        {
            if (copy.Cluster.Id == viewer)
                return copy;
            if (IsOlder(copy, best))
                best = copy;
        }

        return best;
    }

    /// <summary>Whether a copy was made before another one; one without a time is as old as can be.</summary>
    private static bool IsOlder(ServiceCopy copy, ServiceCopy other) => Age(copy) < Age(other);

    private static DateTimeOffset Age(ServiceCopy copy) => copy.Service.CreatedAt ?? DateTimeOffset.MinValue;

    private static MeshService Of(ServiceCopy basis, ValueList<ServiceCopy> copies)
    {
        var service = basis.Service;
        return new MeshService
        {
            Name = service.Name.Name,
            Namespace = service.Name.Namespace,
            Hostname = service.Hostname,
            Addresses = Addresses(basis, copies),
            AddressBlocks = AddressBlocks(copies),
            Ports = service.PortMerging == PortMerging.Union ? UnionOfPorts(basis, copies) : service.Ports,
            LoadBalancing = service.LoadBalancing,
            Waypoint = service.Waypoint,
            WeightedWaypoints = service.WeightedWaypoints,
            UsesWaypointForIngress = service.UsesWaypointForIngress,
            IpFamilies = service.IpFamilies,
            IsCanonical = service.IsCanonical,
            Visibility = service.Visibility,
            ClusterWeights = service.ClusterWeights,
            HasClientAffinity = service.HasClientAffinity,
            SubjectAltNames = service.SubjectAltNames,
        };
    }

    private static ValueList<NetworkAddress> Addresses(ServiceCopy basis, ValueList<ServiceCopy> copies)
    {
        if (copies.Count == 1 && basis.Service.Addresses.Count <= 1)
            return basis.Service.Addresses.Select(ip => new NetworkAddress(basis.Cluster.Network, ip)).ToValueList();
        return AddressOrder.Sort(copies
            .SelectMany(copy => copy.Service.Addresses.Select(ip => new NetworkAddress(copy.Cluster.Network, ip)))
            .Distinct());
    }

    private static ValueList<NetworkBlock> AddressBlocks(ValueList<ServiceCopy> copies) => AddressOrder.Sort(copies
        .SelectMany(copy => copy.Service.AddressBlocks.Select(block => new NetworkBlock(copy.Cluster.Network, block)))
        .Distinct());

    /// <summary>
    /// Each port of any copy; of one number the base's, then that of the copy that would be the base next. One that some
    /// copy has not leads to no target but those that endpoints have for it, so that nobody else is called by it.
    /// </summary>
    private static ValueList<PortMapping> UnionOfPorts(ServiceCopy basis, ValueList<ServiceCopy> copies) =>
        copies.OrderBy(copy => copy != basis)
            .ThenBy(Age)
            .ThenBy(copy => copy.Cluster.Id, StringComparer.Ordinal)
            .SelectMany(copy => copy.Service.Ports)
            .DistinctBy(port => port.ServicePort)
            .Select(port => copies.All(copy => HasPort(copy, port.ServicePort)) ? port : port with { TargetPort = 0 })
            .OrderBy(port => port.ServicePort)
            .ToValueList();

    private static bool HasPort(ServiceCopy copy, int servicePort) => copy.Service.Ports.Any(port => port.ServicePort == servicePort);
}
