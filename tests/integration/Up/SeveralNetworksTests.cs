using ScopeMesh.Hosts.Up;

namespace ScopeMesh.Tests.Integration.Up;

/// <summary>A cluster whose Nodes are in more than one network, each with a gateway of its own.</summary>
[Collection(MeshCollection.Name)]
public sealed class SeveralNetworksTests
{
    private const string Edge = """
        apiVersion: v1
        kind: Node
        metadata: { name: west-edge, labels: { topology.istio.io/network: network-edge } }
        spec: { podCIDR: 10.244.1.0/24 }
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: { name: edge-eastwestgateway, namespace: istio-system, labels: { topology.istio.io/network: network-edge } }
        spec:
          gatewayClassName: istio-east-west
          addresses: [ { type: IPAddress, value: 203.0.113.21 } ]
          listeners:
          - { name: mesh, port: 15008, protocol: HBONE, tls: { mode: Terminate, options: { gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL } } }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: helloworld-v3-0, namespace: sample, labels: { app: helloworld, version: v3 } }
        spec: { nodeName: west-edge, containers: [ { name: helloworld, image: "example.test/helloworld:v3", ports: [ { containerPort: 5000 } ] } ] }
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: edge-curl-0, namespace: sample, labels: { app: curl } }
        spec: { nodeName: west-edge, serviceAccountName: curl, containers: [ { name: curl, image: "example.test/curl:1" } ] }
        """;

    [Fact]
    public async Task Pods_of_every_network_of_a_cluster_are_served_and_reach_each_other_through_gateways()
    {
        await using var mesh = await RunningMesh.StartAsync(folder =>
            File.WriteAllText(Path.Combine(folder, "clusters", "west", "edge.yaml"), Edge));
        foreach (var caller in (string[])["west/sample/edge-curl-0", "west/sample/curl", "east/sample/curl"])
            Assert.Equal(["v1", "v2", "v3"], (await mesh.VersionsAsync(caller, 60)).Keys.Order());
    }

    [Fact]
    public async Task A_node_that_comes_into_another_network_is_served_there()
    {
        await using var mesh = await RunningMesh.StartAsync(folder =>
            File.WriteAllText(Path.Combine(folder, "clusters", "west", "edge.yaml"), Edge.Replace(", labels: { topology.istio.io/network: network-edge } }\nspec: { podCIDR", " }\nspec: { podCIDR")));
        Assert.Equal(["v1", "v2", "v3"], (await mesh.VersionsAsync("west/sample/edge-curl-0", 60)).Keys.Order());
        mesh.Edit(Path.Combine("clusters", "west", "edge.yaml"), "name: west-edge }", "name: west-edge, labels: { topology.istio.io/network: network-edge } }");
        await RunningMesh.Until(
            () => Task.FromResult(mesh.Runtime.Clusters["west"].Nodes["west-edge"].Network == "network-edge" && MeshReadiness.Pending(mesh.Runtime).Count == 0),
            "the Node is served in its new network");
        Assert.Equal(["v1", "v2", "v3"], (await mesh.VersionsAsync("west/sample/edge-curl-0", 60)).Keys.Order());
    }
}
