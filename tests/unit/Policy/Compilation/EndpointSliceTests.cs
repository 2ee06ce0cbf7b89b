using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>Who serves a Service without a selector.</summary>
public sealed class EndpointSliceTests
{
    private const string Ports = "ports: [{port: 80, name: http}, {port: 81, name: tcp}]";
    private static readonly string Db = Service("db", Ports);

    [Fact]
    public void An_address_outside_of_the_cluster_is_a_workload_outside_of_the_mesh()
    {
        var east = East(Db, Slice("db-1", "{addresses: [192.0.2.7], nodeName: n1}"));
        var endpoint = Assert.Single(east.Endpoints);
        Assert.Equal("east/discovery.k8s.io/EndpointSlice/default/db-1/192.0.2.7", endpoint.Uid);
        Assert.Equal(("east-network", "east", TunnelProtocol.None), (endpoint.Network, endpoint.Cluster, endpoint.TunnelProtocol));
        Assert.Equal(("n1", new Locality("r", "z", "s")), (endpoint.Node, endpoint.Locality));
        Assert.Equal(["80>8080", "81>81"], Show(endpoint));
        Assert.Empty(endpoint.AuthorizationPolicies);
    }

    [Theory]
    [InlineData("", HealthStatus.Healthy)]
    [InlineData(", conditions: {ready: true}", HealthStatus.Healthy)]
    [InlineData(", conditions: {ready: false}", HealthStatus.Unhealthy)]
    [InlineData(", conditions: {ready: false, serving: true}", HealthStatus.Unhealthy)]
    public void An_endpoint_is_ready_unless_its_conditions_say_otherwise(string conditions, HealthStatus expected) =>
        Assert.Equal(expected, Assert.Single(East(Db, Slice("a", $"{{addresses: [192.0.2.7]{conditions}}}")).Endpoints).Status);

    [Theory]
    [InlineData("zone: z", "r/z")]
    [InlineData("zone: far", "/far")]
    [InlineData("nodeName: elsewhere", "")]
    [InlineData("nodeName: n1, zone: far", "r/z/s")]
    public void It_is_where_its_Node_is_or_in_its_zone(string place, string expected) =>
        Assert.Equal(expected, Assert.Single(East(Db, Slice("a", $"{{addresses: [192.0.2.7], {place}}}")).Endpoints).Locality.ToString());

    [Theory]
    [InlineData("{addresses: [10.244.0.9], targetRef: {kind: Pod, name: a}}")]
    [InlineData("{addresses: [10.244.0.9]}")]
    public void A_pod_that_is_listed_stays_a_pod_of_the_mesh(string endpoint)
    {
        var east = East(Db, Slice("a", endpoint), Pod("a", status: "podIP: 10.244.0.9"), Pod("b"));
        Assert.Empty(east.Endpoints);
        Assert.Equal(["80>8080", "81>81"], Show(east.Pods[0].Workload));
        Assert.Equal(TunnelProtocol.Hbone, east.Pods[0].Workload.TunnelProtocol);
        Assert.Equal(["81 Tcp", "8080 Http11"], east.Pods[0].Ports.Select(port => $"{port.Number} {port.AppProtocol}"));
        Assert.Empty(east.Pods[1].Workload.Services);
    }

    [Theory]
    [InlineData("ports: [{port: 80, name: http}]", 0)]
    [InlineData("ports: [{port: 80, name: http}], publishNotReadyAddresses: true", 1)]
    public void A_pod_that_is_listed_as_not_ready_serves_only_where_that_is_asked_for(string spec, int expected) =>
        Assert.Equal(expected, East(
            Service("db", spec),
            Slice("a", "{addresses: [10.244.0.9], conditions: {ready: false}, targetRef: {kind: Pod, name: a}}"),
            Pod("a", status: "podIP: 10.244.0.9")).Pods[0].Workload.Services.Count);

    [Fact]
    public void What_a_controller_wrote_for_a_Service_with_a_selector_is_not_looked_at()
    {
        var east = East(
            Service("db", $"{Ports}, selector: {{app: db}}"), Slice("db-x", "{addresses: [192.0.2.7]}"), Pod("a", metadata: "labels: {app: db}"));
        Assert.Empty(east.Endpoints);
        Assert.Equal(["80>80", "81>81"], Show(east.Pods[0].Workload));
    }

    [Fact]
    public void One_address_in_two_slices_is_one_endpoint()
    {
        var east = East(
            Db,
            Slice("a", "{addresses: [192.0.2.7], conditions: {ready: false}}", "{port: 8080, name: http}"),
            Slice("b", "{addresses: [192.0.2.7]}, {addresses: [192.0.2.8]}", "{port: 8081, name: tcp}"));
        Assert.Equal(
            ["default/a/192.0.2.7 80>8080 81>8081 Healthy", "default/b/192.0.2.8 81>8081 Healthy"],
            east.Endpoints.Select(one => $"{one.Uid[one.Uid.IndexOf("default", StringComparison.Ordinal)..]} {string.Join(' ', Show(one))} {one.Status}"));
    }

    [Theory]
    [InlineData("{name: http}", "80>80")]
    [InlineData("{port: 8080, name: http, protocol: TCP}, {port: 9, name: http, protocol: UDP}", "80>8080")]
    [InlineData("{port: 9, name: http, protocol: UDP}, {port: 8080, name: http}", "80>8080")]
    [InlineData("{port: 8080, name: other}, {port: 81, name: tcp}", "81>81")]
    public void Ports_are_found_by_name(string ports, string expected) =>
        Assert.Equal([expected], Show(Assert.Single(East(Db, Slice("a", "{addresses: [192.0.2.7]}", ports)).Endpoints)));

    [Fact]
    public void An_endpoint_outside_is_called_plainly_and_never_through_a_gateway()
    {
        const string shared = "labels: {istio.io/global: \"true\"}";
        var mesh = Compile(
            Cluster("east", Service("db", Ports, shared), Pod("web"), Slice("a", "{addresses: [192.0.2.7]}")),
            Cluster("west", Service("db", Ports, shared), Pod("web"))).Mesh;
        var east = RouteTableCompiler.Compile(mesh, new Viewpoint("east", "east-network", ViewpointRole.Node));
        var decision = Router.Decide(east, new OutboundConnection("east//Pod/default/web", Destination.Of("db", 80)), 0);
        Assert.Equal("192.0.2.7:8080", Assert.IsType<RouteDecision.Plain>(decision).Address.ToString());

        var west = RouteTableCompiler.Compile(mesh, new Viewpoint("west", "west-network", ViewpointRole.Node));
        decision = Router.Decide(west, new OutboundConnection("west//Pod/default/web", Destination.Of("db", 80)), 0);
        Assert.Equal(RefusalReason.NoHealthyEndpoint, Assert.IsType<RouteDecision.Refused>(decision).Reason);
    }

    private static string Slice(string name, string endpoints, string ports = "{port: 8080, name: http}, {port: 81, name: tcp}") =>
        $"{{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {{name: {name}, labels: {{kubernetes.io/service-name: db}}}}, "
        + $"addressType: IPv4, endpoints: [{endpoints}], ports: [{ports}]}}";

    private static IEnumerable<string> Show(Workload workload) =>
        Assert.Single(workload.Services).Ports.Select(port => $"{port.ServicePort}>{port.TargetPort}");
}
