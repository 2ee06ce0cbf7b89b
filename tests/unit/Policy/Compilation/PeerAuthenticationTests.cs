using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>PeerAuthentications as users write them: what they close, and what is said of those that count for nothing.</summary>
public sealed class PeerAuthenticationTests
{
    private static readonly SpiffeId Somebody = new("cluster.local", "shop", "web");

    [Fact]
    public void A_table_carries_the_policies_that_close_strict_ports()
    {
        var east = East(
            Namespace("shop"),
            Pod("cart", metadata: "namespace: shop, labels: {app: cart}"),
            Pod("web", metadata: "namespace: shop"),
            Peer("mesh", "mtls: {mode: STRICT}", "istio-system"),
            Peer("cart", "selector: {matchLabels: {app: cart}}, portLevelMtls: {9090: {mode: PERMISSIVE}}"));
        var table = RouteTableCompiler.Compile(new Mesh([east]), new Viewpoint("east", "east-network", ViewpointRole.Node));
        Assert.Equal(
            ["istio-system/istio_converted_static_strict", "shop/converted_peer_authentication_cart"],
            table.Authorizations.Select(policy => policy.Key.ToString()));
        Assert.Equal("denied denied", Plaintext(table, "web", 80, 9090));
        Assert.Equal("denied allowed", Plaintext(table, "cart", 80, 9090));
        Assert.IsType<AuthorizationDecision.Allowed>(Decide(table, "cart", 80, Somebody));
    }

    [Theory]
    [InlineData("namespace: shop", "shop/cart")]
    [InlineData("namespace: istio-system", "default/web shop/cart")]
    [InlineData("namespace: [shop]", "default/web shop/cart")]
    public void At_a_first_start_one_that_cannot_be_read_closes_what_it_may_be_about_to_plaintext(string metadata, string closed)
    {
        var east = Compile(Cluster(
            "east",
            Namespace("shop"),
            Pod("web"),
            Pod("cart", metadata: "namespace: shop"),
            Peer("open", "mtls: {mode: PERMISSIVE}"),
            $"{{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {{name: p, {metadata}}}, spec: {{mtls: {{mode: STRIKT}}}}}}"))
            .Mesh.Find("east")!;
        var policies = PolicyIndex.Create(east.Authorizations);
        var denied = east.Pods.Where(pod => Decide(policies, pod.Workload, 80, default) is AuthorizationDecision.Denied);
        Assert.Equal(closed, string.Join(' ', denied.Select(pod => pod.Name)));
        Assert.All(east.Pods, pod => Assert.IsType<AuthorizationDecision.Allowed>(Decide(policies, pod.Workload, 80, Somebody)));
    }

    [Fact]
    public void One_that_cannot_be_read_is_told_of() => Assert.Equal(
        [
            "clusters/east/f.yaml:1:2: warning AZ008: PeerAuthentication `default/p` cannot be read; at a first start the pods that it may be about take no plaintext; correct it",
            "clusters/east/f.yaml:1:103: error MF017: `spec.mtls.mode` is `STRIKT`, which is not known; did you mean `STRICT`?",
        ],
        Findings(Compile(Cluster("east", "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: p}, spec: {mtls: {mode: STRIKT}}}"))));

    [Fact]
    public void A_file_that_is_no_yaml_and_speaks_of_one_closes_the_cluster_to_plaintext()
    {
        var east = Compile(Cluster("east", Pod("web"), "kind: PeerAuthentication\nspec: [broken")).Mesh.Find("east")!;
        Assert.All(east.Pods, pod => Assert.Contains("istio_converted_static_strict", pod.Workload.AuthorizationPolicies[0].Name));
    }

    [Theory]
    [InlineData("istio-system", "selector: {matchLabels: {app: a}}", "1:126: warning AZ007: PeerAuthentication `istio-system/p` selects workloads from the root namespace, and so counts for nothing; move it to the namespace of its workloads")]
    [InlineData("default", "portLevelMtls: {80: {mode: STRICT}}", "1:126: warning AZ007: PeerAuthentication `default/p` has `portLevelMtls` and no `selector`, without which ports count for nothing; select workloads by `selector`")]
    public void What_counts_for_nothing_is_told_of(string ns, string spec, string finding) =>
        Assert.Equal([$"clusters/east/f.yaml:{finding}"], Findings(Compile(Cluster("east", Peer("p", spec, ns)))));

    [Fact]
    public void The_younger_of_two_for_one_namespace_is_told_of() => Assert.Equal(
        ["clusters/east/f.yaml:3:79: warning AZ007: PeerAuthentication `default/b` counts for nothing: `default/a` is about the same workloads, and older or first by name; remove one of the two"],
        Findings(Compile(Cluster("east", Peer("a", "mtls: {mode: STRICT}", "default"), Peer("b", "mtls: {mode: DISABLE}", "default")))));

    private static string Peer(string name, string spec, string ns = "shop") =>
        $"{{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {{name: {name}, namespace: {ns}}}, spec: {{{spec}}}}}";

    private static string Plaintext(RouteTable table, string pod, params int[] ports) =>
        string.Join(' ', ports.Select(port => Decide(table, pod, port, default).Match(_ => "allowed", _ => "denied")));

    private static AuthorizationDecision Decide(RouteTable table, string pod, int port, SpiffeId source) => Authorizer.Decide(
        table.PoliciesOf(table.FindWorkload($"east//Pod/shop/{pod}")!),
        new InboundConnection(IPAddress.Loopback, source, IPAddress.Loopback, port));

    private static AuthorizationDecision Decide(PolicyIndex policies, Workload workload, int port, SpiffeId source) => Authorizer.Decide(
        policies,
        workload.Namespace,
        workload.AuthorizationPolicies,
        new InboundConnection(IPAddress.Loopback, source, IPAddress.Loopback, port));
}
