using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

/// <summary>A Service on which two clusters differ: one of them would share it, and the other would not.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Owner">The cluster that defines it.</param>
/// <param name="Consumer">The cluster that would take it.</param>
/// <param name="Export">What the owner decided.</param>
/// <param name="Import">What the consumer decided.</param>
public sealed record SharingDifference(
    NamespacedName Service, string Owner, string Consumer, SharingDecision Export, SharingDecision Import);

/// <summary>Where clusters of a mesh follow different rules.</summary>
public static class SharingDrift
{
    /// <summary>Every Service that is exported and not imported, or would be imported and is not exported; by service, owner and consumer.</summary>
    /// <param name="index">The mesh.</param>
    public static ValueList<SharingDifference> Of(MeshIndex index) =>
    [
        .. from service in index.Services
           from copy in service.Copies
           let export = index.ExportOf(copy)
           from consumer in index.Mesh.Clusters
           where consumer.Id != copy.Cluster.Id
           let import = index.ImportOf(consumer, copy)
           where import.IsShared != export.IsShared
           select new SharingDifference(service.Key, copy.Cluster.Id, consumer.Id, export, import),
    ];

    /// <summary>Every Service whose copies differ, with the differences, as one cluster sees them.</summary>
    /// <param name="index">The mesh.</param>
    /// <param name="viewer">The cluster's id.</param>
    public static IEnumerable<(NamespacedName Service, ValueList<MergeConflict> Conflicts)> ConflictsSeenBy(MeshIndex index, string viewer) =>
        from service in index.Services
        let merged = index.Merge(service, viewer)
        where merged is not null
        let conflicts = MergeConflicts.Of(merged)
        where !conflicts.IsEmpty
        select (service.Key, conflicts);
}
