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
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: cart, namespace: shop, labels: {app: cart}}
        spec: {containers: [{name: main, ports: [{name: dns, containerPort: 5300, protocol: UDP}, {name: dns-tcp, containerPort: 5353}]}]}
        """;

    private const string BrokenPolicy = """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: callers, namespace: shop}
        spec:
          rules: [{from: [{source: {principal: ["cluster.local/ns/shop/sa/cart"]}}]}]
        """;

    /// <summary>Not even its kind and namespace can be read, so that it may have been about anybody.</summary>
    [Fact]
    public void A_file_that_is_no_yaml_and_speaks_of_a_policy_closes_the_cluster_at_a_first_start()
    {
        var broken = MeshCompiler.Compile(Sources("kind: AuthorizationPolicy\nspec: [broken\n"));
        Assert.True(broken.HasErrors);
        var pod = Assert.Single(broken.Mesh.Clusters[0].Pods).Workload;
        Assert.Contains(pod.AuthorizationPolicies, name => broken.Mesh.Clusters[0].Authorizations.All(policy => policy.Key != name));

        var other = MeshCompiler.Compile(Sources("kind: ConfigMap\nspec: [broken\n"));
        Assert.Empty(Assert.Single(other.Mesh.Clusters[0].Pods).Workload.AuthorizationPolicies);
    }

    /// <summary>Ports of two protocols may have one number, as those of a DNS server have.</summary>
    [Fact]
    public void A_port_of_another_protocol_changes_nothing_at_one_of_the_same_number()
    {
        var compilation = MeshCompiler.Compile(Sources("""
            {apiVersion: v1, kind: Service, metadata: {name: dns, namespace: shop}, spec: {selector: {app: cart}, ports: [
              {name: dns, port: 53, protocol: UDP, targetPort: dns}, {name: dns-tcp, port: 53, protocol: TCP, targetPort: dns-tcp}]}}
            """));
        var membership = Assert.Single(Assert.Single(compilation.Mesh.Clusters[0].Pods).Workload.Services);
        Assert.Equal([5353], membership.Ports.Select(port => port.TargetPort));
    }

    [Fact]
    public void A_cluster_that_never_was_without_errors_follows_what_is_valid_of_it()
    {
        var first = MeshCompiler.Compile(Sources("kind: [broken"));
        Assert.Equal(["east"], first.Incomplete);
        var later = MeshCompiler.Compile(Sources("kind: [broken\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: late}}"), first);
        Assert.NotNull(later.Mesh.Clusters[0].FindNamespace("late"));
    }

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
