using System.Collections.Immutable;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// A mesh as route tables are compiled from it: the copies of each Service in all clusters with what serves them, which
/// of them are exported, and the virtual addresses of names. It is the same for every viewpoint.
/// </summary>
public sealed partial class MeshIndex
{
    private static readonly IComparer<Workload> ByUid =
        Comparer<Workload>.Create((left, right) => string.CompareOrdinal(left.Uid, right.Uid));

    private readonly ImmutableDictionary<NamespacedName, ServiceGroup> _groups;

    /// <summary>For each Service the Services that have it as their waypoint.</summary>
    private readonly ImmutableDictionary<NamespacedName, ImmutableHashSet<NamespacedName>> _behindWaypoint;

    private readonly ImmutableDictionary<string, Cluster> _clusters;

    private MeshIndex(
        Mesh mesh,
        ImmutableDictionary<string, Cluster> clusters,
        ImmutableDictionary<NamespacedName, ServiceGroup> groups,
        ImmutableDictionary<NamespacedName, ImmutableHashSet<NamespacedName>> behindWaypoint,
        VirtualAddresses? addresses)
    {
        Mesh = mesh;
        _clusters = clusters;
        _groups = groups;
        _behindWaypoint = behindWaypoint;
        VirtualAddresses = addresses ?? VirtualAddresses.Of(groups.Values.SelectMany(SharedNames));
    }

    /// <summary>The mesh.</summary>
    public Mesh Mesh { get; }

    /// <summary>The virtual addresses of everything that is shared.</summary>
    public VirtualAddresses VirtualAddresses { get; }

    /// <summary>The Services, in no order.</summary>
    internal IEnumerable<ServiceGroup> Groups => _groups.Values;

    /// <summary>Indexes a mesh.</summary>
    /// <param name="mesh">The mesh.</param>
    public static MeshIndex Create(Mesh mesh)
    {
        var copies = new Dictionary<NamespacedName, List<ServiceCopy>>();
        var behind = new Dictionary<NamespacedName, ImmutableHashSet<NamespacedName>>();
        foreach (var cluster in mesh.Clusters)
        {
            var profile = cluster.WithoutContents();
            var members = MembersOf(cluster);
            foreach (var service in cluster.Services)
            {
                if (!copies.TryGetValue(service.Key, out var of))
                    copies.Add(service.Key, of = []);
                of.Add(new ServiceCopy(profile, service, members.TryGetValue(service.Key, out var own) ? own.ToValueList() : []));
                foreach (var waypoint in WaypointsOf(service))
                    behind[waypoint] = behind.GetValueOrDefault(waypoint, []).Add(service.Key);
            }
        }

        return new MeshIndex(
            mesh,
            mesh.Clusters.ToImmutableDictionary(cluster => cluster.Id, cluster => cluster.WithoutContents()),
            copies.ToImmutableDictionary(of => of.Key, of => new ServiceGroup(of.Key, of.Value.ToValueList())),
            behind.ToImmutableDictionary(),
            addresses: null);
    }

    /// <summary>The copies of a Service, or null where no cluster defines it.</summary>
    /// <param name="key">Its namespace and host name.</param>
    public ServiceGroup? Find(NamespacedName key) => _groups.GetValueOrDefault(key);

    /// <summary>The cluster of that id without its contents, or null.</summary>
    /// <param name="id">A cluster's id.</param>
    public Cluster? FindCluster(string id) => _clusters.GetValueOrDefault(id);

    /// <summary>Whether a copy's cluster lets others have it. What is waypoint of a Service that it exports goes with that.</summary>
    /// <param name="copy">The copy.</param>
    public SharingDecision ExportOf(ServiceCopy copy)
    {
        var decision = ServiceSharing.Export(copy.Cluster, copy.Service);
        return IsOpen(decision) && BehindWaypoint(copy).Any(user => ServiceSharing.Export(user.Cluster, user.Service).IsShared)
            ? decision with { IsShared = true, Reason = SharingReason.WaypointOfShared }
            : decision;
    }

    /// <summary>Whether another cluster takes a copy that is exported.</summary>
    /// <param name="consumer">The cluster that would take it.</param>
    /// <param name="copy">The copy.</param>
    public SharingDecision ImportOf(Cluster consumer, ServiceCopy copy)
    {
        var decision = ServiceSharing.Import(consumer, copy.Cluster, copy.Service);
        return IsOpen(decision)
            && BehindWaypoint(copy).Any(user =>
                ServiceSharing.Export(user.Cluster, user.Service).IsShared
                && ServiceSharing.Import(consumer, user.Cluster, user.Service).IsShared)
            ? decision with { IsShared = true, Reason = SharingReason.WaypointOfShared }
            : decision;
    }

    /// <summary>The names of a Service that need a virtual address somewhere: where it is shared.</summary>
    internal IEnumerable<string> SharedNames(ServiceGroup group)
    {
        var exported = group.Copies.Where(copy => ExportOf(copy).IsShared).ToArray();
        if (exported.Length == 0)
            return [];
        return exported.Any(copy => !copy.Service.IsHeadless)
            ? [group.Copies[0].Service.Hostname]
            : exported.SelectMany(copy => copy.Members.SelectMany(pod => PodNames.Of(copy, pod)));
    }

    /// <summary>The copies in the same cluster that have a copy as their waypoint.</summary>
    internal IEnumerable<ServiceCopy> BehindWaypoint(ServiceCopy copy)
    {
        if (!_behindWaypoint.TryGetValue(copy.Service.Key, out var users))
            yield break;
        foreach (var user in users)
        {
            if (_groups[user].Find(copy.Cluster.Id) is { } behind && WaypointsOf(behind.Service).Contains(copy.Service.Key))
                yield return behind;
        }
    }

    /// <summary>The Services that are waypoints of one, by name; what is named by an address is no Service.</summary>
    internal static IEnumerable<NamespacedName> WaypointsOf(ClusterService service)
    {
        if (service.Waypoint is GatewayAddress.Named waypoint)
            yield return waypoint.Host;
        foreach (var weighted in service.WeightedWaypoints)
        {
            if (weighted.Destination is GatewayAddress.Named named)
                yield return named.Host;
        }
    }

    private static bool IsOpen(SharingDecision decision) => decision is { IsShared: false, Reason: SharingReason.NoRule };

    /// <summary>What serves each Service of a cluster, ordered by uid.</summary>
    private static Dictionary<NamespacedName, List<Workload>> MembersOf(Cluster cluster)
    {
        var members = new Dictionary<NamespacedName, List<Workload>>();
        foreach (var workload in cluster.Workloads)
        {
            foreach (var membership in workload.Services.AsSpan())
            {
                if (!members.TryGetValue(membership.Service, out var of))
                    members.Add(membership.Service, of = []);
                of.Add(workload);
            }
        }

        foreach (var of in members.Values)
            of.Sort(ByUid);
        return members;
    }
}
