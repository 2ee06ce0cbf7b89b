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
            ["clusters/east/base.yaml:3:18: warning ML001: no gateway leads to network `east-network` of cluster `east`, so `default/a` there cannot be reached from `west-network`; add a Gateway of class `istio-east-west` with an address to cluster `east`"]),
        ["no cluster has an endpoint of a global Service"] = (
            () => Lint(Cluster("east", Service("a", HttpPort, Global)), Cluster("west", Service("a", HttpPort, Global))),
            ["clusters/east/f.yaml:1:50: warning ML002: Service `default/a` is global, and no cluster has a ready endpoint for it; add pods that its selector finds, or remove it"]),
        ["a Service is global in one cluster and local in another"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Service("a", HttpPort), App)),
            ["clusters/west/f.yaml:1:50: warning ML003: Service `default/a` is global in `east` and local in `west` (no rule makes it global): callers in `west` reach their own pods alone, and nobody else reaches those; label its copies alike, and give the clusters one scope policy"]),
        ["a cluster does not take what another shares"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Caller) with { Scope = new("clusters/west/mesh.scope", "local \"mine\" when true") }),
            ["clusters/east/f.yaml:3:50: warning ML004: cluster `east` shares Service `default/a`, and cluster `west` does not take it (rule `mine` keeps it); give the clusters one scope policy"]),
        ["copies have ports of other names"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Service("a", "ports: [{name: http-web, port: 80}], selector: {app: a}", Global))),
            ["clusters/west/f.yaml:1:111: warning ML005: Service `default/a` differs between clusters: `east` says port 80 is `http`, and `west` says port 80 is `http-web`; make the copies the same"]),
        ["copies are of other types"] = (
            () => Lint(Cluster("east", East, Service("a", HttpPort, Global), App), Cluster("west", Service("a", "type: LoadBalancer, " + HttpPort, Global))),
            ["clusters/west/f.yaml:1:102: warning ML005: Service `default/a` differs between clusters: `east` says type `ClusterIP`, and `west` says type `LoadBalancer`; make the copies the same"]),
        ["a waypoint is missing in a cluster"] = (
            () => Lint(
                Cluster("east", East, Service("a", HttpPort, "labels: {istio.io/global: \"true\", istio.io/use-waypoint: wp}"), App, Waypoint("wp"), Pod("wp", metadata: "labels: {gateway.networking.k8s.io/gateway-name: wp}")),
                Cluster("west", Service("a", HttpPort, Global))),
            ["clusters/west/f.yaml:1:50: warning ML006: Service `default/a` has a waypoint in `east` and none in `west`, so what its waypoint enforces does not hold for every call; use a waypoint of one name in every cluster that shares the Service"]),
        ["a policy selects nobody"] = (
            () => Lint(Cluster("east", App, Policy("selector: {matchLabels: {app: b}}, rules: [{}]"), Peer("selector: {matchLabels: {app: c}}, mtls: {mode: STRICT}"))),
            [
                "clusters/east/f.yaml:3:122: warning ML010: AuthorizationPolicy `default/p` of cluster `east` is about nobody: no workload of namespace `default` has the labels `app=b`; correct its `selector` or its namespace, or remove it",
                "clusters/east/f.yaml:5:101: warning ML010: PeerAuthentication `default/p` of cluster `east` is about nobody: no workload of namespace `default` has the labels `app=c`; correct its `selector` or its namespace, or remove it",
            ]),
        ["a policy is in a namespace without workloads"] = (
            () => Lint(Cluster("east", App, Namespace("shop"), Policy("rules: [{}]", "shop"))),
            ["clusters/east/f.yaml:5:80: warning ML010: AuthorizationPolicy `shop/p` of cluster `east` is about nobody: namespace `shop` has no workload; correct its `selector` or its namespace, or remove it"]),
        ["a policy names nobody"] = (
            () => Lint(Cluster("east", App, Policy("rules: [{from: [{source: {principals: [cluster.local/ns/default/sa/defalt]}}, {source: {namespaces: [shop]}}, {source: {serviceAccounts: [shop/a], notPrincipals: [\"*/sa/b\"]}}]}]"))),
            [
                "clusters/east/f.yaml:3:150: warning ML012: AuthorizationPolicy `default/p` names the principal `cluster.local/ns/default/sa/defalt`, which no workload of the mesh has; did you mean `cluster.local/ns/default/sa/default`?",
                "clusters/east/f.yaml:3:212: warning ML012: AuthorizationPolicy `default/p` names the namespace `shop`, which no workload of the mesh has; correct it, or remove it",
                "clusters/east/f.yaml:3:249: warning ML012: AuthorizationPolicy `default/p` names the service account `shop/a`, which no workload of the mesh has; correct it, or remove it",
                "clusters/east/f.yaml:3:274: warning ML012: AuthorizationPolicy `default/p` names the principal `*/sa/b`, which no workload of the mesh has; correct it, or remove it",
            ]),
        ["a policy names somebody of a trust domain that nobody believes"] = (
            () => Lint(Cluster("east", App, Policy("rules: [{from: [{source: {principals: [cluster.loca/ns/default/sa/default]}}], when: [{key: source.principal, values: [elsewhere/ns/default/sa/default]}]}]"))),
            [
                "clusters/east/f.yaml:3:150: warning ML013: `cluster.loca/ns/default/sa/default` is of trust domain `cluster.loca`, which cluster `east` does not believe, so nobody proves to be it; did you mean `cluster.local`?",
                "clusters/east/f.yaml:3:230: warning ML013: `elsewhere/ns/default/sa/default` is of trust domain `elsewhere`, which cluster `east` does not believe, so nobody proves to be it; write one of `cluster.local`, or federate it",
            ]),
        ["a policy is about pods outside of the mesh"] = (
            () => Lint(Cluster("east", Pod("a", metadata: "labels: {app: a, istio.io/dataplane-mode: none}"), Policy("selector: {matchLabels: {app: a}}, rules: [{}]"))),
            ["clusters/east/f.yaml:3:80: warning ML014: AuthorizationPolicy `default/p` is about pods that are kept out of the mesh, where nobody enforces it: `default/a`; take `istio.io/dataplane-mode: none` off them, or guard them by other means"]),
        ["pods outside of the mesh are refused"] = (
            () => Lint(Cluster("east", App, Pod("b", metadata: "labels: {istio.io/dataplane-mode: none}"), Peer("mtls: {mode: STRICT}"))),
            ["clusters/east/f.yaml:5:103: warning ML015: PeerAuthentication `default/p` is `STRICT`, which refuses pods that are kept out of the mesh: `default/b`; take `istio.io/dataplane-mode: none` off them, or write `PERMISSIVE` for what they call"]),
        ["two Services have one address"] = (
            () => Lint(Cluster("east", App, Service("a", "clusterIP: 10.96.0.7, " + HttpPort), Service("b", "clusterIP: 10.96.0.7, " + HttpPort))),
            ["clusters/east/f.yaml:5:72: warning ML030: Services `default/a` and `default/b` both have the `clusterIP` 10.96.0.7: calls to it reach one of them; give one of them another, or none"]),
        ["an address is out of the virtual ones"] = (
            () => Lint(Cluster("east", App, Service("a", "clusterIP: 240.250.0.7, " + HttpPort))),
            ["clusters/east/f.yaml:3:72: warning ML031: Service `default/a` has the `clusterIP` 240.250.0.7 out of 240.240.0.0/12, where the mesh's own virtual addresses are; write one of the cluster's range of Services, or none"]),
        ["ranges of one network overlap"] = (
            () => Lint(
                Bare("east", File("east", Namespace("istio-system", "topology.istio.io/network: net"), Node("n1", "podCIDR: 10.244.0.0/16"))),
                Bare("west", File("west", Namespace("istio-system", "topology.istio.io/network: net"), Node("n1", "podCIDR: 10.244.3.0/24")))),
            ["clusters/west/f.yaml:3:68: warning ML032: Nodes `east/n1` and `west/n1` of network `net` have ranges of pods that overlap: 10.244.0.0/16 and 10.244.3.0/24; give the clusters different `podCIDR`s, or networks of their own"]),
        ["a Service's address is a pod's"] = (
            () => Lint(Cluster("east", App, Service("a", "clusterIP: 10.244.0.7, " + HttpPort))),
            ["clusters/east/f.yaml:3:72: warning ML033: Service `default/a` has the `clusterIP` 10.244.0.7 out of 10.244.0.0/24, the range of the pods of Node `n1`; keep the ranges of Services and pods apart"]),
        ["Services get addresses out of the range of pods"] = (
            () => Lint(Bare("east", File("east", App, Service("a", HttpPort), Node("n1", "podCIDR: 10.96.4.0/24")))),
            ["clusters/east/f.yaml:5:68: warning ML033: Node `n1` has the range of pods 10.96.4.0/24, which overlaps 10.96.0.0/16, out of which Services without a `clusterIP` get one; keep the ranges of Services and pods apart"]),
        ["two gateways have one address"] = (
            () => Lint(Cluster("east", East), Cluster("west", East)),
            ["clusters/west/f.yaml:1:149: warning ML034: gateways `east/default/eastwest` and `west/default/eastwest` both have 203.0.113.1 and port 15008: whoever answers there is one of them; give each gateway an address of its own"]),
        ["a gateway's address cannot be called"] = (
            () => Lint(Cluster("east", Gateway("eastwest", $"addresses: [{{value: 127.0.0.1}}, {{value: 224.0.0.1}}, {{value: 0.0.0.0}}], {Mesh}"))),
            [
                "clusters/east/f.yaml:1:149: warning ML035: Gateway `default/eastwest` has the address 127.0.0.1, which is a loopback address; write an address that other networks can call",
                "clusters/east/f.yaml:1:169: warning ML035: Gateway `default/eastwest` has the address 224.0.0.1, which is a multicast address; write an address that other networks can call",
                "clusters/east/f.yaml:1:189: warning ML035: Gateway `default/eastwest` has the address 0.0.0.0, which stands for every address and is none; write an address that other networks can call",
            ]),
        ["a gateway leads to a network that nothing is in"] = (
            () => Lint(Cluster("east", Gateway("eastwest", $"addresses: [{{value: 203.0.113.1}}], {Mesh}", "labels: {topology.istio.io/network: east-netwrk}"))),
            ["clusters/east/f.yaml:1:122: warning ML036: Gateway `default/eastwest` leads to network `east-netwrk`, which nothing is in; did you mean `east-network`?"]),
        ["a NetworkPolicy lets no HBONE in"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort), NetworkPolicy("podSelector: {matchLabels: {app: a}}, ingress: [{ports: [{port: 80}]}]"))),
            ["clusters/east/f.yaml:5:74: warning ML040: NetworkPolicy `default/p` lets nobody call port 15008 of `default/a`, at which the mesh calls every pod; let ingress to TCP port 15008 in; AuthorizationPolicies say who may call which port of the pod"]),
        ["another NetworkPolicy lets HBONE in"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort), NetworkPolicy("podSelector: {}"), NetworkPolicy("podSelector: {}, ingress: [{ports: [{port: 15000, endPort: 15100}]}]", "b"))),
            []),
        ["a NetworkPolicy lets no HBONE out"] = (
            () => Lint(Cluster("east", App, NetworkPolicy("podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}, {port: 80}]}]"))),
            ["clusters/east/f.yaml:3:74: warning ML041: NetworkPolicy `default/p` lets `default/a` call no port 15008, at which the mesh calls every pod and gateway; let egress to TCP port 15008 out"]),
        ["a NetworkPolicy lets nothing but DNS out"] = (
            () => Lint(Cluster("east", App, NetworkPolicy("podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}, {port: 53}]}]"))),
            []),
        ["labels are misspelt"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort, "labels: {istio.io/globl: \"true\", istio.io/Use-waypoint: none, istio.io/network: net}, annotations: {networking.istio.io/trafic-distribution: Any}"))),
            [
                "clusters/east/f.yaml:3:78: warning ML050: label `istio.io/globl` of Service `default/a` means nothing, and is nearly `istio.io/global`; did you mean `istio.io/global`?",
                "clusters/east/f.yaml:3:109: warning ML050: label `istio.io/Use-waypoint` of Service `default/a` means nothing, and is nearly `istio.io/use-waypoint`; did you mean `istio.io/use-waypoint`?",
                "clusters/east/f.yaml:3:133: warning ML050: label `istio.io/network` of Service `default/a` means nothing, and is nearly `topology.istio.io/network`; did you mean `topology.istio.io/network`?",
                "clusters/east/f.yaml:3:194: warning ML050: annotation `networking.istio.io/trafic-distribution` of Service `default/a` means nothing, and is nearly `networking.istio.io/traffic-distribution`; did you mean `networking.istio.io/traffic-distribution`?",
            ]),
        ["a label is an annotation"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort, "annotations: {istio.io/global: \"true\"}, labels: {scopemesh.io/gateway-weight: \"1\"}"))),
            [
                "clusters/east/f.yaml:3:84: warning ML051: `istio.io/global` of Service `default/a` is an annotation, and counts as a label only; write it as a label",
                "clusters/east/f.yaml:3:131: warning ML051: `scopemesh.io/gateway-weight` of Service `default/a` is a label, and counts as an annotation only; write it as an annotation",
            ]),
        ["a label has a value that means nothing"] = (
            () => Lint(Cluster("east", App, Namespace("shop", "istio.io/dataplane-mode: Ambient"), Service("a", HttpPort, "labels: {istio.io/global: \"yes\"}"), Service("b", HttpPort, "labels: {istio.io/global: \"True\"}"))),
            [
                "clusters/east/f.yaml:3:92: warning ML052: label `istio.io/dataplane-mode` of Namespace `shop` is `Ambient`, which means nothing; did you mean `\"ambient\"`?",
                "clusters/east/f.yaml:5:79: warning ML052: label `istio.io/global` of Service `default/a` is `yes`, which means nothing; did you mean `\"true\"`?",
                "clusters/east/f.yaml:7:79: warning ML052: label `istio.io/global` of Service `default/b` is `True`, which means nothing; did you mean `\"true\"`?",
            ]),
        ["a Service selects no pod"] = (
            () => Lint(Cluster("east", Service("a", HttpPort))),
            ["clusters/east/f.yaml:1:110: warning ML060: Service `default/a` of cluster `east` selects no pod: none has the labels `app=a`; correct its `selector`, or remove it"]),
        ["a target port has a name that no pod has"] = (
            () => Lint(Cluster("east", Listening, Service("a", "ports: [{name: http, port: 80, targetPort: htp-web}], selector: {app: a}"))),
            ["clusters/east/f.yaml:3:104: warning ML061: port 80 of Service `default/a` leads to the port `htp-web`, and no pod that it selects has one of that name; did you mean `http-web`?"]),
        ["a target port is not listed"] = (
            () => Lint(Cluster("east", Listening, Service("a", HttpPort))),
            ["clusters/east/f.yaml:3:88: warning ML062: port 80 of Service `default/a` leads to port 80, and the pods that it selects list 8080 alone; correct `targetPort`, or list the port in the container"]),
        ["a port says nothing"] = (
            () => Lint(Cluster("east", App, Service("a"))),
            ["clusters/east/f.yaml:3:76: hint ML063: port 80 of Service `default/a` does not say what is spoken on it, and counts as bytes; write `appProtocol`, or a name that begins with one such as `http` or `tcp`"]),
        ["two Services say different things of one port"] = (
            () => Lint(Cluster("east", App, Service("a", HttpPort), Service("b", "ports: [{name: tcp, port: 80}], selector: {app: a}"))),
            ["clusters/east/f.yaml:5:76: warning ML064: Services `default/a` and `default/b` say that port 80 of `default/a` speaks `http` and `tcp`; say the same in both"]),
        ["a pod is kept out of the mesh"] = (
            () => Lint(Cluster("east", Namespace("default", "istio.io/dataplane-mode: ambient"), Pod("a", metadata: "labels: {istio.io/dataplane-mode: none}"))),
            ["clusters/east/f.yaml:3:83: note ML070: Pod `default/a` is kept out of the mesh, and its namespace is in it; take the label off, unless it is meant"]),
        ["a pod that serves others is kept out of the mesh"] = (
            () => Lint(Cluster("east", Namespace("default", "istio.io/dataplane-mode: ambient"), Pod("a", metadata: "labels: {app: a, istio.io/dataplane-mode: none}"), Service("a", HttpPort, Global))),
            ["clusters/east/f.yaml:3:91: warning ML070: Pod `default/a` is kept out of the mesh, and its namespace is in it: it serves `default/a`, which is global, and cannot be reached from other networks; take the label off"]),
        ["an object asks for a code to be passed over that there is not"] = (
            () => Lint(Cluster("east", Service("a", HttpPort, "annotations: {scopemesh.io/lint-ignore: \"ML060, ML999\"}"))),
            ["clusters/east/f.yaml:1:93: warning ML080: `scopemesh.io/lint-ignore` of Service `default/a` names `ML999`, which is no code of lint; write codes such as `ML003`, with commas between them"]),
        ["a rule matches nothing"] = (
            () => Lint(Scope("global \"a\" when service(app=a)\nlocal when namespace named shop\n"), null, [], Cluster("east", App, Service("a", HttpPort, "labels: {app: a}"))),
            ["mesh.scope:2:1: warning ML011: no Service of the mesh meets rule `#2`; correct its condition or the labels of what it should meet, or remove it"]),
        ["certificates"] = (
            () => Lint(null, null, [Root("old", -400, -1, "east", "A"), Root("ending", -400, 10, "west", "B"), Root("new", 1, 400, null, "C"), new CertificateFacts.Unreadable("it is no X.509 certificate", At("bad"))], Cluster("east"), Cluster("west")),
            [
                "bad.pem:1:1: warning ML023: the certificate cannot be read: it is no X.509 certificate; put one in PEM in its place",
                "ending.pem:1:1: warning ML021: the certificate of `CN=ending` expires at 2026-01-11T00:00:00Z, 10 days from now; put a new one in its place",
                "ending.pem:1:1: warning ML024: clusters `east` and `west` are of trust domain `cluster.local` and have no root certificate in common, so neither believes the other; give both the roots of both",
                "new.pem:1:1: warning ML022: the certificate of `CN=new` is not valid before 2026-01-02T00:00:00Z; wait, or correct the clock of who made it",
                "old.pem:1:1: warning ML020: the certificate of `CN=old` has expired at 2025-12-31T00:00:00Z; put a new one in its place",
            ]),
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
