using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>What crosses from cluster to cluster: of a local service nothing, of a global one everything.</summary>
public sealed class SharingLaws
{
    private const int Cases = 300;

    [Fact]
    public void A_local_service_leaves_no_trace_in_another_clusters_table() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from place in Gen.Choose(0, 2)
            select (mesh, place),
            at =>
            {
                var cluster = at.mesh.Clusters[at.place % at.mesh.Clusters.Count];
                var without = at.mesh with
                {
                    Clusters = at.mesh.Clusters.Select(one => one != cluster ? one : one with
                    {
                        Services = one.Services.Where(service => service.IsGlobal).ToValueList(),
                    }).ToValueList(),
                };
                Assert.Equal(
                    RouteTableLaws.Tables(at.mesh.ToSources()).Where(table => table.Viewpoint.Cluster != cluster.Id),
                    RouteTableLaws.Tables(without.ToSources()).Where(table => table.Viewpoint.Cluster != cluster.Id));
            },
            Cases);

    [Fact]
    public void A_service_has_the_pods_that_a_slow_count_gives_it() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var tables = RouteTableLaws.Tables(draft.ToSources()).Where(table => table.Viewpoint.Role == ViewpointRole.Node);
                foreach (var table in tables)
                {
                    foreach (var (ns, name) in MeshGenerators.ServiceNames)
                        Assert.Equal(Expected(draft, table.Viewpoint, ns, name), Counted(table, ns, name));
                }
            },
            Cases);

    [Fact]
    public void A_caller_expects_elsewhere_exactly_the_identities_of_the_pods_there() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var tables = RouteTableLaws.Tables(draft.ToSources()).Where(table => table.Viewpoint.Role == ViewpointRole.Node);
                foreach (var table in tables)
                {
                    foreach (var service in table.Services)
                    {
                        var elsewhere = Seen(draft, table.Viewpoint, service.Namespace, service.Name)
                            .Where(cluster => cluster.Network != table.Viewpoint.Network)
                            .SelectMany(cluster => Serving(cluster, service.Namespace, service.Name))
                            .Where(deployment => deployment.Replicas > 0)
                            .Select(deployment => $"spiffe://cluster.local/ns/{service.Namespace}/sa/{deployment.ServiceAccount}");
                        Assert.Equal(
                            elsewhere.Distinct().Order(StringComparer.Ordinal), service.SubjectAltNames.Select(id => id.ToString()));
                    }
                }
            },
            Cases);

    /// <summary>
    /// For each network the number of pods that a caller may be sent to, counted on the draft: pods of its own network
    /// directly, others where some cluster has a gateway of their network. Null where the service is not to be seen.
    /// </summary>
    private static string? Expected(MeshDraft draft, Viewpoint viewpoint, string ns, string name)
    {
        var seen = Seen(draft, viewpoint, ns, name).ToArray();
        if (seen.Length == 0)
            return null;
        var counts = from cluster in seen
                     let reachable = cluster.Network == viewpoint.Network
                         || draft.Clusters.Any(other => other.Network == cluster.Network && other.GatewayAddress is not null)
                     where reachable
                     group Pods(cluster, ns, name) by cluster.Network into network
                     where network.Sum() > 0
                     orderby network.Key
                     select $"{network.Key} {network.Sum()}";
        return string.Join(", ", counts);
    }

    private static string? Counted(RouteTable table, string ns, string name)
    {
        var key = new NamespacedName(ns, $"{name}.{ns}.svc.cluster.local");
        if (table.FindService(key) is null)
            return null;
        var counts = from endpoint in table.EndpointsOf(key)
                     group endpoint.Workload.Capacity by endpoint.Workload.Network into network
                     orderby network.Key
                     select $"{network.Key} {network.Sum(capacity => capacity)}";
        return string.Join(", ", counts);
    }

    /// <summary>The clusters whose copies are one service to a viewer: its own alone where that is local, else all global ones.</summary>
    private static IEnumerable<ClusterDraft> Seen(MeshDraft draft, Viewpoint viewpoint, string ns, string name)
    {
        var copies = from cluster in draft.Clusters
                     from service in cluster.Services
                     where service.Namespace == ns && service.Name == name
                     select (cluster, service);
        var own = copies.Where(copy => copy.cluster.Id == viewpoint.Cluster).ToArray();
        return own is [{ service.IsGlobal: false }]
            ? own.Select(copy => copy.cluster)
            : copies.Where(copy => copy.service.IsGlobal).Select(copy => copy.cluster);
    }

    private static int Pods(ClusterDraft cluster, string ns, string name) =>
        Serving(cluster, ns, name).Sum(deployment => deployment.Replicas);

    private static IEnumerable<DeploymentDraft> Serving(ClusterDraft cluster, string ns, string name) =>
        cluster.Deployments.Where(deployment => deployment.Namespace == ns && deployment.App == name);
}
