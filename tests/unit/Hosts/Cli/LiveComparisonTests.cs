using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Cli;
using ScopeMesh.Hosts.Cli.Repl;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Unit.Hosts.Cli.Repl;

namespace ScopeMesh.Tests.Unit.Hosts.Cli;

/// <summary>What is said of a running node proxy that knows of which network it is, beside the folder.</summary>
public sealed class LiveComparisonTests : IDisposable
{
    private readonly SmallMesh _mesh = new();

    public LiveComparisonTests() => _mesh.Write("clusters/east/networks.yaml", Pod("there", "10.244.1.1", "net-b") + Node("n1", ""));

    public void Dispose() => _mesh.Dispose();

    [Fact]
    public void A_table_is_compared_with_that_of_the_network_which_the_node_proxy_was_told()
    {
        var view = View();
        Assert.NotEqual(view.Node("east", "net-b").ContentHash, view.Node("east", view.Mesh.Find("east")!.Network).ContentHash);
        Assert.Empty(Differences(view, "net-b"));
        Assert.Empty(Differences(view, ""));
    }

    [Fact]
    public void A_node_proxy_that_was_told_another_network_than_the_folder_has_is_named()
    {
        _mesh.Write("clusters/east/networks.yaml", Pod("there", "10.244.1.1", "net-b") + Node("n1", "net-c"));
        Assert.Equal(
            ["node proxy east/n1 was told that it is in network `net-b`, and the folder says `net-c`"], Differences(View(), "net-b"));
    }

    [Fact]
    public void A_table_that_is_read_back_is_the_one_that_was_in_force()
    {
        var table = View().Node("east", "net-b");
        Assert.Equal(table, LiveTable.OfNode(table, "east", "n1").Read());
    }

    private MeshView View() => new HeldMesh(_mesh.File(""), TextWriter.Null).Reading.View;

    /// <summary>What differs where a node proxy has the table of a network, as its control plane gives it; of the cluster's where it was told none.</summary>
    private static IReadOnlyList<string> Differences(MeshView view, string told)
    {
        var network = told.Length > 0 ? told : view.Mesh.Find("east")!.Network;
        var held = view.Node("east", network);
        var table = RouteTable.Create(new Viewpoint("east", told, ViewpointRole.Node), held.Services, held.Workloads, held.Authorizations);
        var live = new LiveTables([new LiveHost("127.0.0.1:1", LiveTable.OfNode(table, "east", "n1"), table)]);
        var source = view.Node("east", network).Workloads.First(workload => workload.Cluster == "east" && workload.Node == "n1" && workload.Network == network);
        return LiveComparison.Of(live, view, Journeys.Of(view, source, Destination.Of("192.0.2.1", 80))).Differences;
    }

    private static string Node(string name, string network) =>
        $$$"""
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: {{{name}}}, labels: { {{{(network.Length > 0 ? $"topology.istio.io/network: {network}" : "")}}} }}

        """;

    private static string Pod(string name, string address, string network) =>
        $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{name}}}, namespace: shop, labels: {app: {{{name}}}, topology.istio.io/network: {{{network}}}}}
        spec: {nodeName: n1, containers: [{name: c, image: i}]}
        status: {podIP: {{{address}}}, phase: Running, conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: here, namespace: shop, labels: {app: here}}
        spec: {nodeName: n1, containers: [{name: c, image: i}]}
        status: {podIP: 10.244.1.2, phase: Running, conditions: [{type: Ready, status: "True"}]}

        """;
}
