using System.Collections.Immutable;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

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

    /// <summary>For each name that needs a virtual address the Services that it belongs to.</summary>
    private readonly ImmutableDictionary<string, ImmutableHashSet<NamespacedName>> _named;

    private MeshIndex(
        Mesh mesh,
        ImmutableDictionary<string, Cluster> clusters,
        ImmutableDictionary<NamespacedName, ServiceGroup> groups,
        ImmutableDictionary<NamespacedName, ImmutableHashSet<NamespacedName>> behindWaypoint,
        VirtualAddresses addresses,
        ImmutableDictionary<string, ImmutableHashSet<NamespacedName>> named)
    {
        Mesh = mesh;
        _clusters = clusters;
        _groups = groups;
        _behindWaypoint = behindWaypoint;
        VirtualAddresses = addresses;
        _named = named;
    }

    /// <summary>The mesh.</summary>
    public Mesh Mesh { get; }

    /// <summary>The virtual addresses of everything that is shared.</summary>
    public VirtualAddresses VirtualAddresses { get; }

    /// <summary>The Services, in no order.</summary>
    internal IEnumerable<ServiceGroup> Groups => _groups.Values;

    /// <summary>Indexes a mesh.</summary>
    /// <param name="mesh">The mesh.</param>
    public static MeshIndex Create(Mesh mesh) => Create(mesh, VirtualAddresses.None);

    /// <summary>Indexes a mesh whose names have addresses out of some number of places.</summary>
    internal static MeshIndex Create(Mesh mesh, VirtualAddresses none)
    {
        var copies = new Dictionary<NamespacedName, List<ServiceCopy>>();
        var behind = new Dictionary<NamespacedName, ImmutableHashSet<NamespacedName>>();
        var profiles = mesh.Clusters.ToImmutableDictionary(cluster => cluster.Id, cluster => cluster.WithoutContents());
        foreach (var cluster in mesh.Clusters)
        {
            var profile = profiles[cluster.Id];
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

        var index = new MeshIndex(
            mesh,
            profiles,
            copies.ToImmutableDictionary(of => of.Key, of => new ServiceGroup(of.Key, of.Value.ToValueList())),
            behind.ToImmutableDictionary(),
            none,
            ImmutableDictionary.Create<string, ImmutableHashSet<NamespacedName>>(StringComparer.Ordinal));
        return index.WithNames(before: null, index._groups.Keys, touched: null);
    }

    /// <summary>The Services, ordered by key.</summary>
    public IEnumerable<ServiceGroup> Services => _groups.Values.OrderBy(group => group.Key);

    /// <summary>The copies of a Service, or null where no cluster defines it.</summary>
    /// <param name="key">Its namespace and host name.</param>
    public ServiceGroup? Find(NamespacedName key) => _groups.GetValueOrDefault(key);

    /// <summary>The Services of one host name, ordered by namespace: a ServiceEntry's may be in several.</summary>
    /// <param name="hostname">The host name, in lower case.</param>
    internal IEnumerable<ServiceGroup> Named(string hostname) =>
        Groups.Where(group => group.Key.Name == hostname).OrderBy(group => group.Key);

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

    /// <summary>
    /// A Service as a cluster sees it: its own copy, alone where it keeps it for itself, and the copies that others export
    /// and it imports. Null where it sees none.
    /// </summary>
    /// <param name="group">The copies of the Service.</param>
    /// <param name="viewer">The cluster's id.</param>
    public MergedService? Merge(ServiceGroup group, string viewer)
    {
        if (FindCluster(viewer) is not { } cluster)
            return null;
        var own = group.Find(viewer);
        if (own is not null && !ExportOf(own).IsShared)
            return ServiceMerger.Merge([own], viewer, isShared: false);
        return Merge(group, viewer, copy => copy == own || (ExportOf(copy).IsShared && ImportOf(cluster, copy).IsShared));
    }

    /// <summary>The exported copies of some clusters as one Service, for a gateway of one of them. Null where there is none.</summary>
    /// <param name="group">The copies of the Service.</param>
    /// <param name="viewer">The gateway's cluster.</param>
    /// <param name="served">The clusters.</param>
    internal MergedService? MergeExported(ServiceGroup group, string viewer, IReadOnlySet<string> served) =>
        Merge(group, viewer, copy => served.Contains(copy.Cluster.Id) && ExportOf(copy).IsShared);

    /// <summary>The names of a Service that need a virtual address somewhere: where it is shared.</summary>
    internal IEnumerable<string> SharedNames(ServiceGroup group)
    {
        var exported = group.Copies.Where(copy => ExportOf(copy).IsShared).ToArray();
        var pods = exported.SelectMany(copy => copy.Members.SelectMany(pod => PodNames.Of(copy, pod))).Distinct();
        return exported.Any(copy => HasAddress(copy.Service)) ? pods.Append(exported[0].Service.Hostname) : pods;
    }

    /// <summary>Whether a Service is called by an address: not one whose callers choose by themselves, nor a pattern of names.</summary>
    internal static bool HasAddress(ClusterService service) =>
        !service.IsHeadless && service.LoadBalancing.Mode != LoadBalancingMode.Passthrough && !service.Hostname.StartsWith('*');

    /// <summary>The Services whose pods' names may be a host name: that without its first label, and without its first two.</summary>
    private static IEnumerable<NamespacedName> ParentsOf(NamespacedName key)
    {
        var labels = key.Name.Split('.', 3);
        if (labels.Length == 3)
        {
            yield return key with { Name = $"{labels[1]}.{labels[2]}" };
            yield return key with { Name = labels[2] };
        }
    }

    /// <summary>
    /// This index with the virtual addresses that its names have. Services whose addresses moved because of others are
    /// touched too.
    /// </summary>
    private MeshIndex WithNames(MeshIndex? before, IEnumerable<NamespacedName> keys, HashSet<NamespacedName>? touched)
    {
        var named = _named.ToBuilder();
        var (added, removed) = (new List<string>(), new List<string>());
        foreach (var key in keys)
        {
            var old = before?.Find(key) is { } was ? before.SharedNames(was).ToHashSet(StringComparer.Ordinal) : [];
            var now = Find(key) is { } group ? SharedNames(group).ToHashSet(StringComparer.Ordinal) : [];
            foreach (var name in now.Except(old))
            {
                var of = named.GetValueOrDefault(name, []);
                named[name] = of.Add(key);
                added.Add(name);
            }

            foreach (var name in old.Except(now))
            {
                var of = named[name].Remove(key);
                if (!of.IsEmpty)
                {
                    named[name] = of;
                    continue;
                }

                named.Remove(name);
                removed.Add(name);
            }
        }

        var (addresses, moved) = VirtualAddresses.Change(added.Where(named.ContainsKey), removed.Where(name => !named.ContainsKey(name)));
        var names = named.ToImmutable();
        touched?.UnionWith(moved.SelectMany(name => names.GetValueOrDefault(name, [])));
        return new MeshIndex(Mesh, _clusters, _groups, _behindWaypoint, addresses, names);
    }

    /// <summary>The copies in the same cluster that have a copy as their waypoint.</summary>
    internal IEnumerable<ServiceCopy> BehindWaypoint(ServiceCopy copy)
    {
        if (!_behindWaypoint.TryGetValue(copy.Service.Key, out var users))
            yield break;
        foreach (var user in users)
        {
            if (Find(user)?.Find(copy.Cluster.Id) is { } behind && WaypointsOf(behind.Service).Contains(copy.Service.Key))
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

    private static MergedService? Merge(ServiceGroup group, string viewer, Func<ServiceCopy, bool> isSeen)
    {
        var seen = group.Copies.Where(isSeen).ToValueList();
        return seen.IsEmpty ? null : ServiceMerger.Merge(seen, viewer, isShared: true);
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
