using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>What differs between two meshes in how clusters share Services. What both indexes share is passed over.</summary>
internal sealed class ServiceComparison
{
    private readonly MeshIndex _before;
    private readonly MeshIndex _after;
    private readonly ValueList<NamespacedName> _keys;

    /// <summary>Compares two meshes.</summary>
    /// <param name="before">The mesh before.</param>
    /// <param name="after">The mesh after.</param>
    public ServiceComparison(MeshIndex before, MeshIndex after)
    {
        (_before, _after) = (before, after);
        var isAlike = before.Mesh.Clusters.Concat(after.Mesh.Clusters)
            .All(cluster => ReferenceEquals(before.FindCluster(cluster.Id), after.FindCluster(cluster.Id)));

        // Whether a waypoint is shared follows from what stands behind it.
        bool IsTouched(NamespacedName key) =>
            !isAlike || !ReferenceEquals(before.Find(key), after.Find(key)) || IsWaypoint(before, key) || IsWaypoint(after, key);
        _keys = before.Groups.Concat(after.Groups).Select(group => group.Key).Distinct().Where(IsTouched).Order().ToValueList();
    }

    /// <summary>Copies that are exported or taken otherwise.</summary>
    public ValueList<ShareChange> Shares() =>
    [
        .. from key in _keys
           from owner in Owners(key)
           let before = StateOf(_before, key, owner)
           let after = StateOf(_after, key, owner)
           where (before?.IsExported ?? false) != (after?.IsExported ?? false) || (before?.Takers ?? []) != (after?.Takers ?? [])
           select new ShareChange(key, owner, before, after),
    ];

    /// <summary>Differences between copies that come or go.</summary>
    public ValueList<ConflictChange> Conflicts() =>
    [
        .. from key in _keys
           from viewer in Clusters
           let before = ConflictsOf(_before, key, viewer)
           let after = ConflictsOf(_after, key, viewer)
           where before != after
           from change in before.Except(after).Select(gone => new ConflictChange(key, viewer, gone, IsNew: false))
               .Concat(after.Except(before).Select(come => new ConflictChange(key, viewer, come, IsNew: true)))
           select change,
    ];

    /// <summary>Differences between rules that come or go.</summary>
    public ValueList<DriftChange> Drift() =>
    [
        .. from key in _keys
           from owner in Owners(key)
           from consumer in Clusters
           where consumer != owner
           let before = DriftOf(_before, key, owner, consumer)
           let after = DriftOf(_after, key, owner, consumer)
           where (before is null) != (after is null)
           select new DriftChange((before ?? after)!, IsNew: before is null),
    ];

    /// <summary>Names whose virtual addresses are others.</summary>
    public ValueList<AddressMove> Moves()
    {
        var (before, after) = (_before.VirtualAddresses, _after.VirtualAddresses);
        if (ReferenceEquals(before, after))
            return [];
        return
        [
            .. from name in before.Names.Where(after.Contains)
               let old = before.Find(name, IpFamilies.Dual)
               let now = after.Find(name, IpFamilies.Dual)
               where old != now
               orderby name
               select new AddressMove(name, old, now),
        ];
    }

    private IEnumerable<string> Clusters => _before.Mesh.Clusters.Concat(_after.Mesh.Clusters)
        .Select(cluster => cluster.Id)
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static bool IsWaypoint(MeshIndex index, NamespacedName key) =>
        index.Find(key)?.Copies is { IsEmpty: false } copies && copies.Any(copy => index.BehindWaypoint(copy).Any());

    private IEnumerable<string> Owners(NamespacedName key) => (_before.Find(key)?.Copies ?? [])
        .Concat(_after.Find(key)?.Copies ?? [])
        .Select(copy => copy.Cluster.Id)
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static ShareState? StateOf(MeshIndex index, NamespacedName key, string owner)
    {
        if (index.Find(key)?.Find(owner) is not { } copy)
            return null;
        var export = index.ExportOf(copy);
        var takers = export.IsShared
            ? index.Mesh.Clusters
                .Where(cluster => cluster.Id != owner && index.ImportOf(index.FindCluster(cluster.Id)!, copy).IsShared)
                .Select(cluster => cluster.Id)
            : [];
        return new ShareState(export.IsShared, export.Reason, takers.ToValueList());
    }

    private static ValueList<MergeConflict> ConflictsOf(MeshIndex index, NamespacedName key, string viewer) =>
        index.Find(key) is { Copies.Count: > 1 } group && index.Merge(group, viewer) is { } merged ? MergeConflicts.Of(merged) : [];

    private static SharingDifference? DriftOf(MeshIndex index, NamespacedName key, string owner, string consumer)
    {
        if (index.Find(key)?.Find(owner) is not { } copy || index.FindCluster(consumer) is not { } taker)
            return null;
        var (export, import) = (index.ExportOf(copy), index.ImportOf(taker, copy));
        return export.IsShared == import.IsShared ? null : new SharingDifference(key, owner, consumer, export, import);
    }
}
