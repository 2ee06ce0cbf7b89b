using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What an API server and controllers would add to what is written.</summary>
public sealed class CompletionTests
{
    [Fact]
    public void Three_namespaces_exist_without_being_written()
    {
        var east = Compile(Bare("east")).Mesh.Find("east")!;
        Assert.Equal(["default", "istio-system", "kube-system"], east.Namespaces.Select(ns => ns.Name));
        Assert.All(east.Namespaces, ns => Assert.Equal($"kubernetes.io/metadata.name={ns.Name}", ns.Labels.ToString()));
    }

    [Fact]
    public void A_namespace_carries_its_name_as_a_label()
    {
        var east = East(Namespace("shop", "env: prod"), Namespace("store", "kubernetes.io/metadata.name: store"));
        Assert.Equal("env=prod,kubernetes.io/metadata.name=shop", east.FindNamespace("shop")!.Labels.ToString());
        Assert.Equal("kubernetes.io/metadata.name=store", east.FindNamespace("store")!.Labels.ToString());
    }

    [Fact]
    public void What_names_no_namespace_is_in_default() =>
        Assert.Equal(["default/cart"], East(Service("cart")).Services());

    [Fact]
    public void What_is_in_an_unknown_namespace_cannot_be_called_or_call()
    {
        const string lost = "namespace: lost, labels: {app: cart}";
        var east = Compile(Cluster(
            "east", Service("cart", metadata: "namespace: lost"), Pod("cart", metadata: lost), Pod("web"))).Mesh.Find("east")!;
        Assert.Empty(east.Services);
        Assert.Equal(["default/web"], east.Pods());
    }

    [Fact]
    public void The_clusters_network_is_a_label_of_the_system_namespace()
    {
        var east = East(Pod("web"));
        Assert.Equal("east-network", east.Network);
        Assert.Equal("east-network", east.Pods[0].Workload.Network);
    }

    [Fact]
    public void Every_namespace_has_a_service_account_default()
    {
        var workload = East(Namespace("shop"), Pod("a", metadata: "namespace: shop"), Pod("b", "serviceAccountName: default"))
            .Pods.Select(pod => pod.Workload.Identity.ToString());
        Assert.Equal(["spiffe://cluster.local/ns/default/sa/default", "spiffe://cluster.local/ns/shop/sa/default"], workload);
    }

    [Fact]
    public void A_Service_has_its_address_by_its_name_alone()
    {
        var alone = East(Service("cart"));
        var among = East(Service("a"), Service("cart"), Service("z"));
        var address = Assert.Single(Assert.Single(alone.Services).Addresses);
        Assert.StartsWith("10.96.", address.ToString(), StringComparison.Ordinal);
        Assert.Equal([address], among.Services[1].Addresses);
        Assert.Equal(3, among.Services.Select(service => service.Addresses[0]).Distinct().Count());
    }

    [Fact]
    public void A_Service_keeps_the_addresses_that_are_written()
    {
        var services = East(
            Service("a", "ports: [{port: 80}], clusterIPs: [\"fd00::1\", 10.96.0.7]"),
            Service("b", "ports: [{port: 80}], clusterIP: None"),
            Service("c", "type: ExternalName, externalName: example.com")).Services;
        Assert.Equal(["a 10.96.0.7 fd00::1", "b"], services.Select(service => string.Join(' ', [service.Name.Name, .. service.Addresses])));
    }

    [Theory]
    [InlineData("", "10.96.")]
    [InlineData("ipFamilies: [IPv4]", "10.96.")]
    [InlineData("ipFamilies: [IPv6]", "fd00:10:96::")]
    [InlineData("ipFamilies: [IPv6, IPv4]", "10.96. fd00:10:96::")]
    public void A_Service_has_an_address_of_each_family_that_it_asks_for(string families, string expected)
    {
        var service = East(Service("cart", $"ports: [{{port: 80}}]{(families.Length == 0 ? "" : $", {families}")}")).Services[0];
        Assert.Equal(expected.Split(' '), service.Addresses.Zip(expected.Split(' '), (address, start) => $"{address}"[..start.Length]));
        Assert.Equal(expected.Split(' ').Length, service.Addresses.Count);
    }

    [Fact]
    public void A_written_address_is_given_to_no_other_Service()
    {
        var wanted = East(Service("cart")).Services[0].Addresses[0];
        var services = East(Service("cart"), Service("first", $"ports: [{{port: 80}}], clusterIP: {wanted}")).Services;
        Assert.NotEqual(wanted, services[0].Addresses[0]);
        Assert.Equal([wanted], services[1].Addresses);
    }

