using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What cannot be read never opens anything.</summary>
public sealed class FailClosedTests
{
    private const string Namespaces = """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: other}}
        """;

    private const string BrokenPolicy = """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: callers, namespace: shop}
        spec:
          rules: [{from: [{source: {principal: ["cluster.local/ns/shop/sa/cart"]}}]}]
        """;

    [Fact]
    public void A_policy_that_can_no_longer_be_read_stays_as_it_was()
    {
        var good = MeshCompiler.Compile(Sources(BrokenPolicy.Replace("principal:", "principals:", StringComparison.Ordinal)));
        Assert.False(good.HasErrors);

        var broken = MeshCompiler.Compile(Sources(BrokenPolicy), good);

        Assert.True(broken.HasErrors);
        Assert.Equal(good.Mesh.Clusters[0].Authorizations, broken.Mesh.Clusters[0].Authorizations);
    }

    [Fact]
    public void A_common_configuration_that_can_no_longer_be_read_stays_as_it_was()
    {
        var good = MeshCompiler.Compile(Sources("") with { Config = new SourceText("mesh.yaml", "trustDomain: example.test") });
        Assert.Equal("example.test", good.Mesh.Clusters[0].TrustDomain);

        var broken = MeshCompiler.Compile(Sources("") with { Config = new SourceText("mesh.yaml", "trustDomain: [example.test") }, good);

        Assert.True(broken.HasErrors);
        Assert.Equal("example.test", broken.Mesh.Clusters[0].TrustDomain);
    }

    private static MeshSources Sources(string policy) => new(
        null,
        null,
        [
            new ClusterSources(
                "east",
                "clusters/east",
                null,
                null,
                [new SourceText("clusters/east/namespaces.yaml", Namespaces), new SourceText("clusters/east/policy.yaml", policy)]),
        ]);
}
