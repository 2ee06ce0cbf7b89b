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
        new LiveConnection.Outbound(1, "east//Pod/default/web", Default, "east//Pod/default/cart", Default, Cart);

    private static readonly LiveConnection Crossing =
        new LiveConnection.OutboundThroughGateway(2, "east//Pod/default/web", Default, Cart, Default);

    private static readonly LiveConnection Inbound = new LiveConnection.Inbound(
        3, "east//Pod/default/cart", Default, new InboundConnection(IPAddress.Parse("10.0.0.9"), Default, IPAddress.Parse("10.0.0.1"), 80));

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
    public void A_caller_that_runs_as_somebody_else_is_another_one() =>
        Assert.Equal(
            ["the caller has another identity now", "the caller has another identity now", "", ""],
            Why([ServiceAccount("clerk"), Pod("web", "serviceAccountName: clerk"), CartPod()], West()));

    [Fact]
    public void An_endpoint_that_leaves_the_service_is_no_longer_what_was_called() =>
        Assert.Equal(
            ["the endpoint is no longer one of the service's", "", "", ""],
            Why([Pod("web"), Pod("cart", metadata: "labels: {app: other}")], West()));

    [Fact]
    public void A_policy_that_a_workload_lists_anew_closes_what_it_does_not_let_in()
    {
        var policy = new AuthorizationPolicy(
            new NamespacedName("default", "closed"), AuthorizationScope.WorkloadSelector, AuthorizationAction.Allow, []);
        var pod = new Workload { Uid = "east//Pod/default/cart", Name = "cart", Namespace = "default", ServiceAccount = "default" };
        var before = RouteTable.Create(new Viewpoint("east", "", ViewpointRole.Node), [], [pod], [policy]);
        var delta = RouteTableDelta.Empty with { Workloads = [pod with { AuthorizationPolicies = [policy.Key] }] };
        Assert.Empty(LiveConnections.Recheck(before, [Inbound]));
        Assert.Equal(
            [new ClosingConnection(3, "connection closed due to policy change")],
            LiveConnections.Recheck(delta.Apply(before), delta, [Inbound, Relayed]));
    }

    [Fact]
    public void A_waypoint_need_not_be_of_the_service_that_was_called()
    {
        var (web, waypoint) = (Named("web"), Named("waypoint"));
        var service = new MeshService { Name = "cart", Namespace = "default", Hostname = Cart.Name };
        var decision = new RouteDecision.Tunnel(waypoint, new IPEndPoint(IPAddress.Loopback, 15008), "", [Default], service);
        Assert.Equal(
            new LiveConnection.Outbound(1, web.Uid, Default, waypoint.Uid, Default, null),
            LiveConnection.Of(1, web, decision, Default));
        var member = waypoint with { Services = [new ServiceMembership(Cart, [])] };
        Assert.Equal(
            new LiveConnection.Outbound(1, web.Uid, Default, waypoint.Uid, Default, Cart),
            LiveConnection.Of(1, web, decision with { To = member }, Default));
    }

    [Fact]
    public void An_endpoint_that_runs_as_somebody_else_is_another_one() =>
        Assert.Equal(
            ["the endpoint has another identity now", "", "the endpoint has another identity now", ""],
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
            ["the service can no longer be seen from here", "the service can no longer be seen from here", "", ""],
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

    private static Workload Named(string name) =>
        new() { Uid = $"east//Pod/default/{name}", Name = name, Namespace = "default", ServiceAccount = "default" };

    private static string CartPod(string spec = "", string status = "") =>
        Pod("cart", spec, "labels: {app: cart}", status);

    private static string[] West(string status = "") =>
        [Service("cart", metadata: Global), CartPod(status: status), Documents.Gateway("eastwest", Gateway)];
}
