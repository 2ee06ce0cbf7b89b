using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What a Service may say of routing beyond Istio.</summary>
public sealed class RoutingAnnotationTests
{
    [Theory]
    [InlineData("network, cluster, zone", LoadBalancingMode.Failover, "Network Cluster Zone")]
    [InlineData("only Cluster", LoadBalancingMode.Strict, "Cluster")]
    [InlineData("region,zone,subzone,node", LoadBalancingMode.Failover, "Region Zone Subzone Node")]
    public void A_preference_names_what_counts(string value, LoadBalancingMode mode, string scopes)
    {
        var balancing = Only("routing-preference", value).LoadBalancing;
        Assert.Equal((mode, scopes), (balancing.Mode, string.Join(' ', balancing.Preferences)));
    }

    [Fact]
    public void Clusters_have_weights() =>
        Assert.Equal(
            [new ClusterWeight("east", 80), new ClusterWeight("west", 20)],
            Only("cluster-weights", "west = 20, east=80").ClusterWeights);

    [Theory]
    [InlineData("union", PortMerging.Union)]
    [InlineData("base", PortMerging.OfBase)]
    public void Ports_merge_in_two_ways(string value, PortMerging merging) =>
        Assert.Equal(merging, Only("port-merging", value).PortMerging);

    [Theory]
    [InlineData("routing-preference", "near")]
    [InlineData("routing-preference", "zone, zone")]
    [InlineData("routing-preference", "only")]
    [InlineData("routing-preference", "7")]
    [InlineData("cluster-weights", "east")]
    [InlineData("cluster-weights", "east=1, east=2")]
    [InlineData("cluster-weights", "east=-1")]
    [InlineData("cluster-weights", "east=65536")]
    [InlineData("cluster-weights", "")]
    [InlineData("port-merging", "Union")]
    public void What_cannot_be_read_is_told_and_counts_as_none(string annotation, string value)
    {
        var compilation = Compile(With(annotation, value));
        Assert.Contains(Findings(compilation), finding => finding.Contains($"MC064: annotation `scopemesh.io/{annotation}`", StringComparison.Ordinal));
        var service = Assert.Single(compilation.Mesh.Clusters[0].Services);
        Assert.Equal((LoadBalancing.Default, PortMerging.OfBase), (service.LoadBalancing, service.PortMerging));
        Assert.Empty(service.ClusterWeights);
    }

    [Fact]
    public void A_ServiceEntry_that_is_global_is_called_from_every_network()
    {
        const string entry = """
            {apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: api, labels: {share: "yes"}},
             spec: {hosts: [api.example.test], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}}
            """;
        var mesh = Compile(Scope("global when service(share=yes)"), null, [Cluster("east", entry), Cluster("west")]).Mesh;
        var table = RouteTableCompiler.Compile(mesh, new Viewpoint("west", "west-network", ViewpointRole.Node));
        var key = new NamespacedName("default", "api.example.test");
        var endpoint = Assert.Single(table.EndpointsOf(key)).Workload;
        Assert.Equal(("west-network", "api.example.test", TunnelProtocol.None), (endpoint.Network, endpoint.Hostname, endpoint.TunnelProtocol));
        Assert.Equal("west-network", Assert.Single(table.FindService(key)!.Addresses).Network);

        var local = Compile(Scope("global when service(share=no)"), null, [Cluster("east", entry), Cluster("west")]).Mesh;
        Assert.Null(RouteTableCompiler.Compile(local, new Viewpoint("west", "west-network", ViewpointRole.Node)).FindService(key));
    }

    private static ClusterService Only(string annotation, string value)
    {
        var compilation = Compile(With(annotation, value));
        Assert.Empty(compilation.Diagnostics);
        return Assert.Single(compilation.Mesh.Clusters[0].Services);
    }

    private static ClusterSources With(string annotation, string value) =>
        Cluster("east", Service("cart", "ports: [{port: 80}]", $"annotations: {{\"scopemesh.io/{annotation}\": \"{value}\"}}"));
}
