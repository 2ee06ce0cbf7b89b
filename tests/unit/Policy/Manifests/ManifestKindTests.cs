using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

public sealed class ManifestKindTests
{
    [Fact]
    public void Reads_a_Node()
    {
        var node = Reading.One<NodeManifest>(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: east-1, labels: {topology.kubernetes.io/zone: east-a}}
            spec: {podCIDR: 10.244.1.0/24, podCIDRs: [10.244.1.0/24, "fd00:1::/64"], providerID: kind://x}
            status: {addresses: [{type: Hostname, address: east-1}, {type: InternalIP, address: 192.0.2.7}]}
            """);
        Assert.Equal(["10.244.1.0/24", "fd00:1::/64"], node.PodCidrs.Select(range => range.Value.ToString()));
        Assert.Equal(["192.0.2.7"], node.InternalIps.Select(ip => ip.Value.ToString()));
        Assert.Equal("east-a", node.Meta.Labels["topology.kubernetes.io/zone"]);
    }

    [Fact]
    public void Reads_a_Service()
    {
        var service = Reading.One<ServiceManifest>(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: shop, namespace: sample}
            spec:
              type: NodePort
              clusterIP: 10.96.0.7
              clusterIPs: [10.96.0.7, "fd00:2::7"]
              ipFamilies: [IPv4, IPv6]
              ports:
              - {name: http, port: 80, targetPort: web, appProtocol: http, nodePort: 30080}
              - {name: tcp, port: 9000, targetPort: 0x2329, protocol: TCP}
              selector: {app: shop}
              trafficDistribution: PreferClose
              internalTrafficPolicy: Local
              publishNotReadyAddresses: true
              sessionAffinity: ClientIP
              ipFamilyPolicy: RequireDualStack
              externalIPs: [192.0.2.1]
            """);
        Assert.Equal(ServiceType.NodePort, service.Type?.Value);
        Assert.False(service.IsHeadless);
        Assert.Equal([IPAddress.Parse("10.96.0.7"), IPAddress.Parse("fd00:2::7")], service.ClusterIps.Select(ip => ip.Value));
        Assert.Equal([IpFamily.IPv4, IpFamily.IPv6], service.IpFamilies.Select(family => family.Value));
        Assert.Equal(
            [("http", 80, new PortReference.Named("web"), null, "http"), ("tcp", 9000, new PortReference.Number(9001), TransportProtocol.Tcp, null)],
            service.Ports.Select(port =>
                (port.Name?.Value, port.Port.Value, port.TargetPort?.Value, port.Protocol?.Value, port.AppProtocol?.Value)));
        Assert.Equal("shop", service.Selector?["app"]);
        Assert.Equal(("PreferClose", "f.yaml:13:24"), (service.TrafficDistribution?.Value, service.TrafficDistribution?.Span.ToString()));
        Assert.Equal(InternalTrafficPolicy.Local, service.InternalTrafficPolicy?.Value);
        Assert.True(service.PublishNotReadyAddresses?.Value);
        Assert.Equal(SessionAffinity.ClientIp, service.SessionAffinity?.Value);
        Assert.Equal(IpFamilyPolicy.RequireDualStack, service.IpFamilyPolicy?.Value);
    }

    [Fact]
    public void What_a_Service_leaves_out_stays_open()
    {
        var service = Reading.One<ServiceManifest>("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}");
        Assert.Null(service.Type);
        Assert.Null(service.Selector);
        Assert.Null(service.TrafficDistribution);
        Assert.Null(service.PublishNotReadyAddresses);
        Assert.Empty(service.ClusterIps);
        var port = Assert.Single(service.Ports);
        Assert.Null(port.Name);
        Assert.Null(port.TargetPort);
        Assert.Null(port.Protocol);
    }

    [Theory]
    [InlineData("{clusterIP: None, selector: {app: a}}")]
    [InlineData("{clusterIPs: [None], clusterIP: None}")]
    public void A_headless_Service_needs_no_ports_and_has_no_address(string spec)
    {
        var service = Reading.One<ServiceManifest>($"{{apiVersion: v1, kind: Service, metadata: {{name: a}}, spec: {spec}}}");
        Assert.True(service.IsHeadless);
        Assert.Empty(service.ClusterIps);
    }

