using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>What one Service of a mesh gives a route table.</summary>
/// <param name="Merged">The Service as the viewpoint sees it.</param>
/// <param name="Services">It and the names of its pods.</param>
/// <param name="Elsewhere">What stands for endpoints in other networks.</param>
/// <param name="PodNames">For each pod's uid the keys of its names.</param>
internal sealed record CompiledService(
    MergedService Merged,
    ValueList<MeshService> Services,
    ValueList<Workload> Elsewhere,
    IReadOnlyDictionary<string, ValueList<NamespacedName>> PodNames);

/// <summary>
/// Compiles Services for one viewpoint, each by itself: what comes out depends on the copies of that Service, on
/// clusters and their gateways, and on nothing else. So a change touches what it is about.
/// </summary>
internal sealed partial class ServiceCompiler
{
    private readonly MeshIndex _index;
    private readonly Viewpoint _viewpoint;
    private readonly Cluster _viewer;
    private readonly NetworkGateways _gateways;

    /// <summary>
    /// The clusters whose workloads a gateway leads to: its own, and those that have none for its network, where both
    /// believe each other.
    /// </summary>
    private readonly HashSet<string> _served;

    /// <summary>Prepares for one viewpoint.</summary>
    /// <param name="index">The mesh.</param>
    /// <param name="viewpoint">For whom.</param>
    /// <param name="viewer">The viewpoint's cluster.</param>
    public ServiceCompiler(MeshIndex index, Viewpoint viewpoint, Cluster viewer)
    {
        (_index, _viewpoint, _viewer) = (index, viewpoint, viewer);
        _gateways = NetworkGateways.Of(index.Mesh, viewer, viewpoint.Network);
        _served = index.Mesh.Clusters
            .Where(cluster => cluster.Id == viewer.Id
                || (TrustDomains.BelieveEachOther(cluster, viewer)
                    && cluster.Gateways.All(gateway => gateway.Network != viewpoint.Network)))
            .Select(cluster => cluster.Id)
            .ToHashSet();
    }

    /// <summary>The gateways that the viewpoint's callers may use.</summary>
    public NetworkGateways Gateways => _gateways;

    /// <summary>What a Service gives, or null where the viewpoint cannot see it.</summary>
    public CompiledService? Compile(ServiceGroup group)
    {
        if (Merge(group) is not { } merged)
            return null;
        if (_viewpoint.Role == ViewpointRole.Gateway)
            return WithPodNames(new CompiledService(merged, [WithIdentities(merged.Service, [.. merged.Service.SubjectAltNames])], [], NoNames));

        // What is not shared does not cross networks, not even within its cluster.
        var remote = merged.IsShared ? RemoteMembers(merged) : [];
        var service = WithIdentities(
            merged.Service with { Addresses = WithVirtualAddress(merged) },
            merged.IsShared ? Identities(merged, remote) : [.. merged.Service.SubjectAltNames]);
        return WithPodNames(new CompiledService(merged, [service], SplitHorizon.Of(service, remote, _gateways), NoNames));
    }

    /// <summary>A gateway leads to what the clusters that it serves export, whatever its own keeps for itself.</summary>
    private MergedService? Merge(ServiceGroup group) => _viewpoint.Role switch
    {
        ViewpointRole.Node => _index.Merge(group, _viewer.Id),
        ViewpointRole.Gateway => _index.MergeExported(group, _viewer.Id, _served),
    };

    /// <summary>Its addresses, and one of its own making where it has none in the viewpoint's network.</summary>
    private ValueList<NetworkAddress> WithVirtualAddress(MergedService merged)
    {
        var service = merged.Service;
        var isCallable = !merged.IsShared
            || !MeshIndex.HasAddress(merged.Base.Service)
            || service.Addresses.Any(address => address.Network == _viewpoint.Network)
            || service.AddressBlocks.Any(block => block.Network == _viewpoint.Network);
        return isCallable ? service.Addresses : WithVirtualAddress(service.Addresses, service.Hostname, service.IpFamilies);
    }

    private ValueList<NetworkAddress> WithVirtualAddress(ValueList<NetworkAddress> addresses, string name, IpFamilies families) =>
        AddressOrder.Sort(_index.VirtualAddresses.Find(name, families)
            .Select(address => new NetworkAddress(_viewpoint.Network, address))
            .Concat(addresses));

    /// <summary>
    /// The workloads in other networks that take connections for a Service: those that serve it and take HBONE; where
    /// none of a copy's does, those of its waypoint that are ready, which calls them in its own network.
    /// </summary>
    private List<Workload> RemoteMembers(MergedService merged)
    {
        var remote = new List<Workload>();
        foreach (var copy in merged.Copies.AsSpan())
        {
            var before = remote.Count;
            AddRemote(copy.Members, remote);
            if (remote.Count == before)
            {
                foreach (var waypoint in Waypoints(copy))
                    AddRemote(waypoint.Members.Where(pod => EndpointSelection.IsReady(pod, waypoint.Service.LoadBalancing)), remote);
            }
        }

        return remote;
    }

    private void AddRemote(IEnumerable<Workload> members, List<Workload> remote)
    {
        foreach (var member in members)
        {
            if (IsRemote(member))
                remote.Add(member);
        }
    }

    /// <summary>Whether a tunnel through a gateway may end at a workload.</summary>
    private bool IsRemote(Workload member) =>
        member.TunnelProtocol == TunnelProtocol.Hbone && member.Network != _viewpoint.Network;

    /// <summary>
    /// A caller knows by these identities that a tunnel through a gateway ended where it should: at the service, or at
    /// its waypoint, which a gateway leads to first.
    /// </summary>
    private HashSet<SpiffeId> Identities(MergedService merged, List<Workload> remote)
    {
        var identities = new HashSet<SpiffeId>(merged.Service.SubjectAltNames);
        foreach (var member in remote)
            identities.Add(member.Identity);
        foreach (var waypoint in merged.Copies.SelectMany(Waypoints))
            identities.UnionWith(waypoint.Members.Where(IsRemote).Select(pod => pod.Identity));

        return identities;
    }

    /// <summary>Of the identities those that the viewer's cluster believes: no other could be proved to it.</summary>
    private MeshService WithIdentities(MeshService service, HashSet<SpiffeId> identities) => service with
    {
        SubjectAltNames = identities
            .Where(identity => !identity.IsNone && TrustDomains.Believes(_viewer, identity.TrustDomain))
            .OrderBy(identity => identity.ToString(), StringComparer.Ordinal)
            .ToValueList(),
    };

    private IEnumerable<ServiceCopy> Waypoints(ServiceCopy copy) => MeshIndex.WaypointsOf(copy.Service)
        .Select(waypoint => _index.Find(waypoint)?.Find(copy.Cluster.Id))
        .OfType<ServiceCopy>();
}
