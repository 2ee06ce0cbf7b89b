using System.Collections.Immutable;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

/// <summary>What a change of a mesh may have changed in tables.</summary>
/// <param name="IsEverything">Whether it may be anything.</param>
/// <param name="Services">Keys of Services whose copies, or what those depend on, changed.</param>
/// <param name="Workloads">Workloads that are new, changed or gone, by uid: as they are now, or null.</param>
/// <param name="Authorizations">The cluster whose authorization policies changed, or null.</param>
internal sealed record TouchedParts(
    bool IsEverything,
    IReadOnlySet<NamespacedName> Services,
    IReadOnlyDictionary<string, Workload?> Workloads,
    string? Authorizations);

/// <content>Changes: another index that shares with this one what did not change.</content>
public sealed partial class MeshIndex
{
    /// <summary>The index of the mesh after a change.</summary>
    /// <param name="change">The change.</param>
    public MeshIndex With(ClusterChange change) => Change(change).Index;

    /// <summary>The index of the mesh after a change, and what that touched.</summary>
    internal (MeshIndex Index, TouchedParts Touched) Change(ClusterChange change)
    {
        if (Mesh.Find(change.Cluster) is not { } before)
            throw new ArgumentException($"there is no cluster `{change.Cluster}`", nameof(change));
        var after = change.Apply(before);
        var mesh = Mesh with { Clusters = Mesh.Clusters.Select(cluster => cluster.Id == after.Id ? after : cluster).ToValueList() };
        return change.Rest is null || SharesOtherwise(before, change.Rest)
            ? new Draft(this, change).Finish(mesh, before)
            : (Create(mesh, VirtualAddresses.Cleared()), new TouchedParts(
                IsEverything: true, ImmutableHashSet<NamespacedName>.Empty, ImmutableDictionary<string, Workload?>.Empty, null));
    }

    /// <summary>Whether a cluster without its contents differs in nothing but what it shares and takes.</summary>
    private static bool SharesOtherwise(Cluster before, Cluster rest) => before.WithoutContents() == rest with
    {
        ScopePolicy = before.ScopePolicy,
        Namespaces = before.Namespaces,
        Exports = before.Exports,
        Imports = before.Imports,
        ClusterLocalHosts = before.ClusterLocalHosts,
    };

    private sealed class Draft(MeshIndex index, ClusterChange change)
    {
        private readonly Cluster _old = index.FindCluster(change.Cluster)!;
        private readonly Cluster _profile = change.Rest ?? index.FindCluster(change.Cluster)!;

        private readonly ImmutableDictionary<NamespacedName, ServiceGroup>.Builder _groups = index._groups.ToBuilder();

        private readonly ImmutableDictionary<NamespacedName, ImmutableHashSet<NamespacedName>>.Builder _behind =
            index._behindWaypoint.ToBuilder();

        private readonly HashSet<NamespacedName> _touched = [];
        private readonly Dictionary<string, Workload?> _workloads = [];

        /// <summary>For each key that a change concerns directly, the members that are gone and that are there now.</summary>
        private readonly Dictionary<NamespacedName, (HashSet<string> Gone, List<Workload> Now)> _members = [];

        /// <summary>What served each Service of the cluster before, where a Service is new; found once for all that are.</summary>
        private Dictionary<NamespacedName, List<Workload>>? _membersBefore;

        public (MeshIndex Index, TouchedParts Touched) Finish(Mesh mesh, Cluster before)
        {
            CollectWorkloads(before);
            if (change.Rest is not null)
                ReplaceProfile();
            foreach (var id in change.RemovedServices)
                ReplaceService(OrderedSearch.Find(before.Services, id, one => one.Id), null, before);
            foreach (var service in change.Services)
                ReplaceService(OrderedSearch.Find(before.Services, service.Id, one => one.Id), service, before);
            foreach (var (key, members) in _members)
                ReplaceMembers(key, members.Gone, members.Now);
            var touched = WithDependents();
            var names = touched.ToImmutableArray();
            var clusters = change.Rest is null ? index._clusters : index._clusters.SetItem(_profile.Id, _profile);
            var next = new MeshIndex(
                mesh, clusters, _groups.ToImmutable(), _behind.ToImmutable(), index.VirtualAddresses, index._named);
            next = next.WithNames(index, names, touched);
            return (next, new TouchedParts(
                IsEverything: false, touched, _workloads, change.Authorizations is null ? null : change.Cluster));
        }

        /// <summary>The cluster shares or takes other Services now: each on which it decides otherwise is touched.</summary>
        private void ReplaceProfile()
        {
            foreach (var group in index.Groups)
            {
                if (group.Copies.Any(copy => IsDecidedOtherwise(copy)))
                    TouchSharing(group);
                if (group.Find(_old.Id) is { } own)
                    Put(group.Key, group.Copies.Select(copy => ReferenceEquals(copy, own) ? own with { Cluster = _profile } : copy));
            }
        }

        private bool IsDecidedOtherwise(ServiceCopy copy)
        {
            if (copy.Cluster.Id != _old.Id)
                return Differ(ServiceSharing.Import(_old, copy.Cluster, copy.Service), ServiceSharing.Import(_profile, copy.Cluster, copy.Service));
            if (Differ(ServiceSharing.Export(_old, copy.Service), ServiceSharing.Export(_profile, copy.Service)))
                return true;
            foreach (var consumer in index._clusters.Values)
            {
                if (consumer.Id != _old.Id
                    && Differ(ServiceSharing.Import(consumer, _old, copy.Service), ServiceSharing.Import(consumer, _profile, copy.Service)))
                    return true;
            }

            return false;
        }