    [Fact]
    public void An_ExternalName_Service_needs_a_name_alone()
    {
        var service = Reading.One<ServiceManifest>(
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: ExternalName, externalName: Api.example.com.}}");
        Assert.Equal("Api.example.com.", service.ExternalName?.Value);
    }

    [Fact]
    public void Reads_a_Pod()
    {
        var pod = Reading.One<PodManifest>(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shop-1, labels: {app: shop}, deletionTimestamp: 2026-01-31T12:00:00Z}
            spec:
              hostname: first
              subdomain: shop
              nodeName: east-1
              serviceAccount: old-name
              hostNetwork: true
              containers:
              - name: web
                image: shop:1
                ports:
                - {name: http, containerPort: 8080}
                - {containerPort: 9000, protocol: UDP}
              - name: side
            status:
              phase: Running
              hostIP: 192.0.2.7
              hostIPs: [{ip: 192.0.2.7}, {ip: "fd00:9::7"}]
              podIP: 10.244.1.5
              podIPs: [{ip: 10.244.1.5}, {ip: "fd00:1::5"}]
              conditions:
              - {type: Initialized, status: "True"}
              - {type: Ready, status: "False"}
            """);
        Assert.Equal(("east-1", "old-name", true), (pod.Spec.NodeName?.Value, pod.Spec.ServiceAccountName?.Value, pod.Spec.HostNetwork));
        Assert.Equal(["web", "side"], pod.Spec.Containers.Select(container => container.Name.Value));
        Assert.Equal(
            [("http", 8080, null), (null, 9000, TransportProtocol.Udp)],
            pod.Spec.Containers[0].Ports.Select(port => (port.Name?.Value, port.Port.Value, port.Protocol?.Value)));
        Assert.Equal(PodPhase.Running, pod.Phase?.Value);
        Assert.Equal(["10.244.1.5", "fd00:1::5"], pod.PodIps.Select(ip => ip.Value.ToString()));
        Assert.False(pod.IsReady?.Value);
        Assert.Equal(["192.0.2.7", "fd00:9::7"], pod.HostIps.Select(ip => ip.Value.ToString()));
        Assert.Equal(("first", "shop", true), (pod.Spec.Hostname?.Value, pod.Spec.Subdomain?.Value, pod.IsTerminating));
    }

    [Fact]
    public void A_Pod_without_status_has_no_address_and_says_nothing_of_readiness()
    {
        var pod = Reading.One<PodManifest>(
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {serviceAccountName: b, containers: [{name: c}]}}");
        Assert.Equal("b", pod.Spec.ServiceAccountName?.Value);
        Assert.Empty(pod.PodIps);
        Assert.Empty(pod.HostIps);
        Assert.False(pod.IsTerminating);
        Assert.Null(pod.Phase);
        Assert.Null(pod.IsReady);
    }

    [Fact]
    public void Reads_a_Deployment()
    {
        var deployment = Reading.One<DeploymentManifest>(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop}
            spec:
              replicas: 3
              selector:
                matchLabels: {app: shop}
                matchExpressions:
                - {key: version, operator: In, values: [v1, v2]}
                - {key: legacy, operator: DoesNotExist}
              template:
                metadata:
                  labels: {app: shop, version: v1}
                  annotations: {a: b}
                spec:
                  serviceAccountName: shop
                  containers: [{name: web}]
            """);
        Assert.Equal(3, deployment.Replicas?.Value);
        Assert.Equal("app in (shop),!legacy,version in (v1,v2)", deployment.Selector.ToLabelSelector().ToString());
        Assert.Equal(LabelSet.Create([new("app", "shop"), new("version", "v1")]), deployment.Template.Labels.ToLabelSet());
        Assert.Equal("shop", deployment.Template.Spec.ServiceAccountName?.Value);
    }

    [Fact]
    public void Reads_an_EndpointSlice()
    {
        var slice = Reading.One<EndpointSliceManifest>(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: shop-x, labels: {kubernetes.io/service-name: shop}}
            addressType: IPv4
            endpoints:
            - addresses: [10.244.1.5]
              conditions: {ready: false, serving: true, terminating: true}
              nodeName: east-1
              zone: east-a
              targetRef: {kind: Pod, namespace: default, name: shop-1}
            - addresses: [10.244.1.6]
            ports:
            - {name: http, port: 8080, protocol: TCP, appProtocol: http}
            - {}
            """);
        Assert.Equal("shop", slice.ServiceName?.Value);
        Assert.Equal(EndpointAddressType.IPv4, slice.AddressType);
        var first = slice.Endpoints[0];
        Assert.Equal((false, true, true), (first.IsReady, first.IsServing, first.IsTerminating));
        Assert.Equal(("east-1", "east-a"), (first.NodeName?.Value, first.Zone?.Value));
        Assert.Equal(new TargetRefManifest("Pod", "default", "shop-1"), first.TargetRef?.Value);
        Assert.Null(slice.Endpoints[1].IsReady);
        Assert.Equal([("http", 8080), ("", null)], slice.Ports.Select(port => (port.Name, port.Port?.Value)));
    }

    [Fact]
    public void Reads_an_east_west_Gateway()
    {
        var gateway = Reading.One<GatewayManifest>(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: east-west, namespace: istio-system, labels: {topology.istio.io/network: network-1}}
            spec:
              gatewayClassName: istio-east-west
              addresses: [{value: 192.0.2.10}]
              listeners:
              - {name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}
            status:
              addresses: [{type: Hostname, value: gw.example.com}]
            """);
        Assert.Equal("istio-east-west", gateway.GatewayClassName.Value);
        Assert.Equal(("IPAddress", "192.0.2.10"), (gateway.Addresses[0].Type, gateway.Addresses[0].Value.Value));
        Assert.Equal(("Hostname", "gw.example.com"), (gateway.StatusAddresses[0].Type, gateway.StatusAddresses[0].Value.Value));
        var listener = Assert.Single(gateway.Listeners);
        Assert.Equal(
            ("mesh", 15008, "HBONE", GatewayTlsMode.Terminate),
            (listener.Name.Value, listener.Port.Value, listener.Protocol.Value, listener.TlsMode?.Value));
    }

    [Fact]
    public void Reads_the_routes_that_a_waypoint_allows()
    {
        var gateway = Reading.One<GatewayManifest>(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: waypoint, labels: {istio.io/waypoint-for: all}}
            spec:
              gatewayClassName: istio-waypoint
              listeners:
              - name: mesh
                port: 15008
                protocol: HBONE
                allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}
              - {name: other, port: 15010, protocol: HBONE, allowedRoutes: {kinds: []}}
            """);
        Assert.Equal(FromNamespaces.Selector, gateway.Listeners[0].AllowedRoutes?.From?.Value);
        Assert.Equal("team in (a)", gateway.Listeners[0].AllowedRoutes?.Selector?.ToLabelSelector().ToString());
        Assert.Null(gateway.Listeners[1].AllowedRoutes);
    }

    [Fact]
    public void Reads_an_AuthorizationPolicy()
    {
        var policy = Reading.One<AuthorizationPolicyManifest>(
            """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: shop, namespace: sample}
            spec:
              selector: {matchLabels: {app: shop}}
              action: DENY
              rules:
              - from:
                - source: {principals: [a], notNamespaces: [b], requestPrincipals: [c], serviceAccounts: [d], ipBlocks: [e], notRemoteIpBlocks: [f]}
                to:
                - operation: {ports: ["80"], notPorts: ["81"], hosts: [h], methods: [GET], notPaths: [/p]}
                when:
                - {key: source.ip, values: [i], notValues: [j]}
              - {}
            """);
        Assert.Equal("shop", policy.Selector?.MatchLabels["app"]);
        Assert.Equal(PolicyAction.Deny, policy.Action?.Value);
        Assert.Null(policy.TargetRefs);
        Assert.Equal(2, policy.Rules.Count);
        var (source, operation, condition) =
            (Assert.Single(policy.Rules[0].From), Assert.Single(policy.Rules[0].To), Assert.Single(policy.Rules[0].When));
        Assert.Equal(
            ["a|", "|b", "c|", "d|", "e|", "|f"],
            new[]
            {
                source.Principals, source.Namespaces, source.RequestPrincipals, source.ServiceAccounts, source.IpBlocks,
                source.RemoteIpBlocks,
            }.Select(Show));
        Assert.Equal(
            ["h|", "80|81", "GET|", "|/p"],
            new[] { operation.Hosts, operation.Ports, operation.Methods, operation.Paths }.Select(Show));
        Assert.Equal(("source.ip", "i|j"), (condition.Key.Value, Show(condition.Values)));
    }

    [Theory]
    [InlineData("targetRef: {kind: Gateway, name: w}")]
    [InlineData("targetRefs: [{kind: Gateway, name: w}]")]
    public void A_policy_with_targets_says_where(string targets)
    {
        var policy = Reading.One<AuthorizationPolicyManifest>(
            $"apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {{name: a}}\nspec:\n  {targets}\n");
        Assert.Equal("f.yaml:5:3", policy.TargetRefs?.ToString());
    }

    [Fact]
    public void Reads_a_PeerAuthentication()
    {
        var peer = Reading.One<PeerAuthenticationManifest>(
            """
            apiVersion: security.istio.io/v1beta1
            kind: PeerAuthentication
            metadata: {name: strict, namespace: sample}
            spec:
              selector: {matchLabels: {app: shop}}
              mtls: {mode: STRICT}
              portLevelMtls: {8080: {mode: DISABLE}, "9090": {mode: PERMISSIVE}, 9091: {}}
            """);
        Assert.Equal(MtlsMode.Strict, peer.Mode?.Value);
        Assert.Equal(
            [(8080, MtlsMode.Disable), (9090, MtlsMode.Permissive), (9091, MtlsMode.Unset)],
            peer.PortLevelMtls.Select(port => (port.Port.Value, port.Mode.Value)));
    }

    private static string Show(PolicyValues values) =>
        $"{string.Join(',', values.Any.Select(value => value.Value))}|{string.Join(',', values.None.Select(value => value.Value))}";
}
