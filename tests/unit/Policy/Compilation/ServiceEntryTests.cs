using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>Services that ServiceEntries define, and workloads that are no pods.</summary>
public sealed class ServiceEntryTests
{
    private const string Ports = "ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}, {number: 443, name: tls, protocol: TLS}]";

    [Fact]
    public void Every_host_is_a_Service_with_all_addresses()
    {
        var east = East(ServiceEntry("ledger", $"hosts: [B.example.com, a.example.com.], addresses: [192.0.2.1, 198.51.100.7/24], {Ports}"));
        Assert.Equal(["default/a.example.com", "default/b.example.com"], east.Services.Select(service => service.Key.ToString()));
        Assert.All(east.Services, service =>
        {
            Assert.Equal("default/ledger", service.Name.ToString());
            Assert.Equal(ServiceSource.ServiceEntry, service.Source);
            Assert.Equal(["192.0.2.1"], service.Addresses.Select(ip => ip.ToString()));
            Assert.Equal(["198.51.100.0/24"], service.AddressBlocks.Select(block => block.ToString()));
            Assert.Equal(
                [new PortMapping(80, 8080, AppProtocol.Http11), new PortMapping(443, 443, AppProtocol.Tls)], service.Ports);
        });
    }

    [Theory]
    [InlineData("NONE", "", "", LoadBalancingMode.Passthrough, HealthPolicy.AllowAll)]
    [InlineData("STATIC", "", "", LoadBalancingMode.Any, HealthPolicy.OnlyHealthy)]
    [InlineData("STATIC", "PreferClose", "", LoadBalancingMode.Failover, HealthPolicy.OnlyHealthy)]
    [InlineData("STATIC", "", "PreferClose", LoadBalancingMode.Failover, HealthPolicy.OnlyHealthy)]
    [InlineData("STATIC", "Any", "PreferClose", LoadBalancingMode.Any, HealthPolicy.OnlyHealthy)]
    [InlineData("NONE", "PreferClose", "", LoadBalancingMode.Passthrough, HealthPolicy.AllowAll)]
    public void Resolution_and_annotations_say_which_endpoints_are_preferred(
        string resolution, string own, string ofNamespace, LoadBalancingMode mode, HealthPolicy health)
    {
        const string annotation = "networking.istio.io/traffic-distribution";
        var service = Assert.Single(East(
            Namespace("shop", annotations: ofNamespace.Length == 0 ? "" : $"{annotation}: {ofNamespace}"),
            ServiceEntry("a", $"hosts: [x.example.com], resolution: {resolution}", $"namespace: shop, annotations: {{{(own.Length == 0 ? "" : $"{annotation}: {own}")}}}")).Services);
        Assert.Equal((mode, health), (service.LoadBalancing.Mode, service.LoadBalancing.Health));
    }

    [Theory]
    [InlineData("hosts: [x.example.com], resolution: DNS", "", "240.240.0.1")]
    [InlineData("hosts: [x.example.com], resolution: STATIC", "", "240.240.0.1")]
    [InlineData("hosts: [x.example.com], resolution: NONE", "", "")]
    [InlineData("hosts: [x.example.com], resolution: DNS, addresses: [192.0.2.1]", "", "192.0.2.1")]
    [InlineData("hosts: [x.example.com], resolution: DNS", "networking.istio.io/enable-autoallocate-ip: \"False\"", "")]
    [InlineData("hosts: [\"*.example.com\"], resolution: STATIC", "", "")]
    [InlineData("hosts: [\"*.example.com\"], resolution: DYNAMIC_DNS", "", "240.240.0.2")]
    public void Assigned_addresses_count_where_none_is_written(string spec, string labels, string expected)
    {
        var service = Assert.Single(East(ServiceEntry(
            "a",
            spec,
            $"labels: {{{labels}}}",
            "addresses: [{host: X.example.com, value: 240.240.0.1}, {host: \"*.example.com\", value: 240.240.0.2}]")).Services);
        Assert.Equal(expected, string.Join(' ', service.Addresses));
    }

