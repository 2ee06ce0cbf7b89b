using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What a pod is to the mesh: its ports, its Services, its policies, its part in it.</summary>
public sealed class WorkloadTests
{
    private const string Cart = "labels: {app: cart}";

    [Theory]
    [InlineData("port: 80", 80, 80)]
    [InlineData("port: 80, targetPort: 8080", 8080, 8080)]
    [InlineData("port: 80, targetPort: web", 0, 8081)]
    public void A_target_port_is_a_number_or_each_pods_own(string port, int ofService, int ofPod)
    {
        var east = East(
            Service("cart", $"ports: [{{{port}}}], selector: {{app: cart}}"),
            "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: cart}}, spec: {containers: [{name: x}, {name: m, ports: [{containerPort: 8081, name: web}]}]}}");
        Assert.Equal(ofService, Assert.Single(east.Services[0].Ports).TargetPort);
        Assert.Equal(ofPod, Assert.Single(Assert.Single(east.Pods[0].Workload.Services).Ports).TargetPort);
    }

    [Fact]
    public void A_pod_without_the_named_port_lacks_the_Services_port()
    {
        var east = East(
            Service("cart", "ports: [{port: 80, name: a, targetPort: web}, {port: 81, name: b}], selector: {app: cart}"),
            Pod("a", metadata: Cart));
        Assert.Equal([81], Assert.Single(east.Pods[0].Workload.Services).Ports.Select(port => port.ServicePort));
    }

    [Fact]
    public void A_named_port_is_one_of_the_same_protocol()
    {
        var east = East(
            Service("dns", "ports: [{port: 53, targetPort: dns}], selector: {app: dns}"),
            "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: dns}}, spec: {containers: [{name: m, ports: [{containerPort: 53, name: dns, protocol: UDP}]}, {name: p, ports: [{containerPort: 5353, name: dns}]}]}}");
        Assert.Equal(5353, Assert.Single(Assert.Single(east.Pods[0].Workload.Services).Ports).TargetPort);
    }

    [Theory]
    [InlineData("name: http", AppProtocol.Http11)]
    [InlineData("name: http-web", AppProtocol.Http11)]
    [InlineData("name: httpweb", AppProtocol.Unknown)]
    [InlineData("name: http2", AppProtocol.Http2)]
    [InlineData("name: grpc-api", AppProtocol.Grpc)]
    [InlineData("name: tcp", AppProtocol.Tcp)]
    [InlineData("name: mysql", AppProtocol.Tcp)]
    [InlineData("name: redis-main", AppProtocol.Tcp)]
    [InlineData("name: mongo", AppProtocol.Tcp)]
    [InlineData("name: tls", AppProtocol.Tls)]
    [InlineData("name: https-web", AppProtocol.Tls)]
    [InlineData("name: web", AppProtocol.Unknown)]
    [InlineData("name: http, appProtocol: tcp", AppProtocol.Tcp)]
    [InlineData("name: tcp, appProtocol: HTTP", AppProtocol.Http11)]
    [InlineData("name: tcp, appProtocol: kubernetes.io/h2c", AppProtocol.Http2)]
    [InlineData("name: http, appProtocol: example.com/own", AppProtocol.Unknown)]
    [InlineData("protocol: TCP", AppProtocol.Unknown)]
    public void What_is_spoken_is_the_appProtocol_or_the_first_word_of_the_name(string port, AppProtocol expected) =>
        Assert.Equal(expected, Assert.Single(East(Service("cart", $"ports: [{{port: 80, {port}}}]")).Services[0].Ports).AppProtocol);

    [Fact]
    public void A_port_that_is_not_TCP_is_not_carried()
    {
        var east = Compile(Cluster(
            "east",
            Service("dns", "ports: [{port: 53, protocol: UDP, name: dns}, {port: 9153, name: metrics}], selector: {app: cart}"),
            Pod("a", metadata: Cart))).Mesh.Find("east")!;
        Assert.Equal([9153], east.Services[0].Ports.Select(port => port.ServicePort));
        Assert.Equal([9153], east.Pods[0].Workload.Services[0].Ports.Select(port => port.ServicePort));
    }

