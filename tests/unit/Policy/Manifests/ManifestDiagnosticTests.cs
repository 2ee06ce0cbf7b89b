using System.Reflection;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

/// <summary>What is said about each mistake, whole.</summary>
public sealed class ManifestDiagnosticTests
{
    [Theory]
    [InlineData("kind: [Service«»", "error MF001: not YAML: while parsing a flow sequence, did not find expected ',' or ']'; check quotes, brackets and indentation there and above")]
    [InlineData("kind:\n«\t»Service", "error MF001: not YAML: while scanning a mapping, found invalid tab as indentation; indent by spaces, not by tabs")]
    [InlineData("a: {b«»: is\u0085not}", "error MF001: not YAML: what follows cannot be read; check quotes, brackets and indentation there and above")]
    [InlineData("a: b\u2028«---» c", "error MF001: another document begins here; put a line of `---` before it")]
    [InlineData("!![«»", "error MF001: not YAML: what follows cannot be read; check quotes, brackets and indentation there and above")]
    [InlineData("a: «*b»", "error MF001: `*b` stands for nothing; mark a value before it with `&b`")]
    [InlineData("a: &b [«*b»]", "error MF001: `*b` stands for nothing; mark a value before it with `&b`")]
    [InlineData("? [«a»]\n: b", "error MF001: a key is a list or a mapping; write text")]
    [InlineData("<<: «1»", "error MF001: `<<` merges a value that is no mapping; merge an alias to a mapping")]
    [InlineData("- «a»", "error MF010: the document is a list, not a mapping; write a mapping")]
    [InlineData("«hello»", "error MF010: the document is the text `hello`, not a mapping; write a mapping")]
    [InlineData("«kind»: Service", "error MF011: `apiVersion` is missing; add it")]
    [InlineData("apiVersion: v1\nkind: «\"\"»", "error MF011: `kind` is empty; fill it in")]
    [InlineData("apiVersion: «1»\nkind: Service", "error MF010: `apiVersion` is the number `1`, not text; quote it: `\"1\"`")]
    [InlineData("{apiVersion: v1, kind: List, items: «1»}", "error MF010: `items` is the number `1`, not a list; write a list")]
    [InlineData("{«apiVersion»: v1, kind: ServiceAccount}", "error MF011: `metadata.name` is missing; add it")]
    [InlineData("{apiVersion: v1, kind: ServiceAccount, metadata: «»{}}", "error MF011: `metadata.name` is missing; add it")]
    [InlineData("{«apiVersion»: v1, kind: Service, metadata: {name: a}}", "error MF011: `spec` is missing; add it")]
    public void Says_what_is_wrong_with_a_document(string text, string finding) =>
        Marked.Finds(finding, text, Read);

    [Theory]
    [InlineData("name: «Shop»", "error MF012: `metadata.name` is `Shop`, which holds `S`: only lower-case ASCII letters, digits, `-` and `.` may stand there; write a name such as `my-app.v2`")]
    [InlineData("name: «12»", "error MF010: `metadata.name` is the number `12`, not text; quote it: `\"12\"`")]
    [InlineData("name: [«a»]", "error MF010: `metadata.name` is a list, not a name; write a name")]
    [InlineData("name: a, namespace: «a.b»", "error MF012: `metadata.namespace` is `a.b`, which holds `.`: only lower-case ASCII letters, digits and `-` may stand there; write a name such as `my-app`")]
    [InlineData("name: a, labels: {on: «true»}", "error MF010: `metadata.labels.on` is the boolean `true`, not text; quote it: `\"true\"`")]
    [InlineData("name: a, labels: {version: «1.0»}", "error MF010: `metadata.labels.version` is the number `1.0`, not text; quote it: `\"1.0\"`")]
    [InlineData("name: a, labels: {app: «a b»}", "error MF013: `metadata.labels.app` is `a b`, which holds U+0020: only ASCII letters, digits, `-`, `_` and `.` may stand there; write one such as `my-app`")]
    [InlineData("name: a, labels: {«/app»: a}", "error MF013: `metadata.labels` has the key `/app`, which has a prefix that is empty; write a key such as `app` or `example.com/app`")]
    [InlineData("name: a, annotations: {a: {«b»: c}}", "error MF010: `metadata.annotations.a` is a mapping, not text; write text")]
    [InlineData("name: a, annotations: [«a»]", "error MF010: `metadata.annotations` is a list, not a mapping; write a mapping")]
    [InlineData("name: a, creationTimestamp: «31.01.2026»", "error MF019: `metadata.creationTimestamp` is `31.01.2026`, not a point in time; write one such as `2026-01-31T12:00:00Z`")]
    [InlineData("name: a, creationTimestamp: «2026-01-31T12:00:00»", "error MF019: `metadata.creationTimestamp` is `2026-01-31T12:00:00`, not a point in time; write one such as `2026-01-31T12:00:00Z`")]
    public void Says_what_is_wrong_with_metadata(string metadata, string finding) =>
        Marked.Finds(finding, $"---\napiVersion: v1\nmetadata: {{{metadata}}}\nkind: ServiceAccount\n", Read);

