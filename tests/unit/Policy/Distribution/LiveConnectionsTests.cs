using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Unit.Policy.Compilation;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Distribution;

/// <summary>Open connections while the mesh changes under them, and what their hosts say when they close them.</summary>
public sealed class LiveConnectionsTests
{
    private const string Global = "labels: {istio.io/global: \"true\"}";
    private const string Gateway = "addresses: [{value: 203.0.113.1}], listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]";
    private const string DenyAll = "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: closed}, spec: {}}";

    private static readonly SpiffeId Default = new("cluster.local", "default", "default");
    private static readonly NamespacedName Cart = new("default", "cart.default.svc.cluster.local");

    private static readonly LiveConnection Outbound =
        new LiveConnection.Outbound(1, "east//Pod/default/web", "east//Pod/default/cart", Default);

    private static readonly LiveConnection Crossing =
        new LiveConnection.OutboundThroughGateway(2, "east//Pod/default/web", Cart, Default);

    private static readonly LiveConnection Inbound = new LiveConnection.Inbound(
        3, "east//Pod/default/cart", new InboundConnection(IPAddress.Parse("10.0.0.9"), Default, IPAddress.Parse("10.0.0.1"), 80));

    private static readonly LiveConnection Relayed = new LiveConnection.Relayed(4, Cart, "west//Pod/default/cart");

    [Fact]
    public void Nothing_closes_while_nothing_changes() =>
        Assert.Equal(["", "", "", ""], Why(Pods(), West()));

    [Fact]
    public void An_endpoint_that_is_not_ready_keeps_its_connections() =>
        Assert.Equal(["", "", "", ""], Why(Pods(status: "phase: Pending"), West("phase: Pending")));

    [Fact]
    public void A_caller_that_is_gone_takes_its_connections_with_it() =>
        Assert.Equal(
            ["the caller is gone", "the caller is gone", "", ""],
            Why([CartPod()], West()));

    [Fact]
    public void An_endpoint_that_is_gone_takes_its_connections_with_it() =>
        Assert.Equal(
            ["the endpoint is gone", "", "the endpoint is gone", ""],
            Why([Pod("web")], West()));

    [Fact]
    public void An_endpoint_that_runs_as_somebody_else_is_another_one() =>
        Assert.Equal(
            ["the endpoint has another identity now", "", "", ""],
            Why([ServiceAccount("clerk"), Pod("web"), CartPod("serviceAccountName: clerk")], West()));

    [Fact]
    public void A_policy_that_denies_closes_what_it_would_not_let_in() =>
        Assert.Equal(
            ["", "", "connection closed due to policy change", ""],
            Why([.. Pods(), DenyAll], West()));

    [Fact]
    public void A_service_that_is_no_longer_shared_closes_what_came_from_elsewhere() =>
        Assert.Equal(
            ["", "the service is no longer shared with this cluster", "", "the endpoint is gone"],
            Why(Pods(), [Service("cart"), .. West()[1..]]));

    [Fact]
    public void A_service_of_which_another_is_shared_closes_its_relays() =>
        Assert.Equal(
            ["", "the service is no longer shared with this cluster", "", "the service is no longer global"],
            Why(Pods(), [Service("cart"), Service("other", "ports: [{port: 80}], selector: {app: cart}", Global), .. West()[1..]]));

    [Fact]
    public void A_service_that_nobody_defines_can_no_longer_be_seen() =>
        Assert.Equal(
            ["", "the service can no longer be seen from here", "", ""],
            Why(Pods(), West(), []));

    /// <summary>Why each of the four connections closes, where it does.</summary>
    private static string[] Why(string[] east, string[] west) => Why(east, west, [Service("cart", metadata: Global)]);

    private static string[] Why(string[] east, string[] west, string[] services)
    {
        var mesh = Compiling.Compile(
            Compiling.Cluster("east", [.. services, .. east]),
            Compiling.Cluster("west", services.Length == 0 ? west[1..] : west)).Mesh;
        var node = RouteTableCompiler.Compile(mesh, new Viewpoint("east", "east-network", ViewpointRole.Node));
        var gateway = RouteTableCompiler.Compile(mesh, new Viewpoint("west", "west-network", ViewpointRole.Gateway));
        return
        [
            .. new[] { Outbound, Crossing, Inbound }.Select(connection => LiveConnections.WhyClose(node, connection) ?? ""),
            services.Length == 0 ? "" : LiveConnections.WhyClose(gateway, Relayed) ?? "",
        ];
    }

    private static string[] Pods(string status = "") => [Pod("web"), CartPod(status: status)];

    private static string CartPod(string spec = "", string status = "") =>
        Pod("cart", spec, "labels: {app: cart}", status);

    private static string[] West(string status = "") =>
        [Service("cart", metadata: Global), CartPod(status: status), Documents.Gateway("eastwest", Gateway)];
}