    [Fact]
    public void A_host_name_is_made_of_name_namespace_and_suffix()
    {
        var service = East(Namespace("shop"), Service("cart", metadata: "namespace: shop")).Services[0];
        Assert.Equal("cart.shop.svc.cluster.local", service.Hostname);
        Assert.Equal(new NamespacedName("shop", "cart.shop.svc.cluster.local"), service.Key);
    }

    [Fact]
    public void A_Node_says_where_its_pods_run()
    {
        var workload = East(Pod("web")).Pods[0].Workload;
        Assert.Equal(("n1", new Locality("r", "z", "s")), (workload.Node, workload.Locality));
    }

    [Fact]
    public void A_Node_without_a_range_has_the_default_one()
    {
        var nodes = East("{apiVersion: v1, kind: Node, metadata: {name: n2}}").Nodes;
        Assert.Equal(["n1 [10.244.0.0/24]", "n2 [10.244.0.0/16]"], nodes.Select(node => $"{node.Name} {node.PodCidrs}"));
    }

    [Theory]
    [InlineData("", HealthStatus.Healthy)]
    [InlineData("phase: Running", HealthStatus.Healthy)]
    [InlineData("phase: Pending", HealthStatus.Unhealthy)]
    [InlineData("phase: Pending, conditions: [{type: Ready, status: \"True\"}]", HealthStatus.Healthy)]
    [InlineData("phase: Running, conditions: [{type: Ready, status: \"False\"}]", HealthStatus.Unhealthy)]
    [InlineData("conditions: [{type: Ready, status: Unknown}]", HealthStatus.Unhealthy)]
    [InlineData("conditions: [{type: Initialized, status: \"False\"}]", HealthStatus.Healthy)]
    public void A_pod_is_ready_unless_its_status_says_otherwise(string status, HealthStatus expected) =>
        Assert.Equal(expected, East(Pod("web", status: status)).Pods[0].Workload.Status);

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    public void A_pod_that_has_ended_is_no_workload(string phase) =>
        Assert.Empty(East(Pod("web", status: $"phase: {phase}")).Pods);

    [Fact]
    public void A_gateway_has_the_addresses_that_are_reported_and_else_those_that_are_asked_for()
    {
        const string listener = "listeners: [{name: mesh, port: 15010, protocol: HBONE, tls: {mode: Terminate}}]";
        var gateways = East(
            Gateway("asked", $"addresses: [{{value: 203.0.113.1}}], {listener}"),
            Gateway(
                "reported",
                $"addresses: [{{value: 203.0.113.1}}], {listener}",
                "annotations: {gateway.istio.io/service-account: eastwest}, labels: {topology.istio.io/network: other}",
                "addresses: [{value: 203.0.113.3}, {value: 203.0.113.2}]"),
            Gateway("ingress", listener).Replace("istio-east-west", "istio", StringComparison.Ordinal)).Gateways;
        Assert.Equal(
            [
                "default/asked east-network [203.0.113.1] 15010 spiffe://cluster.local/ns/default/sa/asked",
                "default/reported other [203.0.113.2, 203.0.113.3] 15010 spiffe://cluster.local/ns/default/sa/eastwest",
            ],
            gateways.Select(gateway => $"{gateway.Name} {gateway.Network} {gateway.Addresses} {gateway.HbonePort} {gateway.Identity}"));
    }

    [Fact]
    public void A_gateway_may_have_names_and_a_weight()
    {
        const string listener = "listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]";
        var gateway = Assert.Single(East(Gateway(
            "a",
            $"addresses: [{{type: Hostname, value: B.example.com.}}, {{value: 203.0.113.1}}, {{type: Hostname, value: a.example.com}}], {listener}",
            "annotations: {scopemesh.io/gateway-weight: \"0\"}")).Gateways);
        Assert.Equal("[203.0.113.1] [a.example.com, b.example.com] 0", $"{gateway.Addresses} {gateway.Hostnames} {gateway.Weight}");
    }

    [Fact]
    public void A_pointer_leads_to_the_gateway_of_a_cluster_that_is_not_read()
    {
        const string spec = "addresses: [{value: 203.0.113.1}], listeners: [{name: mesh, port: 15010, protocol: HBONE}]";
        const string labels = "labels: {topology.istio.io/network: far}";
        static string Remote(string document) => document.Replace("istio-east-west", "istio-remote", StringComparison.Ordinal);
        var east = East(
            Remote(Gateway("a", spec, labels)),
            Remote(Gateway("b", spec, $"{labels}, annotations: {{gateway.istio.io/service-account: eastwest}}")));
        Assert.Empty(east.Gateways);
        Assert.Equal(
            [
                "default/a far [203.0.113.1] 15010 spiffe://cluster.local/ns/default/sa/a-istio-remote",
                "default/b far [203.0.113.1] 15010 spiffe://cluster.local/ns/default/sa/eastwest",
            ],
            east.RemoteGateways.Select(gateway => $"{gateway.Name} {gateway.Network} {gateway.Addresses} {gateway.HbonePort} {gateway.Identity}"));
    }