    [Theory]
    [InlineData("«»{}", "error MF011: `spec.ports` is missing; add it")]
    [InlineData("{«ports»: []}", "error MF011: `spec.ports` is missing; add it")]
    [InlineData("{ports: [{port: «eighty»}]}", "error MF010: `spec.ports[0].port` is the text `eighty`, not a whole number; write one from 1 to 65535")]
    [InlineData("{ports: [{port: «\"80\"»}]}", "error MF010: `spec.ports[0].port` is the text `80`, not a whole number; write one from 1 to 65535")]
    [InlineData("{ports: [{port: «80.5»}]}", "error MF010: `spec.ports[0].port` is the number `80.5`, not a whole number; write one from 1 to 65535")]
    [InlineData("{ports: [{port: «0»}]}", "error MF014: `spec.ports[0].port` is `0`, outside its range; write one from 1 to 65535")]
    [InlineData("{ports: [{port: «65536»}]}", "error MF014: `spec.ports[0].port` is `65536`, outside its range; write one from 1 to 65535")]
    [InlineData("{ports: [{port: 80, targetPort: «\"80\"»}]}", "error MF012: `spec.ports[0].targetPort` is `80`, which has no letter; take the quotes off, so that it is a number")]
    [InlineData("{ports: [{port: 80, targetPort: «http--x»}]}", "error MF012: `spec.ports[0].targetPort` is `http--x`, which holds `--`; write a name such as `http-api`")]
    [InlineData("{ports: [{port: 80, targetPort: «70000»}]}", "error MF014: `spec.ports[0].targetPort` is `70000`, outside its range; write one from 1 to 65535")]
    [InlineData("{ports: [{port: 80, targetPort: «true»}]}", "error MF010: `spec.ports[0].targetPort` is the boolean `true`, not a port's number or name; write a number from 1 to 65535, or a name")]
    [InlineData("{ports: [{port: 80, protocol: «tcp»}]}", "error MF017: `spec.ports[0].protocol` is `tcp`, which is not known; did you mean `TCP`?")]
    [InlineData("{ports: [{port: 80, protocol: «QUIC»}]}", "error MF017: `spec.ports[0].protocol` is `QUIC`, which is not known; write `TCP`, `UDP` or `SCTP`")]
    [InlineData("{ports: [{port: 80, name: a}, {port: 81, name: «a»}]}", "error MF020: `spec.ports` has the name `a` twice; keep one of them")]
    [InlineData("{ports: [{port: 80, name: a}, {port: «80», name: b}]}", "error MF020: `spec.ports` has `80/TCP` twice; keep one of them")]
    [InlineData("{ports: [{port: 80, name: a}, {«port»: 81}]}", "error MF011: `spec.ports[1].name` is missing; add it")]
    [InlineData("{ports: [{port: 80}], type: «External»}", "error MF017: `spec.type` is `External`, which is not known; did you mean `ExternalName`?")]
    [InlineData("{ports: [{port: 80}], type: «Internal»}", "error MF017: `spec.type` is `Internal`, which is not known; write `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`")]
    [InlineData("{ports: [{port: 80}], clusterIP: «10.0.0.256»}", "error MF015: `spec.clusterIP` is `10.0.0.256`, neither an IP address nor `None`; write one such as `10.96.0.10`, or `None`")]
    [InlineData("{ports: [{port: 80}], clusterIP: «10.1»}", "error MF010: `spec.clusterIP` is the number `10.1`, not text; quote it: `\"10.1\"`")]
    [InlineData("{ports: [{port: 80}], clusterIP: 10.0.0.1, clusterIPs: [«10.0.0.2»]}", "error MF020: `spec.clusterIPs` begins with `10.0.0.2`, and `spec.clusterIP` is `10.0.0.1`; write `10.0.0.1` first, or leave `clusterIP` out")]
    [InlineData("{ports: [{port: 80}], clusterIPs: [10.0.0.1, «10.0.0.2»]}", "error MF020: `spec.clusterIPs` has a second value of IPv4: `10.0.0.2`; keep one of each family")]
    [InlineData("{ports: [{port: 80}], publishNotReadyAddresses: «\"true\"»}", "error MF010: `spec.publishNotReadyAddresses` is the text `true`, not a boolean; write `true` or `false`, without quotes")]
    [InlineData("{«type»: ExternalName}", "error MF011: `spec.externalName` is missing; add it")]
    [InlineData("{type: ExternalName, externalName: «a_b»}", "error MF012: `spec.externalName` is `a_b`, which holds `_`: only lower-case ASCII letters, digits, `-` and `.` may stand there; write a host such as `api.example.com`")]
    public void Says_what_is_wrong_with_a_Service(string spec, string finding) =>
        Marked.Finds(finding, $"{{apiVersion: v1, kind: Service, metadata: {{name: a}},\nspec: {spec}}}\n", Read);