    [Theory]
    [InlineData("", "", "", TunnelProtocol.Hbone)]
    [InlineData("istio.io/dataplane-mode: ambient", "", "", TunnelProtocol.Hbone)]
    [InlineData("istio.io/dataplane-mode: none", "", "", TunnelProtocol.None)]
    [InlineData("", "istio.io/dataplane-mode: none", "", TunnelProtocol.None)]
    [InlineData("istio.io/dataplane-mode: none", "istio.io/dataplane-mode: ambient", "", TunnelProtocol.Hbone)]
    [InlineData("istio.io/dataplane-mode: ambient", "istio.io/dataplane-mode: none", "", TunnelProtocol.None)]
    [InlineData("", "", "hostNetwork: true", TunnelProtocol.None)]
    public void A_pod_is_in_the_mesh_unless_it_or_its_Namespace_stays_out(
        string ofNamespace, string ofPod, string spec, TunnelProtocol expected) =>
        Assert.Equal(expected, East(
            Namespace("shop", ofNamespace),
            Pod("web", spec, $"namespace: shop, labels: {{{ofPod}}}")).Pods[0].Workload.TunnelProtocol);

    [Theory]
    [InlineData("", "", "", TunnelProtocol.Hbone, false)]
    [InlineData("networking.istio.io/tunnel: http", "", "", TunnelProtocol.Hbone, true)]
    [InlineData("networking.istio.io/tunnel: tcp", "", "hostNetwork: true", TunnelProtocol.None, false)]
    [InlineData("networking.istio.io/tunnel: http, istio.io/dataplane-mode: none", "", "hostNetwork: true", TunnelProtocol.Hbone, true)]
    [InlineData("", "ambient.istio.io/redirection: enabled", "hostNetwork: true", TunnelProtocol.Hbone, false)]
    [InlineData("", "ambient.istio.io/redirection: disabled", "hostNetwork: true", TunnelProtocol.None, false)]
    public void A_pod_may_say_that_it_takes_HBONE(string labels, string annotations, string spec, TunnelProtocol protocol, bool isNative)
    {
        var workload = East(Pod("web", spec, $"labels: {{{labels}}}, annotations: {{{annotations}}}")).Pods[0].Workload;
        Assert.Equal((protocol, isNative), (workload.TunnelProtocol, workload.IsNativeTunnel));
        Assert.Equal(spec.Length > 0 ? NetworkMode.HostNetwork : NetworkMode.Standard, workload.NetworkMode);
    }

    [Theory]
    [InlineData("", "", "east-network")]
    [InlineData("", "topology.istio.io/network: of-node", "of-node")]
    [InlineData("topology.istio.io/network: of-pod", "topology.istio.io/network: of-node", "of-pod")]
    [InlineData("topology.istio.io/network: \"\"", "", "east-network")]
    public void A_pod_is_in_the_network_that_it_names_or_its_Node_or_its_cluster(string ofPod, string ofNode, string expected)
    {
        var east = East(
            $"{{apiVersion: v1, kind: Node, metadata: {{name: n2, labels: {{{ofNode}}}}}, spec: {{podCIDR: 10.9.0.0/24}}}}",
            Pod("web", "nodeName: n2", $"labels: {{{ofPod}}}"));
        Assert.Equal(("east-network", expected), (east.Network, east.Pods[0].Workload.Network));
    }

    [Theory]
    [InlineData("podIP: 192.0.2.1, hostIP: 192.0.2.2", "192.0.2.1")]
    [InlineData("hostIP: 192.0.2.2", "192.0.2.2")]
    [InlineData("", "192.0.2.3")]
    public void A_pod_on_the_hosts_network_has_the_hosts_addresses(string status, string expected)
    {
        var east = East(
            "{apiVersion: v1, kind: Node, metadata: {name: n2}, spec: {podCIDR: 10.9.0.0/24}, status: {addresses: [{type: InternalIP, address: 192.0.2.3}]}}",
            Pod("web", "nodeName: n2, hostNetwork: true", status: status));
        Assert.Equal(expected, east.Pods[0].Workload.Addresses[0].ToString());
    }

