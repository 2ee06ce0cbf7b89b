using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>Who uses which waypoint.</summary>
public sealed class WaypointTests
{
    private const string Uses = "istio.io/use-waypoint: wp";

    [Theory]
    [InlineData("", "", null)]
    [InlineData("", Uses, "shop/wp.shop.svc.cluster.local:15008")]
    [InlineData(Uses, "", "shop/wp.shop.svc.cluster.local:15008")]
    [InlineData("istio.io/use-waypoint: own", Uses, "shop/own.shop.svc.cluster.local:15008")]
    [InlineData("istio.io/use-waypoint: none", Uses, null)]
    [InlineData("istio.io/use-waypoint: \"\"", Uses, null)]
    [InlineData("", "istio.io/use-waypoint: none", null)]
    [InlineData("istio.io/use-waypoint: far, istio.io/use-waypoint-namespace: default", Uses, "default/far.default.svc.cluster.local:15008")]
    [InlineData("", "istio.io/use-waypoint: far, istio.io/use-waypoint-namespace: default", "default/far.default.svc.cluster.local:15008")]
    [InlineData("gateway.istio.io/managed: istio.io-mesh-controller", Uses, null)]
    [InlineData("gateway.istio.io/managed: istio.io-eastwest-controller", Uses, null)]
    public void A_Service_has_the_waypoint_that_it_or_its_Namespace_names(string ofService, string ofNamespace, string? expected)
    {
        var east = East(
            Namespace("shop", ofNamespace),
            Waypoint("wp", "namespace: shop"),
            Waypoint("own", "namespace: shop"),
            Waypoint("far", routes: "allowedRoutes: {namespaces: {from: All}}"),
            Service("cart", metadata: $"namespace: shop, labels: {{{ofService}}}"));
        Assert.Equal(expected, Find(east, "cart").Waypoint?.ToString());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("allowedRoutes: {namespaces: {from: Same}}", false)]
    [InlineData("allowedRoutes: {namespaces: {from: None}}", false)]
    [InlineData("allowedRoutes: {namespaces: {from: All}}", true)]
    [InlineData("allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}", true)]
    [InlineData("allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: b}}}}", false)]
    [InlineData("allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {kubernetes.io/metadata.name: shop}}}}", true)]
    public void A_waypoint_takes_its_own_namespace_and_those_that_its_listener_allows(string routes, bool isTaken)
    {
        var east = Compile(Cluster(
            "east",
            Namespace("shop", "team: a"),
            Waypoint("wp", routes: routes),
            Service("cart", metadata: "namespace: shop, labels: {istio.io/use-waypoint: wp, istio.io/use-waypoint-namespace: default}"))).Mesh.Clusters[0];
        Assert.Equal(isTaken, Find(east, "cart").Waypoint is not null);
    }

    [Theory]
    [InlineData("", true, false)]
    [InlineData("labels: {istio.io/waypoint-for: service}", true, false)]
    [InlineData("labels: {istio.io/waypoint-for: workload}", false, true)]
    [InlineData("labels: {istio.io/waypoint-for: all}", true, true)]
    [InlineData("labels: {istio.io/waypoint-for: none}", false, false)]
    public void A_waypoint_is_for_Services_or_for_workloads(string metadata, bool ofService, bool ofPod)
    {
        var east = Compile(Cluster(
            "east",
            Namespace("shop", Uses),
            Waypoint("wp", metadata.Length == 0 ? "namespace: shop" : $"namespace: shop, {metadata}"),
            Service("cart", metadata: "namespace: shop"),
            Pod("web", metadata: "namespace: shop"))).Mesh.Clusters[0];
        Assert.Equal((ofService, ofPod), (Find(east, "cart").Waypoint is not null, east.Pods[0].Workload.Waypoint is not null));
    }

    [Fact]
    public void What_names_a_waypoint_that_nobody_defines_keeps_its_name()
    {
        var east = Compile(Cluster("east", Service("cart", metadata: $"labels: {{{Uses}}}"), Pod("web", metadata: $"labels: {{{Uses}}}"))).Mesh.Clusters[0];
        Assert.Equal("default/wp.default.svc.cluster.local:15008", Find(east, "cart").Waypoint?.ToString());
        Assert.Equal("default/wp.default.svc.cluster.local:15008", east.Pods[0].Workload.Waypoint?.ToString());
    }

    [Fact]
    public void A_waypoints_pods_have_none_and_take_connections_as_it_says()
    {
        var east = East(
            Namespace("shop", Uses),
            Waypoint("wp", "namespace: shop, labels: {istio.io/waypoint-for: all}, annotations: {ambient.istio.io/waypoint-inbound-binding: PROXY/15088}"),
            Pod("web", metadata: "namespace: shop"),
            Pod("wp-1", metadata: "namespace: shop, labels: {gateway.networking.k8s.io/gateway-name: wp}"));
        Assert.Equal([null, new ApplicationTunnel(ApplicationTunnelProtocol.Proxy, 15088)], east.Pods.Select(pod => pod.Workload.ApplicationTunnel));
        Assert.Equal([true, false], east.Pods.Select(pod => pod.Workload.Waypoint is not null));
        Assert.Equal("shop/wp.shop.svc.cluster.local", Assert.Single(east.Pods[1].Workload.Services).Service.ToString());
        Assert.DoesNotContain(east.Pods[1].Ports, port => port.Number == WellKnown.HbonePort);
    }

