using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

public sealed class RouteTableLaws
{
    private const int Cases = 300;

    [Fact]
    public void The_same_mesh_in_any_order_gives_the_same_bytes() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from seed in MeshGenerators.Seeds
            select (mesh, seed),
            pair =>
            {
                var straight = Tables(pair.mesh.ToSources());
                var shuffled = Tables(pair.mesh.ToSources(MeshGenerators.Shuffle(pair.seed)));
                Assert.Equal(straight.Select(RouteTableEncoding.Encode), shuffled.Select(RouteTableEncoding.Encode));
            },
            Cases);

    [Fact]
    public void A_local_service_is_in_no_other_clusters_table() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var mesh = MeshCompiler.Compile(draft.ToSources()).Mesh;
                foreach (var table in Tables(draft.ToSources()))
                {
                    var owners = mesh.Clusters.Where(cluster => cluster.Id != table.Viewpoint.Cluster);
                    foreach (var (owner, service) in owners.SelectMany(o => o.Services.Select(s => (o, s))))
                    {
                        if (IsGlobal(owner, service.Key))
                            continue;
                        Assert.DoesNotContain(
                            table.Workloads,
                            workload => workload.Cluster == owner.Id && workload.Addresses.Count > 0
                                && workload.Membership(service.Key) is not null);
                        if (mesh.Clusters.Count(cluster => cluster.Network == owner.Network) == 1)
                        {
                            Assert.DoesNotContain(
                                table.FindService(service.Key)?.Addresses ?? [],
                                address => address.Network == owner.Network);
                        }

                        if (mesh.Clusters.All(cluster => !IsGlobal(cluster, service.Key))
                            && mesh.Find(table.Viewpoint.Cluster)!.Services.All(own => own.Key != service.Key))
                        {
                            Assert.Null(table.FindService(service.Key));
                        }
                    }
                }
            },
            Cases);

    private static bool IsGlobal(Cluster cluster, NamespacedName key) =>
        cluster.Services.Where(service => service.Key == key).Any(service => ScopeResolver.Decide(cluster, service).Scope == Scope.Global);

    [Fact]
    public void No_address_of_another_network_is_in_a_table_but_gateways() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                foreach (var table in Tables(draft.ToSources()))
                {
                    Assert.DoesNotContain(
                        table.Workloads,
                        workload => workload.Network != table.Viewpoint.Network
                            && !workload.Addresses.IsEmpty
                            && !workload.Uid.StartsWith("NetworkGateway/", StringComparison.Ordinal));
                }
            },
            Cases);

    [Fact]
    public void Applying_the_difference_gives_the_later_table() =>
        Law.Holds(
            MeshGenerators.Changes,
            change =>
            {
                foreach (var (before, after) in Tables(change.Before.ToSources()).Zip(Tables(change.After.ToSources())))
                {
                    var from = RouteTable.Create(after.Viewpoint, before.Services, before.Workloads, before.Authorizations);
                    var applied = RouteTableDelta.Between(from, after).Apply(from);
                    Assert.Equal(after, applied);
                    Assert.Equal(after.ContentHash, applied.ContentHash);
                    Assert.True(RouteTableDelta.Between(after, applied).IsEmpty);
                }
            },
            Cases);

    [Fact]
    public void Tables_are_equal_exactly_when_their_hashes_are() =>
        Law.Holds(
            MeshGenerators.Changes,
            change =>
            {
                // The viewpoint is no content: a host and its control plane may call it differently.
                foreach (var (before, after) in Tables(change.Before.ToSources()).Zip(Tables(change.After.ToSources())))
                {
                    var there = RouteTable.Create(after.Viewpoint, before.Services, before.Workloads, before.Authorizations);
                    Assert.Equal(before.ContentHash, there.ContentHash);
                    Assert.Equal(there.Equals(after), there.ContentHash == after.ContentHash);
                }
            },
            Cases);

    [Fact]
    public void The_hash_is_the_documented_one() =>
        Law.Holds(
            RouteTableGen.Tables.ArrayOf(2),
            tables =>
            {
                Assert.Equal(ReferenceTableHash.Of(tables[0]), tables[0].ContentHash);
                var after = RouteTableDelta.Between(tables[0], tables[1]).Apply(tables[0]);
                Assert.Equal(ReferenceTableHash.Of(tables[1]), after.ContentHash);
            },
            Cases);

    [Fact]
    public void Another_replica_moves_no_pod_of_a_lower_number() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var grown = draft with
                {
                    Clusters = [.. draft.Clusters.Select(cluster => cluster with
                    {
                        Deployments = [.. cluster.Deployments.Select(d => d with { Replicas = d.Replicas + 1 })],
                    })],
                };
                var before = Addresses(draft);
                var after = Addresses(grown);
                var lowest = draft.Clusters.SelectMany(cluster => cluster.Deployments).Select(d => d.Replicas).DefaultIfEmpty(0).Min();
                Assert.All(
                    before.Where(pod => int.Parse(pod.Key[(pod.Key.LastIndexOf('-') + 1)..]) < lowest),
                    pod => Assert.Equal(pod.Value, after[pod.Key]));
            },
            Cases);

    [Fact]
    public void Pods_that_slices_list_serve_as_pods_that_a_selector_finds() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var mesh = MeshCompiler.Compile(draft.ToSources()).Mesh;
                var listed = draft with
                {
                    Clusters = [.. draft.Clusters.Select(cluster => cluster with
                    {
                        Services = [.. cluster.Services.Select(service => service with { HasSelector = false })],
                        More = [.. cluster.Services.Select(service => Slice(service, mesh.Find(cluster.Id)!))],
                    })],
                };
                Assert.Equal(
                    Tables(draft.ToSources()).Select(RouteTableEncoding.Encode),
                    Tables(listed.ToSources()).Select(RouteTableEncoding.Encode));
            },
            Cases);

    /// <summary>The slice that a controller would make of the pods that a Service selects.</summary>
    private static string Slice(Support.Policy.ServiceDraft service, Cluster cluster)
    {
        var pods = cluster.Pods
            .Where(pod => pod.Workload.Services.Any(part =>
                part.Service == new NamespacedName(service.Namespace, $"{service.Name}.{service.Namespace}.svc.cluster.local")))
            .Select(pod => $"{{addresses: [{pod.Workload.Addresses[0]}], targetRef: {{kind: Pod, name: {pod.Name.Name}}}}}");
        return $"{{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, addressType: IPv4, metadata: {{name: {service.Name}-x, namespace: {service.Namespace}, "
            + $"labels: {{kubernetes.io/service-name: {service.Name}}}}}, endpoints: [{string.Join(", ", pods)}], ports: [{{name: http, port: {service.TargetPort}}}]}}";
    }

    internal static IReadOnlyList<RouteTable> Tables(MeshSources sources)
    {
        var mesh = MeshCompiler.Compile(sources).Mesh;
        return
        [
            .. from cluster in mesh.Clusters
               from role in Enum.GetValues<ViewpointRole>()
               select RouteTableCompiler.Compile(mesh, new Viewpoint(cluster.Id, cluster.Network, role)),
        ];
    }

    private static Dictionary<string, string> Addresses(MeshDraft draft) =>
        MeshCompiler.Compile(draft.ToSources()).Mesh.Clusters
            .SelectMany(cluster => cluster.Pods)
            .ToDictionary(pod => pod.Workload.Uid, pod => string.Join(',', pod.Workload.Addresses));
}
