using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>Where a workload is and who it is, as its cluster's manifests say.</summary>
public sealed class WorkloadLaws
{
    private const string Label = "topology.istio.io/network";

    private static readonly Gen<string?> Networks = Gen.Elements(null, "n1", "n2", "n3");

    private static readonly Gen<(string? OfPod, string? OfNode, string? OfCluster)> Places =
        from pod in Networks
        from node in Networks
        from cluster in Networks
        select (pod, node, cluster);

    [Fact]
    public void A_workloads_network_is_its_Pods_else_its_Nodes_else_its_clusters() => Law.Holds(Places, place =>
    {
        var cluster = Compile(
            null,
            $"{{apiVersion: v1, kind: Namespace, metadata: {{name: istio-system{Labelled(place.OfCluster)}}}}}",
            $"{{apiVersion: v1, kind: Node, metadata: {{name: one{Labelled(place.OfNode)}}}}}",
            Pod(Labelled(place.OfPod), "default"));
        Assert.Equal(place.OfPod ?? place.OfNode ?? place.OfCluster ?? "", cluster.Pods[0].Workload.Network);
    });

    [Fact]
    public void A_workloads_identity_is_of_its_clusters_trust_domain_its_namespace_and_its_account() =>
        Law.Holds(
            from domain in Gen.Elements(null, "east.test", "mesh.test")
            from account in Gen.Elements("default", "clerk")
            select (domain, account),
            who =>
            {
                var cluster = Compile(
                    who.domain is null ? null : $"trustDomain: {who.domain}",
                    $"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {who.account}, namespace: shop}}}}",
                    Pod("", who.account));
                Assert.Equal(
                    $"spiffe://{who.domain ?? "cluster.local"}/ns/shop/sa/{who.account}",
                    cluster.Pods[0].Workload.Identity.ToString());
            });

    private static string Pod(string labels, string account) =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: a, namespace: shop{labels}}}, "
        + $"spec: {{nodeName: one, serviceAccountName: {account}, containers: [{{name: main}}]}}, status: {{podIP: 10.0.0.1}}}}";

    private static string Labelled(string? network) => network is null ? "" : $", labels: {{{Label}: {network}}}";

    private static Cluster Compile(string? config, params string[] documents)
    {
        const string shop = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}";
        var files = documents.Append(shop).Select((text, place) => new SourceText($"{place}.yaml", text)).ToValueList();
        var own = config is null ? null : new SourceText("mesh.yaml", config);
        var compilation = MeshCompiler.Compile(new MeshSources(null, null, [new ClusterSources("east", "clusters/east", null, own, files)]));
        Assert.False(compilation.HasErrors);
        return Assert.Single(compilation.Mesh.Clusters);
    }
}