    [Theory]
    [InlineData("[]", ServiceVisibility.Public)]
    [InlineData("[\"*\"]", ServiceVisibility.Public)]
    [InlineData("[\".\", \"*\"]", ServiceVisibility.Public)]
    [InlineData("[\".\"]", ServiceVisibility.Namespace)]
    [InlineData("[default]", ServiceVisibility.Namespace)]
    [InlineData("[\"~\"]", null)]
    public void ExportTo_says_who_sees_it(string exportTo, ServiceVisibility? expected) =>
        Assert.Equal(
            expected,
            East(ServiceEntry("a", $"hosts: [x.example.com], exportTo: {exportTo}")).Services.SingleOrDefault()?.Visibility);

    [Fact]
    public void Listed_endpoints_are_workloads()
    {
        var east = East(ServiceEntry(
            "ledger",
            $"hosts: [x.example.com], {Ports}, resolution: DNS, endpoints: [{{address: 192.0.2.7, ports: {{http: 9080}}, locality: r/z, weight: 3, serviceAccount: ledger}}, "
            + "{address: Db.example.com, network: far}]"));
        var (first, second) = (east.Endpoints[0], east.Endpoints[1]);
        Assert.Equal("east/networking.istio.io/ServiceEntry/default/ledger/192.0.2.7", first.Uid);
        Assert.Equal(
            ("192.0.2.7", "", "east-network", "r/z", 3u, "spiffe://cluster.local/ns/default/sa/ledger"),
            (string.Join(' ', first.Addresses), first.Hostname, first.Network, first.Locality.ToString(), first.Capacity, first.Identity.ToString()));
        Assert.Equal(["80>9080", "443>443"], Assert.Single(first.Services).Ports.Select(port => $"{port.ServicePort}>{port.TargetPort}"));
        Assert.Equal("east/networking.istio.io/ServiceEntry/default/ledger/Db.example.com", second.Uid);
        Assert.Equal(("", "db.example.com", "far"), (string.Join(' ', second.Addresses), second.Hostname, second.Network));
        Assert.All(east.Endpoints, workload => Assert.Equal((TunnelProtocol.None, HealthStatus.Healthy), (workload.TunnelProtocol, workload.Status)));
    }

    [Fact]
    public void A_host_whose_name_is_resolved_is_its_own_endpoint()
    {
        var east = East(ServiceEntry("a", $"hosts: [x.example.com, y.example.com], {Ports}, resolution: DNS_ROUND_ROBIN"));
        Assert.Equal(
            ["x.example.com default/x.example.com", "y.example.com default/y.example.com"],
            east.Endpoints.Select(workload => $"{workload.Hostname} {Assert.Single(workload.Services).Service}"));
    }

    [Theory]
    [InlineData("resolution: NONE")]
    [InlineData("resolution: STATIC")]
    [InlineData("resolution: DYNAMIC_DNS")]
    [InlineData("resolution: DNS, workloadSelector: {labels: {app: none}}")]
    public void Other_resolutions_have_the_listed_and_selected_endpoints_alone(string resolution) =>
        Assert.Empty(East(ServiceEntry("a", $"hosts: [x.example.com], {resolution}")).Endpoints);

    [Fact]
    public void Selectors_find_pods_and_WorkloadEntries()
    {
        var east = East(
            Service("db", "ports: [{port: 5432, targetPort: pg}], selector: {app: db}"),
            ServiceEntry("ledger", $"hosts: [x.example.com], {Ports}, resolution: STATIC, workloadSelector: {{labels: {{app: db}}}}"),
            ServiceEntry("empty", "hosts: [y.example.com], resolution: STATIC, workloadSelector: {}"),
            Pod("db-1", metadata: "labels: {app: db}"),
            WorkloadEntry("vm-1", "address: 192.0.2.7, labels: {app: db}, ports: {pg: 15432, http: 8081}"),
            WorkloadEntry("vm-2", "address: 192.0.2.8, labels: {app: db}", "labels: {app: other}"));
        Assert.Equal(["default/x.example.com"], Parts(east.Pods[0].Workload).Where(part => part.Contains("example", StringComparison.Ordinal)).Select(part => part.Split(' ')[0]));
        Assert.Equal(
            ["default/db.default.svc.cluster.local 5432>15432", "default/x.example.com 80>8081,443>443"],
            Parts(east.Endpoints[0]));
        Assert.Empty(east.Endpoints[1].Services);
    }