        private static bool Differ(SharingDecision one, SharingDecision other) =>
            (one.IsShared, one.Reason) != (other.IsShared, other.Reason);

        /// <summary>With a Service its waypoints go, and names of pods that are its own name.</summary>
        private void TouchSharing(ServiceGroup group)
        {
            _touched.Add(group.Key);
            _touched.UnionWith(group.Copies.SelectMany(copy => WaypointsOf(copy.Service)));
            _touched.UnionWith(ParentsOf(group.Key));
        }

        private void CollectWorkloads(Cluster before)
        {
            foreach (var name in change.RemovedPods)
                Replace(OrderedSearch.Find(before.Pods, name, pod => pod.Name)?.Workload, null);
            foreach (var pod in change.Pods)
                Replace(OrderedSearch.Find(before.Pods, pod.Name, one => one.Name)?.Workload, pod.Workload);
            foreach (var uid in change.RemovedEndpoints)
                Replace(OrderedSearch.Find(before.Endpoints, uid, one => one.Uid, StringComparer.Ordinal), null);
            foreach (var endpoint in change.Endpoints)
                Replace(OrderedSearch.Find(before.Endpoints, endpoint.Uid, one => one.Uid, StringComparer.Ordinal), endpoint);
        }

        private void Replace(Workload? before, Workload? after)
        {
            if ((after ?? before) is not { } either)
                return;
            _workloads[either.Uid] = after;
            foreach (var part in before?.Services ?? [])
                Of(part.Service).Gone.Add(either.Uid);
            foreach (var part in after?.Services ?? [])
            {
                Of(part.Service).Gone.Add(either.Uid);
                Of(part.Service).Now.Add(after!);
            }

            (HashSet<string> Gone, List<Workload> Now) Of(NamespacedName key)
            {
                if (!_members.TryGetValue(key, out var members))
                    _members.Add(key, members = ([], []));
                return members;
            }
        }

        private void ReplaceService(ClusterService? before, ClusterService? after, Cluster cluster)
        {
            var key = (after ?? before)!.Key;
            NamespacedName[] old = before is null ? [] : [.. WaypointsOf(before)];
            NamespacedName[] now = after is null ? [] : [.. WaypointsOf(after)];
            _touched.UnionWith(old);
            _touched.UnionWith(now);
            var others = Copies(key).Where(copy => copy.Cluster.Id != _profile.Id);
            if (after is not null)
            {
                // A Service that is new has the members that were there before it.
                var members = Find(key) is { } copy ? copy.Members : MembersBefore(cluster, key);
                others = others.Append(new ServiceCopy(_profile, after, members));
            }

            Put(key, others);
            foreach (var waypoint in now)
                _behind[waypoint] = _behind.GetValueOrDefault(waypoint, []).Add(key);
            foreach (var waypoint in old)
                LeaveUnlessBehind(waypoint, key);
            _touched.Add(key);

            // The name of a pod gives way to a Service of that name.
            foreach (var parent in ParentsOf(key))
                _touched.Add(parent);
        }

        private ValueList<Workload> MembersBefore(Cluster cluster, NamespacedName key)
        {
            _membersBefore ??= MembersOf(cluster);
            return _membersBefore.TryGetValue(key, out var members) ? members.ToValueList() : [];
        }

        /// <summary>Another cluster's copy may still have the waypoint that this one's had.</summary>
        private void LeaveUnlessBehind(NamespacedName waypoint, NamespacedName key)
        {
            if (Copies(key).Any(copy => WaypointsOf(copy.Service).Contains(waypoint)))
                return;
            var behind = _behind.GetValueOrDefault(waypoint, []).Remove(key);
            if (behind.IsEmpty)
                _behind.Remove(waypoint);
            else
                _behind[waypoint] = behind;
        }

        private void ReplaceMembers(NamespacedName key, HashSet<string> gone, List<Workload> now)
        {
            _touched.Add(key);
            if (Find(key) is not { } copy)
                return;
            var members = copy.Members.Where(member => !gone.Contains(member.Uid)).Concat(now)
                .OrderBy(member => member.Uid, StringComparer.Ordinal)
                .ToValueList();
            Put(key, Copies(key).Select(one => ReferenceEquals(one, copy) ? copy with { Members = members } : one));
        }

        /// <summary>With a waypoint, what stands behind it is touched; with that, whether the waypoint is shared.</summary>
        private HashSet<NamespacedName> WithDependents()
        {
            var touched = new HashSet<NamespacedName>(_touched);
            foreach (var key in _touched)
                touched.UnionWith(_behind.GetValueOrDefault(key, []));
            return touched;
        }

        private ServiceCopy? Find(NamespacedName key) => _groups.GetValueOrDefault(key)?.Find(_profile.Id);

        private ValueList<ServiceCopy> Copies(NamespacedName key) => _groups.GetValueOrDefault(key)?.Copies ?? [];

        private void Put(NamespacedName key, IEnumerable<ServiceCopy> copies)
        {
            var ordered = copies.OrderBy(copy => copy.Cluster.Id, StringComparer.Ordinal).ToValueList();
            if (ordered.IsEmpty)
                _groups.Remove(key);
            else
                _groups[key] = new ServiceGroup(key, ordered);
        }
    }
}