    [Theory]
    [InlineData("", IpFamilies.Automatic, "v4")]
    [InlineData("ipFamilies: [IPv4]", IpFamilies.IPv4Only, "v4")]
    [InlineData("ipFamilies: [IPv6]", IpFamilies.IPv6Only, "v6")]
    [InlineData("ipFamilies: [IPv6, IPv4]", IpFamilies.Dual, "v4 v6")]
    [InlineData("ipFamilyPolicy: SingleStack", IpFamilies.IPv4Only, "v4")]
    [InlineData("ipFamilyPolicy: SingleStack, clusterIP: \"fd00::1\"", IpFamilies.IPv6Only, "v6")]
    [InlineData("ipFamilyPolicy: PreferDualStack", IpFamilies.IPv4Only, "v4")]
    [InlineData("ipFamilyPolicy: RequireDualStack", IpFamilies.Dual, "v4 v6")]
    [InlineData("ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6]", IpFamilies.Dual, "v4 v6")]
    [InlineData("ipFamilyPolicy: RequireDualStack, clusterIP: 10.96.0.9", IpFamilies.Dual, "v4 v6")]
    [InlineData("ipFamilies: [IPv4], clusterIP: None", IpFamilies.IPv4Only, "")]
    public void Families_and_their_policy_say_which_addresses_a_Service_has(string spec, IpFamilies families, string addresses)
    {
        var service = East(Service("cart", $"ports: [{{port: 80}}]{(spec.Length > 0 ? $", {spec}" : "")}")).Services[0];
        Assert.Equal(
            (families, addresses),
            (service.IpFamilies, string.Join(' ', service.Addresses.Select(ip => ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "v4" : "v6"))));
    }

    [Fact]
    public void A_cluster_whose_pods_have_both_families_prefers_both()
    {
        var east = East(
            "{apiVersion: v1, kind: Node, metadata: {name: n2}, spec: {podCIDRs: [10.9.0.0/24, \"fd00:9::/64\"]}}",
            Service("cart", "ports: [{port: 80}], ipFamilyPolicy: PreferDualStack"));
        Assert.Equal((IpFamilies.Dual, 2), (east.Services[0].IpFamilies, east.Services[0].Addresses.Count));
    }

    [Fact]
    public void A_Service_says_whether_clients_stay_and_whether_it_is_headless()
    {
        var east = East(Service("a", "ports: [{port: 80}], sessionAffinity: ClientIP"), Service("b", "clusterIP: None"));
        Assert.Equal([(true, false), (false, true)], east.Services.Select(service => (service.HasClientAffinity, service.IsHeadless)));
    }

    [Fact]
    public void Exports_and_imports_are_listed_in_order()
    {
        const string group = "apiVersion: multicluster.x-k8s.io/v1alpha1";
        var east = East(
            $"{{{group}, kind: ServiceExport, metadata: {{name: b, creationTimestamp: 2026-01-31T12:00:00Z}}}}",
            $"{{{group}, kind: ServiceExport, metadata: {{name: a}}}}",
            $"{{{group}, kind: ServiceImport, metadata: {{name: c}}, spec: {{}}}}",
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}",
            "{apiVersion: v1, kind: Service, metadata: {name: b}, spec: {ports: [{port: 80}]}}");
        Assert.Equal(["default/a ", "default/b 2026"], east.Exports.Select(export => $"{export.Name} {export.CreatedAt?.Year}"));
        Assert.Equal(["default/c"], east.Imports.Select(import => import.ToString()));
    }

    [Fact]
    public void A_gateways_service_account_that_names_nothing_is_said_and_not_thrown()
    {
        const string listener = "listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]";
        var compilation = Compile(Cluster("east", Gateway(
            "eastwest",
            $"addresses: [{{value: 203.0.113.1}}], {listener}",
            "annotations: {gateway.istio.io/service-account: a/b}")));
        Assert.Contains(compilation.Diagnostics, finding => finding.Code == CompilationCodes.UnknownServiceAccount);
        Assert.Empty(compilation.Mesh.Clusters[0].Gateways);
    }
}