    [Fact]
    public void A_pod_that_is_deleted_takes_no_connection_though_it_is_ready() =>
        Assert.Equal(HealthStatus.Unhealthy, East(Pod(
            "web",
            metadata: "deletionTimestamp: 2026-01-31T12:00:00Z",
            status: "phase: Running, conditions: [{type: Ready, status: \"True\"}]")).Pods[0].Workload.Status);

    [Fact]
    public void A_Service_selects_pods_of_its_own_namespace_by_all_of_its_labels()
    {
        var east = East(
            Namespace("shop"),
            Service("all", "ports: [{port: 80}], selector: {app: cart, tier: front}", "namespace: shop"),
            Service("none", "ports: [{port: 80}]", "namespace: shop"),
            Service("empty", "ports: [{port: 80}], selector: {}", "namespace: shop"),
            Pod("a", metadata: "namespace: shop, labels: {app: cart, tier: front, more: x}"),
            Pod("b", metadata: "namespace: shop, labels: {app: cart}"),
            Pod("c", metadata: "labels: {app: cart, tier: front}"));
        Assert.Equal(
            ["c", "a shop/all.shop.svc.cluster.local", "b"],
            east.Pods.Select(pod => string.Join(' ', [pod.Name.Name, .. pod.Workload.Services.Select(part => part.Service)])));
    }

    [Fact]
    public void Policies_are_listed_by_the_pods_that_they_are_about()
    {
        static string Policy(string name, string ns) =>
            $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: {name}, namespace: {ns}}}, spec: {{selector: {{matchLabels: {{app: cart}}}}}}}}";
        var east = East(
            Namespace("shop"),
            Policy("everywhere", "istio-system"),
            Policy("here", "shop"),
            Policy("there", "default"),
            "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: all, namespace: shop}, spec: {}}",
            Pod("a", metadata: "namespace: shop, labels: {app: cart}"),
            Pod("b", metadata: "namespace: shop, labels: {app: web}"));
        Assert.Equal(
            ["[istio-system/everywhere, shop/all, shop/here]", "[shop/all]"],
            east.Pods.Select(pod => pod.Workload.AuthorizationPolicies.ToString()));
        Assert.Equal(4, east.Authorizations.Count);
    }

    [Theory]
    [InlineData("", "web latest")]
    [InlineData("app: shop, version: v1", "shop v1")]
    [InlineData("app: a, app.kubernetes.io/name: b, version: v1, app.kubernetes.io/version: v2", "b v2")]
    [InlineData("app.kubernetes.io/name: b, service.istio.io/canonical-name: c, version: v1, service.istio.io/canonical-revision: v3", "c v3")]
    public void Telemetry_knows_a_pod_by_its_canonical_name(string labels, string expected)
    {
        var workload = East(Pod("web", metadata: $"labels: {{{labels}}}")).Pods[0].Workload;
        Assert.Equal(expected, $"{workload.CanonicalName} {workload.CanonicalRevision}");
    }

    [Fact]
    public void A_pod_listens_at_its_containers_ports_and_where_Services_lead()
    {
        var east = East(
            Service("cart", "ports: [{port: 80, name: http, targetPort: 8080}, {port: 81, name: tcp, targetPort: db}], selector: {app: cart}"),
            "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: cart}}, spec: {containers: [{name: m, ports: [{containerPort: 5432, name: db}, {containerPort: 9000}, {containerPort: 53, protocol: UDP}]}]}}");
        Assert.Equal(
            ["5432 Tcp", "8080 Http11", "9000 Unknown"],
            east.Pods[0].Ports.Select(port => $"{port.Number} {port.AppProtocol}"));
    }
}
