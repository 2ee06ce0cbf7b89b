using System.Net;
using FsCheck.Fluent;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Unit.Hosts.Underlay;

public sealed class UnderlayPlanTests
{
    private const int Cases = 200;

    private static readonly UnderlayPlan Empty = UnderlayPlan.StartingAt(UnderlayPlan.DefaultStart);

    [Fact]
    public void Everything_in_a_mesh_has_a_loopback_address() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var mesh = Compile(draft);
                var plan = Empty.Cover(mesh);
                foreach (var cluster in mesh.Clusters)
                {
                    var map = plan.For(mesh, cluster);
                    Assert.All(PodAddresses(cluster), address => Assert.True(IPAddress.IsLoopback(map.ToLoopback(address)!)));
                    Assert.All(Gateways(mesh), address => Assert.True(IPAddress.IsLoopback(map.ToLoopback(address)!)));
                }
            },
            Cases);

    [Fact]
    public void No_two_clusters_share_a_loopback_address_and_no_two_pods_either() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var mesh = Compile(draft);
                var plan = Empty.Cover(mesh);
                var pods = mesh.Clusters.SelectMany(cluster => PodAddresses(cluster).Select(plan.For(mesh, cluster).ToLoopback));
                var all = pods.Concat(Gateways(mesh).Distinct().Select(plan.For(mesh, mesh.Clusters[0]).ToLoopback)).ToArray();
                Assert.Equal(all.Distinct(), all);
            },
            Cases);

    [Fact]
    public void A_gateway_has_the_same_loopback_address_for_all() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                var mesh = Compile(draft);
                var plan = Empty.Cover(mesh);
                foreach (var address in Gateways(mesh))
                    Assert.Single(mesh.Clusters.Select(cluster => plan.For(mesh, cluster).ToLoopback(address)).Distinct());
            },
            Cases);

    [Fact]
    public void What_was_given_stays_given() =>
        Law.Holds(
            MeshGenerators.Changes,
            change =>
            {
                var mesh = Compile(change.Before);
                var plan = Empty.Cover(mesh);
                var later = plan.Cover(Compile(change.After)).Cover(Mesh.Empty);
                foreach (var cluster in mesh.Clusters)
                {
                    foreach (var address in PodAddresses(cluster).Concat(Gateways(mesh)))
                        Assert.Equal(plan.For(mesh, cluster).ToLoopback(address), later.For(mesh, cluster).ToLoopback(address));
                }
            },
            Cases);

    [Fact]
    public void A_cluster_knows_nothing_of_the_pods_of_another()
    {
        var mesh = Compile(new MeshDraft(
        [
            new ClusterDraft("east", "east", "203.0.113.1", [], []) { PodCidr = "10.1.0.0/24" },
            new ClusterDraft("west", "west", null, [], []) { PodCidr = "10.2.0.0/24" },
        ]));
        var west = Empty.Cover(mesh).For(mesh, mesh.Find("west")!);
        Assert.Null(west.ToLoopback(IPAddress.Parse("10.1.0.7")));
        Assert.NotNull(west.ToLoopback(IPAddress.Parse("203.0.113.1")));
    }

    [Fact]
    public void A_pod_outside_of_every_Nodes_range_has_an_address_of_its_own()
    {
        var draft = new ClusterDraft("east", "east", null, [], [])
        {
            More = ["{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: main}]}, status: {podIPs: [{ip: 192.0.2.7}, {ip: \"fd00::7\"}]}}"],
        };
        var mesh = Compile(new MeshDraft([draft]));
        var map = Empty.Cover(mesh).For(mesh, mesh.Clusters[0]);
        Assert.Equal(2, new[] { "192.0.2.7", "fd00::7" }.Select(text => map.ToLoopback(IPAddress.Parse(text))).OfType<IPAddress>().Distinct().Count());
        Assert.Null(map.ToLoopback(IPAddress.Parse("192.0.2.8")));
    }

    [Fact]
    public void Clusters_of_one_network_reach_each_others_pods_and_others_are_recognised()
    {
        var mesh = Compile(new MeshDraft(
        [
            new ClusterDraft("a", "shared", null, [], []) { PodCidr = "10.1.0.0/24" },
            new ClusterDraft("b", "shared", null, [], []) { PodCidr = "10.2.0.0/24" },
            new ClusterDraft("c", "other", null, [], []) { PodCidr = "10.1.0.0/24" },
        ]));
        var plan = Empty.Cover(mesh);
        var (a, b, c) = (plan.For(mesh, mesh.Find("a")!), plan.For(mesh, mesh.Find("b")!), plan.For(mesh, mesh.Find("c")!));
        var pod = IPAddress.Parse("10.2.0.7");
        Assert.Equal(b.ToLoopback(pod), a.ToLoopback(pod));
        Assert.Null(c.ToLoopback(pod));

        // A connection from `c` is seen at `a` with its real address, which at `a` means another pod.
        var caller = new IPEndPoint(IPAddress.Parse("10.1.0.9"), 40_000);
        var seen = c.ToLoopback(caller)!;
        Assert.NotEqual(seen, a.ToLoopback(caller));
        Assert.Equal(caller, a.ToReal(seen));
        Assert.Equal(seen, UnderlayFile.Read(UnderlayFile.Write(c)).ToLoopback(caller));
        Assert.Equal(caller, UnderlayFile.Read(UnderlayFile.Write(a)).ToReal(seen));
    }

    private static Mesh Compile(MeshDraft draft) => MeshCompiler.Compile(draft.ToSources()).Mesh;

    private static IEnumerable<IPAddress> PodAddresses(Cluster cluster) => cluster.Pods.SelectMany(pod => pod.Workload.Addresses);

    private static IEnumerable<IPAddress> Gateways(Mesh mesh) =>
        mesh.Clusters.SelectMany(cluster => cluster.Gateways).SelectMany(gateway => gateway.Addresses);
}
