using System.Collections.Immutable;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Protos.Discovery;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

public sealed class XdsNodeSituations
{
    private static readonly XdsNode Gateway = new()
    {
        Kind = XdsNodeKind.Waypoint,
        Address = "10.1.2.3",
        Name = "eastwest-7d4",
        Namespace = "istio-gateways",
        ServiceAccount = "eastwest",
        Cluster = "east",
        Network = "network-east",
        NodeName = "node-1",
        RequestedNetworkView = ["network-east", "network-2"],
        Labels = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal).Add(XdsNode.EastWestLabel.Key, XdsNode.EastWestLabel.Value),
    };

    [Fact]
    public void A_node_reads_back_as_it_was_written()
    {
        Assert.True(XdsNode.TryRead(Gateway.Write(), out var node, out _));
        Assert.Equal(Gateway.Labels, node.Labels);
        Assert.Equal(Gateway, node with { Labels = Gateway.Labels });
        Assert.True(node.IsEastWestGateway);
    }

    [Fact]
    public void A_node_is_written_as_Istio_writes_it()
    {
        var message = Gateway.Write();
        Assert.Equal("waypoint~10.1.2.3~eastwest-7d4.istio-gateways~istio-gateways.svc.cluster.local", message.Id);
        Assert.Equal("network-east,network-2", message.Metadata.Fields["REQUESTED_NETWORK_VIEW"].StringValue);
        Assert.Equal(
            "istio.io-eastwest-controller",
            message.Metadata.Fields["LABELS"].StructValue.Fields["gateway.istio.io/managed"].StringValue);
        Assert.Equal(
            ["CLUSTER_ID", "INSTANCE_IPS", "LABELS", "NAME", "NAMESPACE", "NETWORK", "NODE_NAME", "REQUESTED_NETWORK_VIEW", "SERVICE_ACCOUNT"],
            message.Metadata.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_node_that_says_little_is_read_too()
    {
        Assert.True(XdsNode.TryRead(new Node { Id = "ztunnel~1.1.1.1~ztunnel.x.istio-system~istio-system.svc.cluster.local" }, out var node, out _));
        Assert.Equal(("ztunnel.x", "istio-system", ""), (node.Name, node.Namespace, node.NodeName));
        Assert.False(node.IsEastWestGateway);
    }

    [Theory]
    [InlineData("ztunnel~1.1.1.1~pod.ns", "node id `ztunnel~1.1.1.1~pod.ns` is not TYPE~ADDRESS~POD.NAMESPACE~DOMAIN")]
    [InlineData("ztunnel~1.1.1.1~pod~d", "node id `ztunnel~1.1.1.1~pod~d` is not TYPE~ADDRESS~POD.NAMESPACE~DOMAIN")]
    [InlineData("ztunnel~~pod.ns~d", "node id `ztunnel~~pod.ns~d` is not TYPE~ADDRESS~POD.NAMESPACE~DOMAIN")]
    [InlineData("sidecar~1.1.1.1~pod.ns~d", "node id `sidecar~1.1.1.1~pod.ns~d` begins with `sidecar`, and only `ztunnel` and `waypoint` are served")]
    public void Anything_else_is_refused(string id, string expected)
    {
        Assert.False(XdsNode.TryRead(new Node { Id = id }, out _, out var error));
        Assert.Equal(expected, error);
    }
}
