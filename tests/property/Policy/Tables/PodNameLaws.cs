using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Tables;

/// <summary>Single pods of headless services are called by names of their own, here and in other networks.</summary>
public sealed class PodNameLaws
{
    private const int Cases = 300;

    [Fact]
    public void A_pods_name_leads_to_that_pod_alone() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (table, service, pod) in NamedPods(mesh))
                {
                    var endpoints = table.EndpointsOf(service.Key);
                    if (pod.Network == table.Viewpoint.Network)
                        Assert.Equal(pod.Uid, Assert.Single(endpoints).Workload.Uid);
                    else
                        Assert.All(endpoints, endpoint => Assert.Equal(pod.Network, endpoint.Workload.Network));
                    Assert.True(endpoints.Sum(endpoint => endpoint.Workload.Capacity) <= pod.Capacity);
                    Assert.All(service.SubjectAltNames, identity => Assert.Equal(pod.Identity, identity));
                }
            },
            Cases);

    [Fact]
    public void A_name_has_a_virtual_address_exactly_where_its_pod_has_none() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (table, service, pod) in NamedPods(mesh).Where(at => at.Table.Viewpoint.Role == ViewpointRole.Node))
                    Assert.Equal(pod.Network == table.Viewpoint.Network, service.Addresses.IsEmpty);
            },
            Cases);

    [Fact]
    public void Every_pod_of_a_headless_service_that_is_seen_has_its_full_name() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var cluster in mesh.Clusters)
                {
                    var table = RouteTableCompiler.Compile(mesh, new Viewpoint(cluster.Id, cluster.Network, ViewpointRole.Node));
                    foreach (var pod in cluster.Pods.Where(pod => pod.Workload.Network == cluster.Network))
                    {
                        foreach (var service in cluster.Services.Where(service => service.IsHeadless && pod.Workload.Membership(service.Key) is not null))
                        {
                            foreach (var name in new[] { pod.Workload.Name, $"{pod.Workload.Name}.{cluster.Id}" })
                                Assert.NotNull(table.FindService(service.Key with { Name = $"{name}.{service.Hostname}" }));
                        }
                    }
                }
            },
            Cases);

    [Fact]
    public void Of_pods_of_one_short_name_it_means_the_nearest() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                var index = MeshIndex.Create(mesh);
                foreach (var viewer in mesh.Clusters)
                {
                    var table = RouteTableCompiler.Compile(index, new Viewpoint(viewer.Id, viewer.Network, ViewpointRole.Node));
                    foreach (var group in index.Services)
                    {
                        var merged = index.Merge(group, viewer.Id);
                        var pods = merged?.Copies.Where(copy => copy.Service.IsHeadless).SelectMany(copy => copy.Members) ?? [];
                        foreach (var same in pods.GroupBy(pod => pod.Name))
                        {
                            var name = group.Key with { Name = $"{same.Key}.{group.Key.Name}" };
                            var endpoints = table.EndpointsOf(name);
                            var here = same.Where(pod => pod.Network == viewer.Network)
                                .OrderBy(pod => pod.Cluster != viewer.Id).ThenBy(pod => pod.Cluster, StringComparer.Ordinal).FirstOrDefault();
                            if (here is not null)
                            {
                                Assert.Equal(here.Uid, Assert.Single(endpoints).Workload.Uid);
                                continue;
                            }

                            var nearest = merged!.IsShared ? NearestElsewhere(index, viewer, group, same) : null;
                            Assert.Equal(nearest is not null, table.FindService(name) is not null);
                            Assert.All(endpoints, endpoint => Assert.Equal(nearest, endpoint.Workload.Network));
                        }
                    }
                }
            },
            Cases);

    /// <summary>The network of the viewer's own pod, else of that in the smallest cluster, that can be called and whose network shares no other of its name.</summary>
    private static string? NearestElsewhere(MeshIndex index, Cluster viewer, ServiceGroup group, IEnumerable<Workload> same) => same
        .Where(pod => pod.TunnelProtocol == TunnelProtocol.Hbone && group.Copies
            .Where(copy => copy.Service.IsHeadless && index.ExportOf(copy).IsShared)
            .SelectMany(copy => copy.Members)
            .Count(other => other.Network == pod.Network && other.Name == pod.Name) == 1)
        .OrderBy(pod => pod.Cluster != viewer.Id)
        .ThenBy(pod => pod.Cluster, StringComparer.Ordinal)
        .FirstOrDefault()?.Network;

    /// <summary>Every service of every table that is the name of a pod, with the pod that its name says.</summary>
    private static IEnumerable<(RouteTable Table, MeshService Service, Workload Pod)> NamedPods(Mesh mesh)
    {
        var index = MeshIndex.Create(mesh);
        return from viewpoint in CrossingLaws.Viewpoints(mesh)
               let table = RouteTableCompiler.Compile(index, viewpoint)
               from service in table.Services
               let labels = service.Hostname.Split('.')
               where labels is [_, ['c', _], ..]
               let pod = mesh.Find(labels[1])!.Pods.Single(pod => pod.Name.Name == labels[0])
               select (table, service, pod.Workload);
    }
}
