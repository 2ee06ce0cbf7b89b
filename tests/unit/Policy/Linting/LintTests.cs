using ScopeMesh.Policy.Linting;
using ScopeMesh.Policy.Manifests;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;
using static ScopeMesh.Tests.Unit.Policy.Linting.Linted;

namespace ScopeMesh.Tests.Unit.Policy.Linting;

/// <summary>What lint tells of, what it does not, and what it is asked to pass over.</summary>
public sealed class LintTests
{
    private const string Lost = "ports: [{name: http, port: 80}], selector: {app: nobody}";

    [Fact]
    public void An_object_may_ask_for_a_code_to_be_passed_over_and_others_stay()
    {
        const string typo = "labels: {istio.io/globl: \"true\"}";
        Assert.Equal(["ML050", "ML060"], Codes(Service("a", Lost, typo)));
        Assert.Equal(["ML050"], Codes(Service("a", Lost, typo + ", annotations: {scopemesh.io/lint-ignore: ML060}")));
        Assert.Equal([], Codes(Service("a", Lost, typo + ", annotations: {scopemesh.io/lint-ignore: \"ML060 , ML050\"}")));
        Assert.Equal(["ML050", "ML060"], Codes(Service("a", Lost, typo), Service("b", Lost, "annotations: {scopemesh.io/lint-ignore: ML060}")));
    }

    [Theory]
    [InlineData("labels: {app: a, tier: web, example.com/global: \"true\"}")]
    [InlineData("labels: {istio.io/rev: x, app.kubernetes.io/part-of: shop}, annotations: {example.com/global: \"yes\"}")]
    [InlineData("labels: {istio.io/global: maybe, topology.kubernetes.io/zone: z}")]
    public void Labels_that_are_nothing_like_known_ones_are_nobodys_business(string metadata) =>
        Assert.Equal([], Codes(Service("a", "ports: [{name: http, port: 80}]", metadata)));

    [Fact]
    public void A_key_that_the_scope_policy_asks_for_is_known_and_nearly_one_is_told()
    {
        var scope = Scope("global \"a\" when service(shop.example/share=yes)");
        Assert.Equal([], Lint(scope, null, [], Cluster("east", Pod("a", metadata: "labels: {app: nobody}"), Service("a", Lost, "labels: {shop.example/share: \"yes\"}"))));
        Assert.Contains(
            Lint(scope, null, [], Cluster("east", Pod("a", metadata: "labels: {app: nobody}"), Service("a", Lost, "labels: {shop.example/shear: \"yes\"}"))),
            finding => finding.EndsWith("did you mean `shop.example/share`?", StringComparison.Ordinal));
    }

    [Fact]
    public void A_global_Service_whose_pods_are_in_another_cluster_selects_somebody()
    {
        const string global = "labels: {istio.io/global: \"true\"}";
        var gateway = Gateway("eastwest", "addresses: [{value: 203.0.113.1}], listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]");
        Assert.Equal([], Lint(
            Cluster("east", Service("a", Lost, global), Pod("curl")),
            Cluster("west", gateway, Service("a", Lost, global), Pod("a", metadata: "labels: {app: nobody}"))));
    }

    [Theory]
    [InlineData("cluster.local/ns/default/sa/default")]
    [InlineData("*/sa/default")]
    [InlineData("cluster.local/ns/default/*")]
    [InlineData("*")]
    [InlineData("old.example/ns/default/sa/default")]
    [InlineData("partner.example/ns/shop/sa/web")]
    [InlineData("cluster.local/ns/default/sa/eastwest")]
    public void Principals_of_somebody_are_believed(string principal)
    {
        var config = Config("trustDomainAliases: [old.example]\ncaCertificates: [{trustDomains: [partner.example]}]");
        var policy = $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: p}}, spec: {{rules: [{{from: [{{source: {{principals: [\"{principal}\"]}}}}]}}]}}}}";
        Assert.Equal([], Lint(null, config, [], Cluster(
            "east", Pod("a"), policy, Gateway("eastwest", "addresses: [{value: 203.0.113.1}], listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]"))));
    }

    [Fact]
    public void What_the_compiler_and_the_scope_check_find_is_told_too()
    {
        var sources = new ScopeMesh.Policy.Compilation.MeshSources(
            Scope("global \"a\" when service(x=1) and service(x=2)"), null, [Cluster("east", Service("a", Lost, "namespace: nowhere"))]);
        var found = MeshLinter.Lint(sources, ScopeMesh.Policy.Compilation.MeshCompiler.Compile(sources), new LintFacts(Now, TimeSpan.Zero, []));
        Assert.Equal(["MC002", "SL050"], found.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("caCertificates: [{pem: one, trustDomains: [a]}, {pem: two}]", "one@1:24 two@1:55")]
    [InlineData("meshConfig: {caCertificates: [{pem: one}]}", "one@1:37")]
    [InlineData("{kind: IstioOperator, spec: {meshConfig: {caCertificates: [{pem: one}]}}}", "one@1:66")]
    [InlineData("{kind: ConfigMap, data: {mesh: \"caCertificates: [{pem: one}]\"}}", "one@1:32")]
    [InlineData("caCertificates: [pem, {spiffeBundleUrl: x}]", "")]
    public void Roots_of_federated_trust_domains_are_found_where_they_stand(string config, string expected)
    {
        var found = FederationRoots.Of(new(null, Config(config), []));
        Assert.Equal(expected, string.Join(' ', found.Select(pem => $"{pem.Value}@{pem.Span.Line}:{pem.Span.Column}")));
    }

    [Fact]
    public void Ports_of_NetworkPolicies_are_read()
    {
        var read = ManifestReader.Read(new SourceText("p.yaml", """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: p}
            spec:
              podSelector: {matchLabels: {app: a}}
              ingress: [{from: [{podSelector: {}}], ports: [{port: 80}, {port: web}, {port: 100, endPort: 200}, {protocol: UDP}]}, {}]
            """));
        var policy = Assert.IsType<NetworkPolicyManifest>(Assert.Single(read.Manifests));
        Assert.Null(policy.Egress);
        Assert.Equal(
            ["80 False False", " False False", "100 False True", " False False"],
            policy.Ingress!.Value[0].Ports.Select(port => $"{(port.Port?.Value as PortReference.Number)?.Port} {port.Covers(15008)} {port.Covers(150)}"));
        Assert.True(policy.Ingress.Value[1].Ports.IsEmpty);
    }

    private static string[] Codes(params string[] documents) =>
        [.. Lint(Cluster("east", documents)).Select(finding => finding.Split(' ')[2].TrimEnd(':')).Distinct()];
}
