using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Tables;

/// <summary>Copies of one Service in several clusters are one Service, and whose word counts does not depend on chance.</summary>
public sealed class MergingLaws
{
    private const int Cases = 400;

    [Fact]
    public void The_base_is_the_viewers_copy_else_the_oldest_else_that_of_the_smallest_id() =>
        Holds((merged, viewer) =>
        {
            var expected = merged.Copies.SingleOrDefault(copy => copy.Cluster.Id == viewer)
                ?? ByAge(merged.Copies).First();
            Assert.Same(expected, merged.Base);
        });

    [Fact]
    public void Addresses_are_those_of_all_copies_each_of_its_clusters_network() =>
        Holds((merged, _) =>
        {
            var expected = from copy in merged.Copies
                           from address in copy.Service.Addresses
                           select (copy.Cluster.Network, address);
            Assert.Equal(
                expected.ToHashSet(),
                merged.Service.Addresses.Select(address => (address.Network, address.Address)).ToHashSet());
            Assert.Distinct(merged.Service.Addresses);
        });

    [Fact]
    public void Ports_are_the_bases_or_where_it_says_so_those_of_all() =>
        Holds((merged, _) =>
        {
            var expected = merged.Base.Service.Ports.ToDictionary(port => port.ServicePort);
            if (merged.Base.Service.PortMerging == PortMerging.Union)
            {
                foreach (var port in ByAge(merged.Copies).SelectMany(copy => copy.Service.Ports))
                    expected.TryAdd(port.ServicePort, port);

                // What some copy has not, only those endpoints have that say so.
                foreach (var port in merged.Copies.SelectMany(copy => expected.Keys.Except(copy.Service.Ports.Select(port => port.ServicePort))).ToHashSet())
                    expected[port] = expected[port] with { TargetPort = 0 };
            }

            Assert.Equal(expected.OrderBy(port => port.Key).Select(port => port.Value), merged.Service.Ports);
        });

    [Fact]
    public void Everything_else_is_the_bases() =>
        Holds((merged, _) =>
        {
            var (service, basis) = (merged.Service, merged.Base.Service);
            Assert.Equal((basis.Key, basis.Name.Name), (service.Key, service.Name));
            Assert.Equal(
                (basis.LoadBalancing, basis.Waypoint, basis.WeightedWaypoints, basis.UsesWaypointForIngress),
                (service.LoadBalancing, service.Waypoint, service.WeightedWaypoints, service.UsesWaypointForIngress));
            Assert.Equal(
                (basis.IpFamilies, basis.HasClientAffinity, basis.ClusterWeights, basis.SubjectAltNames),
                (service.IpFamilies, service.HasClientAffinity, service.ClusterWeights, service.SubjectAltNames));
            Assert.Equal((basis.IsCanonical, basis.Visibility), (service.IsCanonical, service.Visibility));
        });

    [Fact]
    public void A_conflict_is_told_exactly_where_a_copy_says_something_else_than_the_base() =>
        Holds((merged, _) =>
        {
            var expected = from copy in merged.Copies
                           where copy.Cluster.Id != merged.Base.Cluster.Id
                           from kind in Enum.GetValues<ConflictKind>()
                           where Differ(kind, merged.Base.Service, copy.Service)
                           select (kind, merged.Base.Cluster.Id, copy.Cluster.Id);
            var conflicts = MergeConflicts.Of(merged);
            Assert.Equal(expected, conflicts.Select(conflict => (conflict.Kind, conflict.Winner, conflict.Other)));
            Assert.All(conflicts, conflict => Assert.NotEqual(conflict.WinnerValue, conflict.OtherValue));
        });

    [Fact]
    public void Generated_conflicts_are_of_every_kind()
    {
        var kinds = new HashSet<ConflictKind>();
        Holds((merged, _) => kinds.UnionWith(MergeConflicts.Of(merged).Select(conflict => conflict.Kind)));
        Assert.Equal(Enum.GetValues<ConflictKind>().ToHashSet(), kinds);
    }

    [Fact]
    public void Drift_is_every_copy_that_one_cluster_would_share_and_another_would_not() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                var index = MeshIndex.Create(mesh);
                var drift = SharingDrift.Of(index).ToDictionary(one => (one.Service, one.Owner, one.Consumer));
                foreach (var copy in index.Services.SelectMany(service => service.Copies))
                {
                    foreach (var consumer in mesh.Clusters.Where(cluster => cluster.Id != copy.Cluster.Id))
                    {
                        var (export, import) = (index.ExportOf(copy), index.ImportOf(consumer, copy));
                        var isTold = drift.Remove((copy.Service.Key, copy.Cluster.Id, consumer.Id), out var told);
                        Assert.Equal(export.IsShared != import.IsShared, isTold);
                        Assert.Equal(isTold ? (export, import) : default, isTold ? (told!.Export, told.Import) : default);
                    }
                }

                Assert.Empty(drift);
            },
            Cases);

    /// <summary>Every Service as every cluster sees it.</summary>
    private static void Holds(Action<MergedService, string> law) =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                var index = MeshIndex.Create(mesh);
                foreach (var cluster in mesh.Clusters)
                {
                    foreach (var service in index.Services)
                    {
                        if (index.Merge(service, cluster.Id) is { } merged)
                            law(merged, cluster.Id);
                    }
                }
            },
            Cases);

    private static IEnumerable<ServiceCopy> ByAge(IEnumerable<ServiceCopy> copies) => copies
        .OrderBy(copy => copy.Service.CreatedAt is not null)
        .ThenBy(copy => copy.Service.CreatedAt)
        .ThenBy(copy => copy.Cluster.Id, StringComparer.Ordinal);

    private static bool Differ(ConflictKind kind, ClusterService left, ClusterService right) => kind switch
    {
        ConflictKind.TypeConflict => left.IsHeadless != right.IsHeadless,
        ConflictKind.PortConflict => left.Ports != right.Ports,
        ConflictKind.SessionAffinityConflict => left.HasClientAffinity != right.HasClientAffinity,
        ConflictKind.TrafficDistributionConflict => left.LoadBalancing != right.LoadBalancing,
        ConflictKind.WaypointConflict => left.Waypoint != right.Waypoint,
        ConflictKind.IpFamilyConflict => left.IpFamilies != right.IpFamilies,
        ConflictKind.ClusterWeightConflict => left.ClusterWeights != right.ClusterWeights,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