    [Fact]
    public void A_WorkloadEntry_says_where_it_is_and_how_it_is_called()
    {
        var east = East(
            Namespace("shop"),
            WorkloadEntry("a", "address: vm.example.com, network: far, weight: 2, locality: r/z/s, serviceAccount: clerk", "namespace: shop, labels: {networking.istio.io/tunnel: http}"),
            WorkloadEntry("b", "address: 192.0.2.7", "namespace: shop, labels: {topology.istio.io/network: label-net, app: x, version: v2}, annotations: {ambient.istio.io/redirection: enabled}"),
            WorkloadEntry("c", "network: far", "namespace: shop"));
        Assert.Equal(
            [
                "east/networking.istio.io/WorkloadEntry/shop/a vm.example.com far Hbone True 2 r/z/s spiffe://cluster.local/ns/shop/sa/clerk a latest",
                "east/networking.istio.io/WorkloadEntry/shop/b 192.0.2.7 label-net Hbone False 1  (none) x v2",
                "east/networking.istio.io/WorkloadEntry/shop/c  far None False 1  (none) c latest",
            ],
            east.Endpoints.Select(one => $"{one.Uid} {one.Hostname}{string.Join(',', one.Addresses)} {one.Network} {one.TunnelProtocol} {one.IsNativeTunnel} {one.Capacity} {one.Locality} {one.Identity} {one.CanonicalName} {one.CanonicalRevision}"));
    }

    [Fact]
    public void Identities_of_the_mesh_are_expected_and_other_names_say_nothing() =>
        Assert.Equal(
            ["spiffe://a/ns/b/sa/c"],
            Assert.Single(East(ServiceEntry("a", "hosts: [x.example.com], subjectAltNames: [x.example.com, spiffe://a/ns/b/sa/c]")).Services)
                .SubjectAltNames.Select(id => id.ToString()));

    [Theory]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "b")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "a")]
    public void In_one_namespace_the_oldest_counts(string firstTime, string secondTime, string winner)
    {
        string[] documents =
        [
            ServiceEntry("a", "hosts: [x.example.com]", $"creationTimestamp: {firstTime}"),
            ServiceEntry("b", $"hosts: [x.example.com], exportTo: [\".\"]", $"creationTimestamp: {secondTime}"),
        ];
        foreach (var order in new[] { documents, documents.Reverse().ToArray() })
        {
            var service = Assert.Single(East(order).Services);
            Assert.Equal((winner, winner == "a"), (service.Name.Name, service.IsCanonical));
        }
    }

    [Fact]
    public void A_Service_of_Kubernetes_is_canonical_before_any_ServiceEntry()
    {
        var east = East(
            Namespace("team-a"),
            Namespace("team-b"),
            Service("cart", metadata: "namespace: team-a, creationTimestamp: 2026-01-02T00:00:00Z"),
            ServiceEntry("cart", "hosts: [cart.team-a.svc.cluster.local]", "namespace: team-a, creationTimestamp: 2026-01-01T00:00:00Z"),
            ServiceEntry("cart", "hosts: [cart.team-a.svc.cluster.local]", "namespace: team-b, creationTimestamp: 2026-01-01T00:00:00Z"));
        Assert.Equal(
            ["team-a/cart Service True", "team-b/cart ServiceEntry False"],
            east.Services.Select(service => $"{service.Name} {service.Source} {service.IsCanonical}"));
    }

    private static IEnumerable<string> Parts(Workload workload) => workload.Services.Select(part =>
        $"{part.Service} {string.Join(',', part.Ports.Select(port => $"{port.ServicePort}>{port.TargetPort}"))}");
}