    [Fact]
    public void A_waypoints_Service_is_made_with_its_labels()
    {
        var east = East(Waypoint("wp", "labels: {istio.io/global: \"true\"}"));
        var service = Assert.Single(east.Services);
        Assert.Equal("default/wp", service.Name.ToString());
        Assert.Equal([15008, 15021], service.Ports.Select(port => port.ServicePort));
        Assert.Equal(
            "gateway.istio.io/managed=istio.io-mesh-controller,gateway.networking.k8s.io/gateway-name=wp,istio.io/global=true",
            service.Labels.ToString());
        Assert.Single(service.Addresses);
    }

    [Fact]
    public void A_waypoints_Service_that_is_written_stays()
    {
        var east = East(Waypoint("wp"), Service("wp", "clusterIP: 10.96.0.9, ports: [{port: 15008}]"));
        Assert.Equal("10.96.0.9", Assert.Single(east.Services).Addresses[0].ToString());
    }

    [Theory]
    [InlineData("annotations: {gateway.istio.io/name-override: other}", "", "default/other.default.svc.cluster.local:15008")]
    [InlineData("", "addresses: [{type: Hostname, value: Reported.default.svc.cluster.local}]", "default/reported.default.svc.cluster.local:15008")]
    [InlineData("", "addresses: [{type: IPAddress, value: 10.96.0.1}]", "default/wp.default.svc.cluster.local:15008")]
    public void A_waypoint_is_called_by_its_Services_name(string metadata, string status, string expected)
    {
        var gateway = Waypoint("wp", metadata);
        var east = East($"{gateway[..^1]}, status: {{{status}}}}}", Service("cart", metadata: $"labels: {{{Uses}}}"));
        Assert.Equal(expected, Find(east, "cart").Waypoint?.ToString());
    }

    [Theory]
    [InlineData("", "", false)]
    [InlineData("istio.io/ingress-use-waypoint: \"true\"", "", true)]
    [InlineData("istio.io/ingress-use-waypoint: \"false\"", "istio.io/ingress-use-waypoint: \"true\"", false)]
    [InlineData("", "istio.io/ingress-use-waypoint: \"true\"", true)]
    [InlineData("istio.io/ingress-use-waypoint: \"yes\"", "", false)]
    public void An_ingress_gateway_takes_the_waypoint_where_a_label_says_so(string ofService, string ofNamespace, bool expected)
    {
        var east = East(
            Namespace("shop", ofNamespace),
            Waypoint("wp", "namespace: shop"),
            Service("cart", metadata: $"namespace: shop, labels: {{{Uses}, {ofService}}}"),
            Service("web", metadata: $"namespace: shop, labels: {{{ofService}}}"));
        Assert.Equal((expected, false), (Find(east, "cart").UsesWaypointForIngress, Find(east, "web").UsesWaypointForIngress));
    }

    [Theory]
    [InlineData(Uses, "istio.io/use-waypoint-canary-weight: \"5\"", "", "95 5")]
    [InlineData(Uses, "", "", "100 0")]
    [InlineData("", "", "istio.io/use-waypoint-canary-weight: \"30\"", "70 30")]
    [InlineData("", "istio.io/use-waypoint-canary-weight: \"5\"", "istio.io/use-waypoint-canary-weight: \"30\"", "95 5")]
    [InlineData(Uses, "istio.io/use-waypoint-canary-weight: \"-1\"", "", "")]
    [InlineData(Uses, "istio.io/use-waypoint-canary-weight: five", "", "")]
    public void A_second_waypoint_has_the_share_that_the_annotation_says(string labels, string annotations, string ofNamespace, string expected)
    {
        const string canary = "istio.io/use-waypoint-canary: next";
        var east = Compile(Cluster(
            "east",
            labels.Length == 0 ? Namespace("shop", $"{Uses}, {canary}", ofNamespace) : Namespace("shop"),
            Waypoint("wp", "namespace: shop"),
            Waypoint("next", "namespace: shop"),
            Service("cart", metadata: $"namespace: shop, labels: {{{(labels.Length == 0 ? "" : $"{labels}, {canary}")}}}, annotations: {{{annotations}}}"))).Mesh.Clusters[0];
        Assert.Equal(expected, string.Join(' ', Find(east, "cart").WeightedWaypoints.Select(waypoint => waypoint.Weight)));
        Assert.NotNull(Find(east, "cart").Waypoint);
    }

    [Fact]
    public void A_Service_with_a_waypoint_of_its_own_inherits_no_second_one()
    {
        var east = East(
            Namespace("shop", $"{Uses}, istio.io/use-waypoint-canary: next"),
            Waypoint("wp", "namespace: shop"),
            Waypoint("next", "namespace: shop"),
            Service("cart", metadata: $"namespace: shop, labels: {{{Uses}}}"));
        Assert.Empty(Find(east, "cart").WeightedWaypoints);
    }

    private static ClusterService Find(Cluster cluster, string name) =>
        cluster.Services.Single(service => service.Name.Name == name);
}