    [Theory]
    [InlineData("v1", "Service", "metadata: {name: «1a»}, spec: {ports: [{port: 80}]}", "error MF012: `metadata.name` is `1a`, which must begin with a letter, as names of Services do; write a name such as `my-app`")]
    [InlineData("v1", "Service", "metadata: {name: a}, spec: «1»", "error MF010: `spec` is the number `1`, not a mapping; write a mapping")]
    [InlineData("v1", "Node", "metadata: {name: a}, spec: {podCIDR: «10.0.0.0/33»}", "error MF016: `spec.podCIDR` is `10.0.0.0/33`, not a range of IP addresses; write the first address and the length of the prefix, such as `10.244.1.0/24`")]
    [InlineData("v1", "Node", "metadata: {name: a}, spec: {podCIDRs: [10.0.0.0/24, «10.0.1.0/24»]}", "error MF020: `spec.podCIDRs` has a second value of IPv4: `10.0.1.0`; keep one of each family")]
    [InlineData("v1", "Pod", "metadata: {name: a}, spec: «»{}", "error MF011: `spec.containers` is missing; add it")]
    [InlineData("v1", "Pod", "metadata: {name: a}, spec: {containers: [{name: c, ports: [{«name»: «Web»}]}]}", "error MF011: `spec.containers[0].ports[0].containerPort` is missing; add it|error MF012: `spec.containers[0].ports[0].name` is `Web`, which holds `W`: only lower-case ASCII letters, digits and `-` may stand there; write a name such as `http-api`")]
    [InlineData("v1", "Pod", "metadata: {name: a}, spec: {containers: [{name: c}]}, status: {podIP: «1»}", "error MF010: `status.podIP` is the number `1`, not text; quote it: `\"1\"`")]
    [InlineData("v1", "Pod", "metadata: {name: a}, spec: {containers: [{name: c}]}, status: {podIP: «a»}", "error MF015: `status.podIP` is `a`, not an IP address; write one such as `10.0.0.1`")]
    [InlineData("v1", "Pod", "metadata: {name: a}, spec: {containers: [{name: c}]}, status: {phase: «Done»}", "error MF017: `status.phase` is `Done`, which is not known; write `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`")]
    [InlineData("apps/v1", "Deployment", "metadata: {name: a}, spec: {replicas: «-1», selector: {}, template: {spec: {containers: [{name: c}]}}}", "error MF014: `spec.replicas` is `-1`, outside its range; write one from 0")]
    [InlineData("apps/v1", "Deployment", "metadata: {name: a}, spec: {««replicas»»: 1}", "error MF011: `spec.selector` is missing; add it|error MF011: `spec.template` is missing; add it")]
    [InlineData("apps/v1", "Deployment", "metadata: {name: a}, spec: {selector: {«matchLabels»: {app: b}}, template: {spec: {containers: [{name: c}]}}}", "error MF020: `spec.selector` does not select the labels of `spec.template`; give the template the labels that the selector asks for")]
    [InlineData("apps/v1", "Deployment", "metadata: {name: a}, spec: {selector: {matchExpressions: [{key: a, operator: «In»}]}, template: {spec: {containers: [{name: c}]}}}", "error MF018: `In` takes at least one value; add `spec.selector.matchExpressions[0].values`")]
    [InlineData("apps/v1", "Deployment", "metadata: {name: a}, spec: {selector: {matchExpressions: [{key: a, operator: «Exists», values: [b]}]}, template: {spec: {containers: [{name: c}]}}}", "error MF018: `Exists` takes no values; take `spec.selector.matchExpressions[0].values` out")]
    [InlineData("apps/v1", "Deployment", "metadata: {name: a}, spec: {selector: {matchExpressions: [{key: a, operator: «Gt»}]}, template: {spec: {containers: [{name: c}]}}}", "error MF017: `spec.selector.matchExpressions[0].operator` is `Gt`, which is not known; write `In`, `NotIn`, `Exists` or `DoesNotExist`")]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", "metadata: {name: a}, addressType: IPv4, endpoints: [{addresses: [«\"::1\"»]}]", "error MF015: `::1` is no address of IPv4, which `addressType` promises; put it into a slice of its own")]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", "metadata: {name: a}, addressType: IPv4, endpoints: [{«zone»: z}]", "error MF011: `endpoints[0].addresses` is missing; add it")]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", "metadata: {name: a}, addressType: «FQDN», endpoints: [{addresses: [a.b]}]", "warning MF022: endpoints that are names take no traffic; list their IP addresses")]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", "metadata: {name: a}, spec: {gatewayClassName: c, addresses: [{value: «gw»}], listeners: [{name: l, port: 1, protocol: «\"\"»}]}", "error MF015: `spec.addresses[0].value` is `gw`, not an IP address; write one such as `10.0.0.1`|error MF011: `spec.listeners[0].protocol` is empty; fill it in")]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", "metadata: {name: a}, spec: {gatewayClassName: c, addresses: [{type: Hostname, value: «a_b»}], listeners: [{name: l, port: 1, protocol: HBONE}]}", "error MF012: `spec.addresses[0].value` is `a_b`, which holds `_`: only lower-case ASCII letters, digits, `-` and `.` may stand there; write a host such as `api.example.com`")]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", "metadata: {name: a}, spec: {gatewayClassName: c, listeners: [{name: l, port: 1, protocol: HBONE, allowedRoutes: {namespaces: {from: «Any»}}}]}", "error MF017: `spec.listeners[0].allowedRoutes.namespaces.from` is `Any`, which is not known; write `Same`, `All`, `Selector` or `None`")]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", "metadata: {name: a}, spec: {gatewayClassName: c, listeners: [{name: l, port: 1, protocol: HBONE, allowedRoutes: {namespaces: {«from»: Selector}}}]}", "error MF011: `spec.listeners[0].allowedRoutes.namespaces.selector` is missing; add it")]
    [InlineData("v1", "Pod", "metadata: {name: a}, spec: {containers: [{name: c}], hostname: «A»}", "error MF012: `spec.hostname` is `A`, which holds `A`: only lower-case ASCII letters, digits and `-` may stand there; write a name such as `my-app`")]
    [InlineData("multicluster.x-k8s.io/v1alpha1", "ServiceImport", "metadata: {name: a}, spec: {type: «ClusterIP», ips: [10.0.0.1, «10.0.0.2»]}", "error MF017: `spec.type` is `ClusterIP`, which is not known; did you mean `ClusterSetIP`?|error MF020: `spec.ips` has a second value of IPv4: `10.0.0.2`; keep one of each family")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{«from»: []}]}", "error MF011: `spec.rules[0].from` is empty; fill it in, or leave it out")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{from: [{«source»: {}}]}]}", "error MF011: `spec.rules[0].from[0].source` is empty; fill it in, or leave it out")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{to: [{«operation»: {}}]}]}", "error MF011: `spec.rules[0].to[0].operation` is empty; fill it in, or leave it out")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{to: [{«operation»: {ports: [], hosts: }}]}]}", "error MF011: `spec.rules[0].to[0].operation` is empty; fill it in, or leave it out")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{from: [{«source»: {namespaces: []}}]}]}", "error MF011: `spec.rules[0].from[0].source` is empty; fill it in, or leave it out")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {action: «ALOW»}", "error MF017: `spec.action` is `ALOW`, which is not known; did you mean `ALLOW`?")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{from: [{source: {«principal»: [x]}}]}]}", "error MF021: `spec.rules[0].from[0].source.principal` is not known here; did you mean `principals`?")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{«whenever»: []}]}", "error MF021: `spec.rules[0].whenever` is not known here; write `from`, `to` or `when`")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{when: [{«key»: source.ip}]}]}", "error MF011: `spec.rules[0].when[0].values` is missing; add it")]
    [InlineData("security.istio.io/v1", "AuthorizationPolicy", "metadata: {name: a}, spec: {rules: [{to: [{operation: {ports: [«80»]}}]}]}", "error MF010: `spec.rules[0].to[0].operation.ports[0]` is the number `80`, not text; quote it: `\"80\"`")]
    [InlineData("security.istio.io/v1", "PeerAuthentication", "metadata: {name: a}, spec: {mtls: {mode: «strict»}}", "error MF017: `spec.mtls.mode` is `strict`, which is not known; did you mean `STRICT`?")]
    [InlineData("security.istio.io/v1", "PeerAuthentication", "metadata: {name: a}, spec: {portLevelMtls: {«http»: {mode: STRICT}}}", "error MF010: `spec.portLevelMtls` is the text `http`, not a whole number; write one from 1 to 65535")]
    public void Says_what_is_wrong_with_an_object(string apiVersion, string kind, string rest, string findings) =>
        Marked.Finds(findings, $"{{apiVersion: {apiVersion}, kind: {kind},\n{rest}}}\n", Read);

    [Theory]
    [InlineData("«ports»: []", "error MF011: `spec.hosts` is missing; add it")]
    [InlineData("«hosts»: []", "error MF011: `spec.hosts` is missing; add it")]
    [InlineData("hosts: [«\"*\"»]", "error MF012: `spec.hosts[0]` is `*`, which holds `*`: only lower-case ASCII letters, digits, `-` and `.` may stand there; write a host such as `api.example.com`")]
    [InlineData("hosts: [a.b], addresses: [«10.0.0.256»]", "error MF015: `spec.addresses[0]` is `10.0.0.256`, neither an IP address nor a range of them; write one such as `10.0.0.1` or `10.0.0.0/24`")]
    [InlineData("hosts: [a.b], addresses: [«10.0.0.0/33»]", "error MF016: `spec.addresses[0]` is `10.0.0.0/33`, neither an IP address nor a range of them; write one such as `10.0.0.1` or `10.0.0.0/24`")]
    [InlineData("hosts: [a.b], addresses: [«10.0.0.0/24»], resolution: DNS", "error MF020: `10.0.0.0/24` is a range, which resolutions `NONE` and `STATIC` alone can have; write single addresses")]
    [InlineData("hosts: [a.b], ports: [{«number»: 80}]", "error MF011: `spec.ports[0].name` is missing; add it")]
    [InlineData("hosts: [a.b], ports: [{number: «0», name: a}]", "error MF014: `spec.ports[0].number` is `0`, outside its range; write one from 1 to 65535")]
    [InlineData("hosts: [a.b], ports: [{number: 80, name: a}, {number: «80», name: «a»}]", "error MF020: `spec.ports` has `80` twice; keep one of them|error MF020: `spec.ports` has the name `a` twice; keep one of them")]
    [InlineData("hosts: [a.b], ports: [{number: 80, name: a, protocol: «HTPS»}]", "error MF017: `spec.ports[0].protocol` is `HTPS`, which is not known; did you mean `HTTPS`?")]
    [InlineData("hosts: [a.b], ports: [{number: 80, name: a, protocol: «gopher»}]", "error MF017: `spec.ports[0].protocol` is `gopher`, which is not known; write one such as `HTTP`, `TCP` or `TLS`")]
    [InlineData("hosts: [a.b], ports: [{number: 80, name: a, targetPort: «web»}]", "error MF010: `spec.ports[0].targetPort` is the text `web`, not a whole number; write one from 1 to 65535")]
    [InlineData("hosts: [a.b], location: «MESH_INTERN»", "error MF017: `spec.location` is `MESH_INTERN`, which is not known; did you mean `MESH_INTERNAL`?")]
    [InlineData("hosts: [a.b], resolution: «LOGICAL»", "error MF017: `spec.resolution` is `LOGICAL`, which is not known; write `NONE`, `STATIC`, `DNS`, `DNS_ROUND_ROBIN` or `DYNAMIC_DNS`")]
    [InlineData("hosts: [a.b], «endpoints»: [{address: 10.0.0.1}]", "error MF020: `spec.endpoints` are never called with resolution `NONE`; write `resolution: STATIC` or `DNS`, or leave them out")]
    [InlineData("hosts: [a.b], resolution: STATIC, «endpoints»: [{address: 10.0.0.1}], workloadSelector: {labels: {a: b}}", "error MF020: `spec.workloadSelector` selects endpoints, and `spec.endpoints` lists them; keep one of the two")]
    [InlineData("hosts: [a.b], resolution: STATIC, endpoints: [{address: «a.b»}]", "error MF020: `a.b` is no IP address, which resolution `STATIC` asks for; write `resolution: DNS`")]
    [InlineData("hosts: [«\"*.a\"»], resolution: DNS", "error MF020: `*.a` is no name that DNS could resolve; list `spec.endpoints`, or write `resolution: NONE`")]
    [InlineData("hosts: [a.b], resolution: STATIC, workloadSelector: {«matchLabels»: {a: b}}", "error MF021: `spec.workloadSelector.matchLabels` is not known here; write `labels`")]
    [InlineData("hosts: [a.b], exportTo: [«A»]", "error MF012: `spec.exportTo[0]` is `A`, which is no namespace; write `*`, `.`, `~` or a namespace")]
    [InlineData("hosts: [a.b], subjectAltNames: [«1»]", "error MF010: `spec.subjectAltNames[0]` is the number `1`, not text; quote it: `\"1\"`")]
    public void Says_what_is_wrong_with_a_ServiceEntry(string spec, string findings) =>
        Marked.Finds(findings, $"{{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {{name: a}},\nspec: {{{spec}}}}}\n", Read);

    [Theory]
    [InlineData("«weight»: 1", "error MF011: `spec.address` is missing; add it")]
    [InlineData("address: «10.0.0.256»", "error MF015: `spec.address` is `10.0.0.256`, neither an IP address nor a host name; write one such as `10.0.0.1` or `db.example.com`")]
    [InlineData("address: «a_b»", "error MF015: `spec.address` is `a_b`, neither an IP address nor a host name; write one such as `10.0.0.1` or `db.example.com`")]
    [InlineData("address: «\"unix:///run/x\"»", "warning MF022: endpoints that are socket files take no traffic; write an IP address or a host name")]
    [InlineData("address: 10.0.0.1, ports: {web: «eighty»}", "error MF010: `spec.ports.web` is the text `eighty`, not a whole number; write one from 1 to 65535")]
    [InlineData("address: 10.0.0.1, labels: {a: «1»}", "error MF010: `spec.labels.a` is the number `1`, not text; quote it: `\"1\"`")]
    [InlineData("address: 10.0.0.1, locality: «a/b/c/d»", "error MF017: `spec.locality` is `a/b/c/d`, which is no locality; write `region/zone/subzone`")]
    [InlineData("address: 10.0.0.1, weight: «-1»", "error MF014: `spec.weight` is `-1`, outside its range; write one from 0")]
    [InlineData("address: 10.0.0.1, network: «\"\"»", "error MF011: `spec.network` is empty; fill it in")]
    [InlineData("address: 10.0.0.1, serviceAccount: «A»", "error MF012: `spec.serviceAccount` is `A`, which holds `A`: only lower-case ASCII letters, digits, `-` and `.` may stand there; write a name such as `my-app.v2`")]
    public void Says_what_is_wrong_with_a_WorkloadEntry(string spec, string findings) =>
        Marked.Finds(findings, $"{{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {{name: a}},\nspec: {{{spec}}}}}\n", Read);

    [Fact]
    public void Long_words_are_cut_and_kept_on_one_line()
    {
        var finding = Assert.Single(Reading.Findings($"\"{new string('x', 200)}\\ny\""));
        Assert.Equal($"f.yaml:1:1: error MF010: the document is the text `{new string('x', 80)}…`, not a mapping; write a mapping", finding);
        Assert.Equal(
            "f.yaml:1:1: error MF010: the document is the text `a b`, not a mapping; write a mapping",
            Assert.Single(Reading.Findings("\"a\\nb\"")));
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_file()
    {
        var offsets = Reading.Of("{apiVersion: v1, metadata: {name: A, labels: {b: 1}}, kind: Pod, spec: {containers: 1}}").Diagnostics
            .Select(diagnostic => diagnostic.Span.Offset).ToArray();
        Assert.Equal(3, offsets.Length);
        Assert.Equal(offsets.Order(), offsets);
    }

    [Fact]
    public void No_two_codes_are_the_same()
    {
        var codes = typeof(ManifestCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Matches("^MF0[0-9]{2}$", code));
        Assert.Equal(codes.Distinct(), codes);
    }

    private static ValueList<Diagnostic> Read(string text) => Reading.Of(text).Diagnostics;
}
