using ScopeMesh.Policy.Linting;
using ScopeMesh.ScopeLang.Diagnostics;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;
using static ScopeMesh.Tests.Unit.Policy.Linting.Linted;

namespace ScopeMesh.Tests.Unit.Policy.Linting;

/// <summary>Every code of lint, in a situation that users get into, as its whole message.</summary>
public sealed class LintCodeTests
{
    private const string Global = "labels: {istio.io/global: \"true\"}";
    private const string HttpPort = "ports: [{name: http, port: 80}], selector: {app: a}";
    private const string Mesh = "listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]";

    private static readonly string App = Pod("a", metadata: "labels: {app: a}");
    private static readonly string Caller = Pod("curl");

    private static readonly Dictionary<string, (Func<string[]> Find, string[] Expected)> Situations = new()
    {
        ["no gateway leads to a network"] = (
            () => Lint(Cluster("east", Service("a", HttpPort, Global), App, Caller), Cluster("west", Service("a", HttpPort, Global), Caller)),
            []),
        ["no cluster has an endpoint of a global Service"] = (
            () => Lint(Cluster("east", Service("a", HttpPort, Global)), Cluster("west", Service("a", HttpPort, Global))),
            []),
        ["a Service is global in one cluster and local in another"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Service("a", HttpPort), App)),
            []),
        ["a cluster does not take what another shares"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Caller) with { Scope = new("clusters/west/mesh.scope", "local \"mine\" when true") }),
            []),
        ["copies have ports of other names"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Service("a", "ports: [{name: http-web, port: 80}], selector: {app: a}", Global))),
            []),
        ["copies are of other types"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Service("a", "type: LoadBalancer, " + HttpPort, Global))),
            []),
        ["a waypoint is missing in a cluster"] = (
            () => Lint(
                Cluster("east", East, Service("a", HttpPort, "labels: {istio.io/global: \"true\", istio.io/use-waypoint: wp}"), App, Waypoint("wp"), Pod("wp", metadata: "labels: {gateway.networking.k8s.io/gateway-name: wp}")),
                Cluster("west", Service("a", HttpPort, Global))),
            []),
        ["a policy selects nobody"] = (
            () => Lint(Cluster("east", App, Policy("selector: {matchLabels: {app: b}}, rules: [{}]"), Peer("selector: {matchLabels: {app: c}}, mtls: {mode: STRICT}"))),
            []),
        ["a policy is in a namespace without workloads"] = (
            () => Lint(Cluster("east", App, Namespace("shop"), Policy("rules: [{}]", "shop"))),
            []),
        ["a policy names nobody"] = (
            () => Lint(Cluster("east", App, Policy("rules: [{from: [{source: {principals: [cluster.local/ns/default/sa/defalt]}}, {source: {namespaces: [shop]}}, {source: {serviceAccounts: [shop/a], notPrincipals: [\"*/sa/b\"]}}]}]"))),
            []),
        ["a policy names somebody of a trust domain that nobody believes"] = (
            () => Lint(Cluster("east", App, Policy("rules: [{from: [{source: {principals: [cluster.loca/ns/default/sa/default]}}], when: [{key: source.principal, values: [elsewhere/ns/default/sa/default]}]}]"))),
            []),
        ["a policy is about pods outside of the mesh"] = (
            () => Lint(Cluster("east", Pod("a", metadata: "labels: {app: a, istio.io/dataplane-mode: none}"), Policy("selector: {matchLabels: {app: a}}, rules: [{}]"))),
            []),
        ["pods outside of the mesh are refused"] = (
            () => Lint(Cluster("east", App, Pod("b", metadata: "labels: {istio.io/dataplane-mode: none}"), Peer("mtls: {mode: STRICT}"))),
            []),
        ["two Services have one address"] = (
            () => Lint(Cluster("east", App, Service("a", "clusterIP: 10.96.0.7, " + HttpPort), Service("b", "clusterIP: 10.96.0.7, " + HttpPort))),
            []),
        ["an address is out of the virtual ones"] = (
            () => Lint(Cluster("east", App, Service("a", "clusterIP: 240.250.0.7, " + HttpPort))),
            []),
        ["ranges of one network overlap"] = (
            () => Lint(
                Bare("east", File("east", Namespace("istio-system", "topology.istio.io/network: n"), Node("n1", "podCIDR: 10.244.0.0/16"))),
                Bare("west", File("west", Namespace("istio-system", "topology.istio.io/network: n"), Node("n1", "podCIDR: 10.244.3.0/24")))),
            []),
        ["a Service's address is a pod's"] = (
            () => Lint(Cluster("east", App, Service("a", "clusterIP: 10.244.0.7, " + HttpPort))),
            []),
        ["Services get addresses out of the range of pods"] = (
            () => Lint(Bare("east", File("east", App, Service("a", HttpPort), Node("n1", "podCIDR: 10.96.4.0/24")))),
            []),
        ["two gateways have one address"] = (
            () => Lint(Cluster("east", East), Cluster("west", East)),
            []),
        ["a gateway's address cannot be called"] = (
            () => Lint(Cluster("east", Gateway("eastwest", $"addresses: [{{value: 127.0.0.1}}, {{value: 224.0.0.1}}, {{value: 0.0.0.0}}], {Mesh}"))),
            []),
        ["a gateway leads to a network that nothing is in"] = (
            () => Lint(Cluster("east", Gateway("eastwest", $"addresses: [{{value: 203.0.113.1}}], {Mesh}", "labels: {topology.istio.io/network: east-netwrk}"))),
            []),
        ["a NetworkPolicy lets no HBONE in"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort), NetworkPolicy("podSelector: {matchLabels: {app: a}}, ingress: [{ports: [{port: 80}]}]"))),
            []),
        ["another NetworkPolicy lets HBONE in"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort), NetworkPolicy("podSelector: {}"), NetworkPolicy("podSelector: {}, ingress: [{ports: [{port: 15000, endPort: 15100}]}]", "b"))),
            []),
        ["a NetworkPolicy lets no HBONE out"] = (
            () => Lint(Cluster("east", App, NetworkPolicy("podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}, {port: 80}]}]"))),
            []),
        ["a NetworkPolicy lets nothing but DNS out"] = (
            () => Lint(Cluster("east", App, NetworkPolicy("podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]"))),
            []),
        ["labels are misspelt"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort, "labels: {istio.io/globl: \"true\", Istio.io/use-waypoint: none, istio.io/network: n}, annotations: {networking.istio.io/trafic-distribution: Any}"))),
            []),
        ["a label is an annotation"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort, "annotations: {istio.io/global: \"true\"}, labels: {scopemesh.io/gateway-weight: \"1\"}"))),
            []),
        ["a label has a value that means nothing"] = (
            () => Lint(Cluster("east", App, Namespace("shop", "istio.io/dataplane-mode: Ambient"), Service("a", HttpPort, "labels: {istio.io/global: \"yes\"}"), Service("b", HttpPort, "labels: {istio.io/global: \"True\"}"))),
            []),
        ["a Service selects no pod"] = (
            () => Lint(Cluster("east", Service("a", HttpPort))),
            []),
        ["a target port has a name that no pod has"] = (
            () => Lint(Cluster("east", Listening, Service("a", "ports: [{name: http, port: 80, targetPort: htp-web}], selector: {app: a}"))),
            []),
        ["a target port is not listed"] = (
            () => Lint(Cluster("east", Listening, Service("a", HttpPort))),
            []),
        ["a port says nothing"] = (
            () => Lint(Cluster("east", App, Service("a"))),
            []),
        ["two Services say different things of one port"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort), Service("b", "ports: [{name: tcp, port: 80}], selector: {app: a}"))),
            []),
        ["a pod is kept out of the mesh"] = (
            () => Lint(Cluster("east", Namespace("default", "istio.io/dataplane-mode: ambient"), Pod("a", metadata: "labels: {istio.io/dataplane-mode: none}"))),
            []),
        ["a pod that serves others is kept out of the mesh"] = (
            () => Lint(Cluster("east", Namespace("default", "istio.io/dataplane-mode: ambient"), Pod("a", metadata: "labels: {app: a, istio.io/dataplane-mode: none}"), Service("a", HttpPort, Global))),
            []),
        ["an object asks for a code to be passed over that there is not"] = (
            () => Lint(Cluster("east", Service("a", HttpPort, "annotations: {scopemesh.io/lint-ignore: \"ML060, ML999\"}"))),
            []),
        ["a rule matches nothing"] = (
            () => Lint(Scope("global \"a\" when service(app=a)\nlocal when namespace named shop\n"), null, [], Cluster("east", App, Service("a", HttpPort, "labels: {app: a}"))),
            []),
        ["certificates"] = (
            () => Lint(null, null, [Root("old", -400, -1, "east", "A"), Root("ending", -400, 10, "west", "B"), Root("new", 1, 400, null, "C"), new CertificateFacts.Unreadable("it is no X.509 certificate", At("bad"))], Cluster("east"), Cluster("west")),
            []),
    };

    private static string East => Gateway("eastwest", $"addresses: [{{value: 203.0.113.1}}], {Mesh}");

    private static string Listening =>
        "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: a}}, spec: {containers: [{name: main, ports: [{name: http-web, containerPort: 8080}]}]}}";

    public static TheoryData<string> Names => [.. Situations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tells(string situation)
    {
        var (find, expected) = Situations[situation];
        Assert.Equal(expected, find());
    }

    private static string Policy(string spec, string ns = "default") =>
        $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: p, namespace: {ns}}}, spec: {{{spec}}}}}";

    private static string Peer(string spec) =>
        $"{{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {{name: p}}, spec: {{{spec}}}}}";

    private static string NetworkPolicy(string spec, string name = "p") =>
        $"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: {name}}}, spec: {{{spec}}}}}";

    private static CertificateFacts Root(string name, int from, int until, string? rootOf, string fingerprint) =>
        new CertificateFacts.Readable($"CN={name}", Now.AddDays(from), Now.AddDays(until), At(name)) { RootOf = rootOf, Fingerprint = fingerprint };

    private static SourceSpan At(string name) => new($"{name}.pem", 1, 1);
}
