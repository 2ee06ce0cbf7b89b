using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What a MeshConfig says besides scope rules.</summary>
public sealed class MeshConfigTests
{
    [Theory]
    [InlineData("trustDomain: a.example")]
    [InlineData("meshConfig: {trustDomain: a.example}\nglobal: {}")]
    [InlineData("apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {meshConfig: {trustDomain: a.example}}")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  mesh: |\n    trustDomain: a.example\n")]
    public void It_is_read_in_every_form(string text)
    {
        var compilation = Compile(null, Config(text), [Cluster("east")]);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal("a.example", compilation.Mesh.Clusters[0].TrustDomain);
    }

    [Theory]
    [InlineData("", OutboundTrafficPolicy.AllowAny)]
    [InlineData("outboundTrafficPolicy: {mode: ALLOW_ANY}", OutboundTrafficPolicy.AllowAny)]
    [InlineData("outboundTrafficPolicy: {mode: REGISTRY_ONLY}", OutboundTrafficPolicy.RegistryOnly)]
    public void It_says_what_becomes_of_connections_to_what_nobody_knows(string text, OutboundTrafficPolicy expected) =>
        Assert.Equal(expected, OfMesh(text).OutboundTrafficPolicy);

    [Fact]
    public void A_clusters_own_values_stand_in_the_place_of_the_meshs()
    {
        var own = Cluster("east") with { Config = new SourceText("clusters/east/mesh.yaml", "trustDomain: own.example") };
        var clusters = Compile(null, Config("{trustDomain: a.example, outboundTrafficPolicy: {mode: REGISTRY_ONLY}}"), [own, Cluster("west")]).Mesh.Clusters;
        Assert.Equal(["own.example RegistryOnly", "a.example RegistryOnly"], clusters.Select(cluster => $"{cluster.TrustDomain} {cluster.OutboundTrafficPolicy}"));
    }

    [Theory]
    [InlineData("", "dns.kube-system.svc.cluster.local", true)]
    [InlineData("", "kubernetes.default.svc.cluster.local", true)]
    [InlineData("", "istiod.istio-system.svc.cluster.local", true)]
    [InlineData("", "cart.shop.svc.cluster.local", false)]
    [InlineData("{settings: {clusterLocal: true}, hosts: [\"*.shop.svc.cluster.local\"]}", "cart.shop.svc.cluster.local", true)]
    [InlineData("{settings: {clusterLocal: true}, hosts: [\"*.shop.svc.cluster.local\"]}, {hosts: [cart.shop.svc.cluster.local]}", "cart.shop.svc.cluster.local", false)]
    [InlineData("{settings: {clusterLocal: false}, hosts: [kubernetes.default.svc.cluster.local]}", "kubernetes.default.svc.cluster.local", false)]
    [InlineData("{settings: {clusterLocal: false}, hosts: [\"*.kube-system.svc.cluster.local\"]}", "dns.kube-system.svc.cluster.local", false)]
    [InlineData("{settings: {clusterLocal: false}, hosts: [dns.kube-system.svc.cluster.local]}", "other.kube-system.svc.cluster.local", false)]
    [InlineData("{settings: {clusterLocal: false}, hosts: [cart.shop.svc.cluster.local]}", "dns.kube-system.svc.cluster.local", true)]
    public void Settings_and_defaults_keep_Services_within_their_cluster(string settings, string host, bool isKept) =>
        Assert.Equal(isKept, OfMesh($"serviceSettings: [{settings}]").ClusterLocalHosts.Keeps(host));

    [Fact]
    public void Foreign_trust_domains_have_the_roots_that_are_written()
    {
        var bundles = OfMesh(
            "trustDomain: own\ncaCertificates:\n- {pem: one, trustDomains: [b, a, own]}\n- {pem: two, trustDomains: [a]}\n- {trustDomains: [c]}\n").Federation;
        Assert.Equal([new TrustBundle("a", "one\ntwo"), new TrustBundle("b", "one"), new TrustBundle("c", "")], bundles);
    }

    [Fact]
    public void Policies_of_the_root_namespace_hold_for_the_mesh()
    {
        static string Policy(string ns) =>
            $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: p, namespace: {ns}}}, spec: {{selector: {{matchLabels: {{app: a}}}}}}}}";
        var east = Compile(null, Config("rootNamespace: config"), [Cluster("east", Policy("config"), Policy("istio-system"), Pod("a", metadata: "labels: {app: a}"))])
            .Mesh.Clusters[0];
        Assert.Equal("[config/p]", east.Pods[0].Workload.AuthorizationPolicies.ToString());
        Assert.Equal(["config", "default", "istio-system", "kube-system"], east.Namespaces.Select(ns => ns.Name));
    }

    [Theory]
    [InlineData("", "east-network")]
    [InlineData("topology.istio.io/network: other", "other")]
    public void The_root_namespace_names_the_network_or_else_the_usual_one_does(string labels, string expected) =>
        Assert.Equal(
            expected,
            Compile(null, Config("rootNamespace: config"), [Cluster("east", Namespace("config", labels))]).Mesh.Clusters[0].Network);

    private static Cluster OfMesh(string text)
    {
        var compilation = Compile(null, Config(text), [Cluster("east")]);
        Assert.Empty(compilation.Diagnostics);
        return compilation.Mesh.Clusters[0];
    }
}
