using System.Collections.Immutable;
using System.Reflection;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What is said about each mistake, whole: nothing less, and nothing besides.</summary>
public sealed class MeshDiagnosticTests
{
    private const string Listener = "listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]";

    private const string NoAddress =
        "clusters/east/f.yaml:1:76: warning MC007: Gateway `default/eastwest` has no address; no other network can "
        + "reach this one through it; set `spec.addresses` to the address by which other clusters reach it";

    private const string NoHbone =
        "clusters/east/f.yaml:1:76: warning MC008: Gateway `default/eastwest` has no listener of protocol `HBONE` with TLS "
        + "mode `Terminate`; nothing is sent through it; "
        + "add a listener `{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}`";

    private const string NoTrustDomain =
        "error MC016: `trustDomain` is no name; write a name such as `cluster.local`";

    private static readonly Dictionary<string, (Func<MeshCompilation> Compile, string[] Findings)> Table = new()
    {
        ["an object is defined twice"] = (
            () => Compile(Cluster("east", ServiceAccount("a"), Service("cart"), Service("cart"))),
            ["clusters/east/f.yaml:5:50: error MC001: Service `default/cart` is defined twice, first at clusters/east/f.yaml:3:50; remove one of the two"]),
        ["a Namespace is defined twice"] = (
            () => Compile(Cluster("east", Namespace("shop"), Namespace("shop"))),
            ["clusters/east/f.yaml:3:52: error MC001: Namespace `shop` is defined twice, first at clusters/east/f.yaml:1:52; remove one of the two"]),
        ["a Node is defined twice"] = (
            () => Compile(Cluster("east", Node("n1", "podCIDR: 10.0.0.0/24"))),
            ["clusters/east/f.yaml:1:47: error MC001: Node `n1` is defined twice, first at clusters/east/base.yaml:7:18; remove one of the two"]),
        ["nobody defines a namespace"] = (
            () => Compile(Cluster("east", Service("cart", metadata: "namespace: shop"))),
            ["clusters/east/f.yaml:1:67: warning MC002: Service `shop/cart` is in namespace `shop`, which nobody defines, and is left out; add a Namespace `shop`, or correct `metadata.namespace`"]),
        ["a label contradicts the name of its namespace"] = (
            () => Compile(Cluster("east", Namespace("shop", "kubernetes.io/metadata.name: store"))),
            ["clusters/east/f.yaml:1:96: error MC003: namespace `shop` has `kubernetes.io/metadata.name: store`; an API server sets this label to the namespace's name; remove it"]),
        ["folders differ in case only"] = (
            () => Compile(Cluster("east"), Cluster("East")),
            ["clusters/east: error MC004: `clusters/east` and `clusters/East` both claim the cluster id `east`; rename one of the folders"]),
        ["a label contradicts the folder"] = (
            () => Compile(Bare("east", File("east", Namespace("istio-system", "topology.istio.io/cluster: west"), Node("n1", "podCIDR: 10.0.0.0/24")))),
            ["clusters/east/f.yaml:1:102: error MC004: the folder says that this is cluster `east`, and `topology.istio.io/cluster` that it is `west`; rename the folder, or correct the label"]),
        ["a folder's name is no id"] = (
            () => Compile(Cluster("east"), Cluster("we st")),
            ["clusters/we st: error MC005: `we st` is no cluster id: holds U+0020: only ASCII letters, digits, `-`, `_` and `.` may stand there; rename the folder"]),
        ["one of several clusters names no network"] = (
            () => Compile(Cluster("east"), Bare("west", File("west", Node("n1", "podCIDR: 10.0.0.0/24")))),
            ["clusters/west: warning MC006: cluster `west` names no network, so it shares one with every other that names none; label its Namespace `istio-system` with `topology.istio.io/network`"]),
        ["the only cluster names no network"] = (
            () => Compile(Bare("west", File("west", Node("n1", "podCIDR: 10.0.0.0/24")))),
            []),
        ["a gateway has no address"] = (
            () => Compile(Cluster("east", Gateway("eastwest", Listener))),
            [NoAddress]),
        ["a gateway has a host name alone"] = (
            () => Compile(Cluster("east", Gateway("eastwest", $"addresses: [{{type: Hostname, value: gateway.example}}], {Listener}"))),
            []),
        ["a gateway has an address of another kind alone"] = (
            () => Compile(Cluster("east", Gateway("eastwest", $"addresses: [{{type: example.com/pool, value: a}}], {Listener}"))),
            [NoAddress]),
        ["a gateway's weight is no number"] = (
            () => Compile(Cluster("east", Gateway("eastwest", $"addresses: [{{value: 203.0.113.1}}], {Listener}", "annotations: {scopemesh.io/gateway-weight: many}"))),
            ["clusters/east/f.yaml:1:129: warning MC039: annotation `scopemesh.io/gateway-weight` of Gateway `default/eastwest` is `many`, which is no weight, and counts as 1; write a whole number; 0 makes it a standby"]),
        ["a Gateway is of another class"] = (
            () => Compile(Cluster("east", Gateway("web", Listener).Replace("istio-east-west", "istio", StringComparison.Ordinal))),
            ["clusters/east/f.yaml:1:107: note MC037: Gateway `default/web` is of class `istio`, which the mesh does not use"]),
        ["a pointer to a gateway names no network and takes no HBONE"] = (
            () => Compile(Cluster("east", Gateway("there", "addresses: [{value: 203.0.113.1}], listeners: [{name: web, port: 443, protocol: TLS}]").Replace("istio-east-west", "istio-remote", StringComparison.Ordinal))),
            [
                "clusters/east/f.yaml:1:76: warning MC008: Gateway `default/there` has no listener of protocol `HBONE`; nothing is sent through it; add a listener `{name: mesh, port: 15008, protocol: HBONE}`",
                "clusters/east/f.yaml:1:76: warning MC038: Gateway `default/there` does not say to which network it leads; nothing is sent through it; label it with `topology.istio.io/network`",
            ]),
        ["nobody defines a waypoint"] = (
            () => Compile(Cluster(
                "east",
                Namespace("shop", "istio.io/use-waypoint: gone"),
                Service("cart", metadata: "namespace: shop, labels: {istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: default}"),
                Pod("web", metadata: "labels: {istio.io/use-waypoint: wp}"))),
            [
                "clusters/east/f.yaml:1:90: warning MC033: Namespace `shop` names the waypoint `shop/gone`, which nobody defines, so that nobody reaches it; add a Gateway `gone` of class `istio-waypoint` in namespace `shop`, or correct the label",
                "clusters/east/f.yaml:3:105: warning MC033: Service `shop/cart` names the waypoint `default/wp`, which nobody defines, so that nobody reaches it; add a Gateway `wp` of class `istio-waypoint` in namespace `default`, or correct the label",
                "clusters/east/f.yaml:5:83: warning MC033: Pod `default/web` names the waypoint `default/wp`, which nobody defines, so that nobody reaches it; add a Gateway `wp` of class `istio-waypoint` in namespace `default`, or correct the label",
            ]),
        ["a waypoint does not take what names it"] = (
            () => Compile(Cluster(
                "east",
                Waypoint("wp"),
                Namespace("shop"),
                Service("cart", metadata: "namespace: shop, labels: {istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: default}"),
                Pod("web", metadata: "labels: {istio.io/use-waypoint: wp}"))),
            [
                "clusters/east/f.yaml:5:105: warning MC034: Service `shop/cart` names the waypoint `default/wp`, which does not allow namespace `shop`, and goes without; set `allowedRoutes.namespaces` of its listener",
                "clusters/east/f.yaml:7:83: warning MC034: Pod `default/web` names the waypoint `default/wp`, which does not take workloads, and goes without; label it `istio.io/waypoint-for: workload` or `all`",
            ]),
        ["a second waypoint has no share"] = (
            () => Compile(Cluster(
                "east",
                Waypoint("wp"),
                Waypoint("next"),
                Service("a", metadata: "labels: {istio.io/use-waypoint: wp, istio.io/use-waypoint-canary: gone}"),
                Service("b", metadata: "labels: {istio.io/use-waypoint: wp, istio.io/use-waypoint-canary: wp}"),
                Service("c", metadata: "labels: {istio.io/use-waypoint: wp, istio.io/use-waypoint-canary: next}, annotations: {istio.io/use-waypoint-canary-weight: \"101\"}"))),
            [
                "clusters/east/f.yaml:5:119: warning MC035: the second waypoint `default/gone` of Service `default/a` has no share: nobody defines it; correct the label, or the annotation `istio.io/use-waypoint-canary-weight`",
                "clusters/east/f.yaml:7:119: warning MC035: the second waypoint `default/wp` of Service `default/b` has no share: it is the first one as well; correct the label, or the annotation `istio.io/use-waypoint-canary-weight`",
                "clusters/east/f.yaml:9:119: warning MC035: the second waypoint `default/next` of Service `default/c` has no share: its weight `101` is no number from 0 to 100; correct the label, or the annotation `istio.io/use-waypoint-canary-weight`",
            ]),
        ["a waypoint says something unknown of itself"] = (
            () => Compile(Cluster("east", Waypoint("wp", "labels: {istio.io/waypoint-for: everything}, annotations: {ambient.istio.io/waypoint-inbound-binding: PROXY/x}"))),
            [
                "clusters/east/f.yaml:1:112: warning MC036: label `istio.io/waypoint-for` of Gateway `default/wp` is `everything`, which is not known, and it takes nothing; write `service`, `workload`, `all` or `none`",
                "clusters/east/f.yaml:1:182: warning MC036: annotation `ambient.istio.io/waypoint-inbound-binding` of Gateway `default/wp` is `PROXY/x`, which is not known and has no effect; write `PROXY` or `NONE`, and a port after a slash",
            ]),
        ["two objects of one namespace define a host"] = (
            () => Compile(Cluster("east", ServiceEntry("a", "hosts: [x.example.com]"), ServiceEntry("b", "hosts: [x.example.com]"))),
            ["clusters/east/f.yaml:3:75: note MC040: ServiceEntry `default/b` does not define `x.example.com`, which ServiceEntry `default/a` does"]),
        ["a ServiceEntry is exported to some namespaces"] = (
            () => Compile(Cluster("east", ServiceEntry("a", "hosts: [x.example.com], exportTo: [\".\", other]"))),
            ["clusters/east/f.yaml:1:126: warning MC041: ServiceEntry `default/a` is exported to namespace `other`, and its own namespace alone sees it; write `*`, or define it there as well"]),
        ["a port of a ServiceEntry is not TCP"] = (
            () => Compile(Cluster("east", ServiceEntry("a", "hosts: [x.example.com], ports: [{number: 53, name: dns, protocol: UDP}]"))),
            ["clusters/east/f.yaml:1:127: note MC017: port 53 of ServiceEntry `default/a` is not TCP and is not carried by the mesh"]),
        ["a gateway does not end TLS"] = (
            () => Compile(Cluster("east", Gateway("eastwest", "addresses: [{value: 203.0.113.1}], listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Passthrough}}]"))),
            [NoHbone]),
        ["a gateway takes no HBONE"] = (
            () => Compile(Cluster("east", Gateway("eastwest", "addresses: [{value: 203.0.113.1}], listeners: [{name: web, port: 443, protocol: TLS, tls: {mode: Terminate}}]"))),
            [NoHbone]),
        ["nobody defines a service account"] = (
            () => Compile(Cluster("east", Pod("web", "serviceAccountName: clerk"))),
            ["clusters/east/f.yaml:1:107: warning MC009: pod `default/web` runs as service account `clerk`, which nobody defines, and is left out; add a ServiceAccount `clerk` in namespace `default`"]),
        ["a service account is in another namespace"] = (
            () => Compile(Cluster("east", Namespace("shop"), ServiceAccount("clerk", "namespace: shop"), Pod("web", "serviceAccountName: clerk"))),
            ["clusters/east/f.yaml:5:107: warning MC009: pod `default/web` runs as service account `clerk`, which nobody defines, and is left out; add a ServiceAccount `clerk` in namespace `default`"]),
        ["nobody defines a Node"] = (
            () => Compile(Cluster("east", Pod("web", "nodeName: n7"))),
            ["clusters/east/f.yaml:1:97: warning MC010: pod `default/web` runs on Node `n7`, which nobody defines; another one is taken; add a Node `n7`"]),
        ["a range has no address left for a pod"] = (
            () => Compile(Cluster("east", Node("n2", "podCIDR: 10.0.0.0/30"), Pod("a", "nodeName: n2"), Pod("b", "nodeName: n2"))),
            ["clusters/east/f.yaml:5:2: warning MC011: Node `n2` has no address left for pod `default/b`, which is left out; widen the Node's `spec.podCIDR`, or add a Node"]),
        ["two pods have one address"] = (
            () => Compile(Cluster("east", Pod("a", status: "podIP: 10.244.0.9"), Pod("b", status: "podIP: 10.244.0.9"))),
            ["clusters/east/f.yaml:3:102: error MC012: pods `default/a` and `default/b` both have the address 10.244.0.9; give one of them another `status.podIP`, or none"]),
        ["pods on the host's network share its address"] = (
            () => Compile(Cluster("east", Pod("a", "hostNetwork: true", status: "podIP: 192.0.2.1"), Pod("b", "hostNetwork: true", status: "podIP: 192.0.2.1"))),
            []),
        ["scope rules stand in two places"] = (
            () => Compile(Scope("global \"all\" when true"), Config("serviceScopeConfigs: [{scope: GLOBAL}]"), [Cluster("east")]),
            [
                "mesh.scope: warning MC015: the policy has errors; until they are corrected nothing is global",
                "mesh.yaml: error MC013: scope rules stand both in `mesh.scope` and in `mesh.yaml`; remove one of the two",
            ]),
        ["a file without scope rules stands beside a policy"] = (
            () => Compile(Scope("global \"all\" when true"), Config("trustDomain: a.example"), [Cluster("east")]),
            []),
        ["a cluster that ran has an error now"] = (
            () => Compile(null, null, [Cluster("east", Service("cart"), Service("cart"))], Compile(Cluster("east", Service("cart")))),
            [
                "clusters/east: warning MC014: cluster `east` has errors; its last state without stays in force",
                "clusters/east/f.yaml:3:50: error MC001: Service `default/cart` is defined twice, first at clusters/east/f.yaml:1:50; remove one of the two",
            ]),
        ["a policy that was in force has an error now"] = (
            () => Compile(Scope("global \"all\" when all"), null, [Cluster("east")], Compile(Scope("global \"all\" when true"), null, [Cluster("east")])),
            [
                "mesh.scope: warning MC015: the policy has errors; the last one without stays in force",
                "mesh.scope:1:19: error SL020: no `let` defines `all`",
            ]),
        ["a trust domain is a list"] = (
            () => Compile(null, Config("trustDomain: [a]"), [Cluster("east")]), [$"mesh.yaml:1:15: {NoTrustDomain}"]),
        ["a trust domain is empty"] = (
            () => Compile(null, Config("trustDomain: \"\""), [Cluster("east")]), [$"mesh.yaml:1:14: {NoTrustDomain}"]),
        ["a trust domain is a path"] = (
            () => Compile(null, Config("meshConfig:\n  trustDomain: a/b"), [Cluster("east")]), [$"mesh.yaml:2:16: {NoTrustDomain}"]),
        ["a trust domain would be a pattern"] = (
            () => Compile(null, Config("trustDomain: \"*\""), [Cluster("east")]), [$"mesh.yaml:1:14: {NoTrustDomain}"]),
        ["a trust domain is longer than an identity may have it"] = (
            () => Compile(null, Config($"trustDomain: {new string('a', 256)}"), [Cluster("east")]), [$"mesh.yaml:1:14: {NoTrustDomain}"]),
        ["trust domain aliases are no list"] = (
            () => Compile(null, Config("trustDomainAliases: old"), [Cluster("east")]),
            ["mesh.yaml:1:21: error MC016: `trustDomainAliases` is no list of at most 100 names; write names of trust domains, such as `[old.example]`"]),
        ["trust domain aliases are too many"] = (
            () => Compile(null, Config($"trustDomainAliases: [{string.Join(", ", Enumerable.Range(0, CompilationLimits.TrustDomainAliases + 1).Select(i => $"a{i}"))}]"), [Cluster("east")]),
            ["mesh.yaml:1:22: error MC016: `trustDomainAliases` is no list of at most 100 names; write names of trust domains, such as `[old.example]`"]),
        ["a trust domain alias is a path"] = (
            () => Compile(null, Config("trustDomainAliases: [old, a/b]"), [Cluster("east")]),
            ["mesh.yaml:1:27: error MC016: `trustDomainAliases` holds `a/b`, which is no name; write names of trust domains, such as `[old.example]`"]),
        ["a field of MeshConfig does not exist"] = (
            () => Compile(null, Config("{trustDomian: a.example, zzz: 1, accessLogFile: /dev/stdout}"), [Cluster("east")]),
            [
                "mesh.yaml:1:2: warning MC031: `trustDomian` is no field of MeshConfig and has no effect; did you mean `trustDomain`?",
                "mesh.yaml:1:26: warning MC031: `zzz` is no field of MeshConfig and has no effect; remove it",
            ]),
        ["a field of MeshConfig is not acted on"] = (
            () => Compile(null, Config("discoverySelectors: []\ncaCertificates: [{spiffeBundleUrl: a, trustDomains: [b]}, {pem: c}]"), [Cluster("east")]),
            [
                "mesh.yaml:1:1: note MC032: `discoverySelectors` of MeshConfig is not acted on, and changes nothing",
                "mesh.yaml:2:19: note MC032: `caCertificates[0].spiffeBundleUrl` of MeshConfig is not acted on, and changes nothing",
                "mesh.yaml:2:60: note MC032: `caCertificates[1]` without `trustDomains` of MeshConfig is not acted on, and changes nothing",
            ]),
        ["a value of MeshConfig is not known"] = (
            () => Compile(null, Config("outboundTrafficPolicy: {mode: REGISTRY}"), [Cluster("east")]),
            ["mesh.yaml:1:31: error MF017: `outboundTrafficPolicy.mode` is `REGISTRY`, which is not known; write `ALLOW_ANY` or `REGISTRY_ONLY`"]),
        ["a MeshConfig within a ConfigMap has an error"] = (
            () => Compile(null, Config("{apiVersion: v1, kind: ConfigMap, data: {mesh: \"rootNamespace: A\"}}"), [Cluster("east")]),
            ["mesh.yaml:1:48: error MF012: `rootNamespace` is `A`, which holds `A`: only lower-case ASCII letters, digits and `-` may stand there; write a name such as `my-app`"]),
        ["a port is not TCP"] = (
            () => Compile(Cluster("east", Service("dns", "ports: [{port: 53, protocol: UDP, name: dns}, {port: 53, name: dns-tcp}], selector: {app: dns}"))),
            ["clusters/east/f.yaml:1:78: note MC017: port 53 of Service `dns` is not TCP and is not carried by the mesh"]),
        ["kinds are not read"] = (
            () => Compile(Cluster(
                "east",
                "{apiVersion: batch/v1, kind: Job, metadata: {name: a}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}",
                "{apiVersion: batch/v1, kind: Job, metadata: {name: b}}")),
            ["clusters/east: note MC019: these kinds are not read: batch/v1/Job (2), v1/ConfigMap (1)"]),
        ["a cluster has no Node"] = (
            () => Compile(Bare("east")),
            ["clusters/east: note MC020: the cluster has no Node; one named `node` with pods in 10.244.0.0/16 is assumed; add a Node with `spec.podCIDR` and its region and zone labels"]),
        ["an authorization policy cannot be read"] = (
            () => Compile(Cluster("east", "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: closed}, spec: {action: DENI}}")),
            [
                "clusters/east/f.yaml:1:2: warning MC022: AuthorizationPolicy `default/closed` cannot be read; at a first start nobody reaches the pods that it may be about; correct it",
                "clusters/east/f.yaml:1:104: error MF017: `spec.action` is `DENI`, which is not known; did you mean `DENY`?",
            ]),
        ["a cluster is gone"] = (
            () => Compile(null, null, [Cluster("east")], Compile(Cluster("east"), Cluster("west"))),
            ["clusters/west: warning MC021: the folder of cluster `west` is gone, and with it the cluster; put it back if the cluster is still wanted"]),
        ["a Deployment has too many replicas"] = (
            () => Compile(Cluster("east", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: 1001, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c}]}}}}")),
            ["clusters/east/f.yaml:1:79: error MC023: Deployment `d` has 1001 replicas, and 1000 are made at most; write a smaller number"]),
        ["pods of two clusters have one address in one network"] = (
            () => Compile(
                Bare("east", new SourceText("clusters/east/f.yaml", Shared + Pod("a", status: "podIP: 10.244.0.9"))),
                Bare("west", new SourceText("clusters/west/f.yaml", Shared + Pod("a", status: "podIP: 10.244.0.9")))),
            [
                "clusters/west: warning MC024: pods `east/default/a` and `west/default/a` both have 10.244.0.9 in network `shared`; "
                    + "give the clusters different `podCIDR`s, or networks of their own",
            ]),
        ["a preference among endpoints is not known"] = (
            () => Compile(Cluster("east", Service("cart", "ports: [{port: 80}], trafficDistribution: Near"))),
            [
                "clusters/east/f.yaml:1:106: warning MC025: `spec.trafficDistribution` of Service `default/cart` is `Near`, which is not known and has no effect; "
                    + "write `PreferClose`, `PreferSameZone` or `PreferSameNode`, with capitals as here",
            ]),
        ["a preference among endpoints is overruled"] = (
            () => Compile(Cluster("east", Service("cart", "ports: [{port: 80}], trafficDistribution: PreferClose, internalTrafficPolicy: Local"))),
            [
                "clusters/east/f.yaml:1:106: note MC026: `spec.trafficDistribution` of Service `default/cart` has no effect: "
                    + "`internalTrafficPolicy: Local` lets traffic to its own Node only; remove one of the two",
            ]),
        ["a Service is an alias"] = (
            () => Compile(Cluster("east", Service("api", "type: ExternalName, externalName: api.example.com"))),
            ["clusters/east/f.yaml:1:97: note MC027: Service `default/api` is an alias of `api.example.com` in DNS and is not carried by the mesh"]),
        ["nobody defines a Service whose endpoints are listed"] = (
            () => Compile(Cluster("east", Slice("", ""))),
            ["clusters/east/f.yaml:1:113: warning MC028: EndpointSlice `default/a` lists endpoints of Service `default/db`, which nobody defines, and is left out; add a Service `db` in namespace `default`, or correct the label"]),
        ["a pod that is listed does not run"] = (
            () => Compile(Cluster("east", Slice("{addresses: [192.0.2.7], targetRef: {kind: Pod, name: gone}}", "{port: 80}"), Service("db", "ports: [{port: 80}]"))),
            ["clusters/east/f.yaml:1:187: warning MC029: EndpointSlice `default/a` lists pod `default/gone`, which does not run, and it is left out; correct the `targetRef`, or remove it to list an address outside of the cluster"]),
        ["endpoints have other ports than their Service"] = (
            () => Compile(Cluster("east", Slice("{addresses: [192.0.2.7]}", "{port: 80, name: web}"), Service("db", "ports: [{port: 80}]"))),
            ["clusters/east/f.yaml:1:113: warning MC030: EndpointSlice `default/a` has none of the TCP ports of Service `default/db`, so nobody reaches its endpoints; give its ports the names that the Service's have"]),
        ["an annotation about routing cannot be read"] = (
            () => Compile(Cluster("east", Service("cart", "ports: [{port: 80}]", "annotations: {scopemesh.io/port-merging: all}"))),
            [
                "clusters/east/f.yaml:1:97: warning MC064: annotation `scopemesh.io/port-merging` of Service `default/cart` is `all`, which cannot be read and counts as none; "
                    + "write `base` or `union`",
            ]),
        ["a planned change names what is not there"] = (
            () => Compile(Cluster("east", Service("cart", "ports: [{port: 80}]")) with
            {
                Amendments =
                [
                    new Amendment.Labelled("label:east/default/crat,a=b", "default", "crat", "a", "b"),
                    new Amendment.GatewayDown("gateway-down:east", null),
                ],
            }),
            [
                "gateway-down:east: error MC070: cluster `east` has no east-west gateway; there is none of that kind",
                "label:east/default/crat,a=b: error MC070: cluster `east` has no Service `default/crat`; did you mean `default/cart`",
            ]),
        ["exports share nothing"] = (
            () => Compile(
                Scope("local \"kept\" when service named kept"),
                Config("serviceSettings: [{settings: {clusterLocal: true}, hosts: [at-home.default.svc.cluster.local]}]"),
                [Cluster("east", Export("missing"), Export("kept"), Export("at-home"), Export("shared"), Service("kept"), Service("at-home"), Service("shared"))]),
            [
                "clusters/east: warning MC063: ServiceExport `default/at-home` shares nothing: `serviceSettings` keep it within the cluster; remove it, or what stands against it",
                "clusters/east: warning MC063: ServiceExport `default/kept` shares nothing: rule `kept` keeps it local; remove it, or what stands against it",
                "clusters/east: warning MC063: ServiceExport `default/missing` shares nothing: no such Service is defined; remove it, or what stands against it",
            ]),
        ["copies of one Service differ"] = (
            () => Compile(
                Scope("global \"all\" when true"),
                null,
                [
                    Cluster("east", Service("cart", "clusterIP: None, ports: [{port: 80, targetPort: http}]")),
                    Cluster("west", Service("cart", "sessionAffinity: ClientIP, ports: [{port: 80, name: grpc}, {port: 81, name: b}]")),
                ]),
            [
                "clusters/west: warning MC060: Service `default/cart` differs between clusters: PortConflict: `east` says 80 to a named port, which counts, "
                    + "and `west` says 80 to 80 (grpc), 81 to 81, where neither is the caller's own; make the copies the same",
                "clusters/west: note MC060: Service `default/cart` differs between clusters: SessionAffinityConflict: `east` says `None`, which counts, "
                    + "and `west` says `ClientIP`, where neither is the caller's own; make the copies the same",
                "clusters/west: warning MC060: Service `default/cart` differs between clusters: TypeConflict: `east` says headless, which counts, "
                    + "and `west` says with a virtual address, where neither is the caller's own; make the copies the same",
            ]),
        ["two names have the hash of one virtual address"] = (
            () => Compile(
                Scope("global \"all\" when true"),
                null,
                [Cluster("east", Service("s1755", "ports: [{port: 80}]"), Service("s2026", "ports: [{port: 80}]"))]),
            [
                "clusters/east: note MC061: `s2026.default.svc.cluster.local` has not the virtual address of its hash, which another name has, but the next; "
                    + "give it a Service of its own where it is called",
            ]),
        ["clusters do not believe each other"] = (
            () => Compile(
                null,
                null,
                [Cluster("east") with { Config = new SourceText("clusters/east/mesh.yaml", "trustDomain: east.test") }, Cluster("west")]),
            [
                "clusters/east: warning MC062: cluster `east` does not believe identities of trust domain `cluster.local`, so it shares nothing with cluster `west`; "
                    + "federate it in the cluster's `mesh.yaml`: `caCertificates: [{trustDomains: [cluster.local]}]`",
                "clusters/west: warning MC062: cluster `west` does not believe identities of trust domain `east.test`, so it shares nothing with cluster `east`; "
                    + "federate it in the cluster's `mesh.yaml`: `caCertificates: [{trustDomains: [east.test]}]`",
            ]),
        ["endpoints of an alias are listed"] = (
            () => Compile(Cluster("east", Slice("", ""), Service("db", "type: ExternalName, externalName: db.example"))),
            ["clusters/east/f.yaml:3:96: note MC027: Service `default/db` is an alias of `db.example` in DNS and is not carried by the mesh"]),
    };

    private static string Export(string name) =>
        $"{{apiVersion: multicluster.x-k8s.io/v1alpha1, kind: ServiceExport, metadata: {{name: {name}}}}}";

    private static string Slice(string endpoints, string ports) =>
        "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a, labels: {kubernetes.io/service-name: db}}, "
        + $"addressType: IPv4, endpoints: [{endpoints}], ports: [{ports}]}}";

    private const string Shared = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: istio-system, labels: {topology.istio.io/network: shared}}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        spec: {podCIDR: 10.244.0.0/24}
        ---

        """;

    public static TheoryData<string> Situations => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Situations))]
    public void Says_what_is_wrong_where(string situation) =>
        Assert.Equal(Table[situation].Findings, Findings(Table[situation].Compile()));

    [Fact]
    public void Every_code_has_a_situation()
    {
        var codes = typeof(CompilationCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.NotEmpty(codes);
        Assert.Equal(codes.Distinct(), codes);
        var said = Table.Values.SelectMany(situation => situation.Findings).ToArray();
        Assert.All(codes, code => Assert.Contains(said, finding => finding.Contains($" {code}: ", StringComparison.Ordinal)));
    }

    /// <summary>A Service for every address of the range but the network's, the router's and the broadcast's, and one more.</summary>
    [Fact]
    public void Says_that_no_address_is_left_for_a_Service()
    {
        const int usable = (1 << 16) - 3;
        var one = Assert.IsType<ServiceManifest>(Assert.Single(
            ManifestReader.Read(new SourceText("f.yaml", Service("s", "ports: [{port: 80}]"))).Manifests));
        var services = Enumerable.Range(0, usable + 1).Select(number => one with
        {
            Meta = one.Meta with { Name = new Located<string>($"s{number:d5}", one.Meta.Name.Span) },
        });
        var bag = new DiagnosticBag();
        ImmutableArray<ServiceManifest> all = [.. services];
        var addresses = new ServiceAddresses(all, isDualStack: false, bag);
        var given = all.Select(addresses.Of).ToArray();
        Assert.Equal(
            ["f.yaml:1:2: warning MC011: the range 10.96.0.0/16 has no address left for Service `default/s65533`; it can be called by name only; "
                + "give it a `spec.clusterIP`"],
            bag.ToOrderedList().Select(finding => finding.ToString()));
        Assert.Equal(usable, given.SelectMany(list => list).Distinct().Count());
        Assert.Empty(given[^1]);
    }
}
