using Google.Protobuf;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Admin;

/// <summary>
/// The route table that a host has in force, whole, as <c>/table</c> gives it: in the resources of discovery, so that what
/// reads it back reads what the host read.
/// </summary>
/// <param name="Role">What the host is.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Network">A gateway's network, or the one that a node proxy was told that it is in; null where it has its cluster's table.</param>
/// <param name="Node">A node proxy's Node.</param>
/// <param name="Identity">A gateway's identity.</param>
/// <param name="Listens">Where a gateway listens.</param>
/// <param name="ContentHash">The table's hash.</param>
/// <param name="Addresses">Services and workloads: a DeltaDiscoveryResponse.</param>
/// <param name="Policies">Authorization policies: a DeltaDiscoveryResponse.</param>
internal sealed record LiveTable(
    ViewpointRole Role,
    string Cluster,
    string? Network,
    string? Node,
    string? Identity,
    string[]? Listens,
    string ContentHash,
    byte[] Addresses,
    byte[] Policies)
{
    /// <summary>A node proxy's table.</summary>
    public static LiveTable OfNode(RouteTable table, string cluster, string node)
    {
        var network = table.Viewpoint.Network is { Length: > 0 } told ? told : null;
        return Of(table, new LiveTable(ViewpointRole.Node, cluster, network, node, null, null, table.ContentHash, [], []));
    }

    /// <summary>A gateway's table.</summary>
    public static LiveTable OfGateway(RouteTable table, string cluster, string network, SpiffeId identity, IEnumerable<string> listens) =>
        Of(table, new LiveTable(
            ViewpointRole.Gateway, cluster, network, null, identity.ToString(), [.. listens], table.ContentHash, [], []));

    /// <summary>The table, read as a host reads it; null where something in it cannot be read.</summary>
    public RouteTable? Read()
    {
        try
        {
            var addresses = (NodeUpdate.Addresses)Read(XdsTypes.Address, Addresses);
            var policies = (NodeUpdate.Policies)Read(XdsTypes.Authorization, Policies);
            return addresses.Rejections.IsEmpty && policies.Rejections.IsEmpty
                ? RouteTable.Create(
                    new Viewpoint(Cluster, Network ?? "", Role), addresses.Services, addresses.Workloads, policies.Authorizations)
                : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static LiveTable Of(RouteTable table, LiveTable host)
    {
        var resources = RouteTableResources.Of(table);
        return host with { Addresses = Write(resources, XdsTypes.Address), Policies = Write(resources, XdsTypes.Authorization) };
    }

    private static byte[] Write(XdsSnapshot resources, string type) => DeltaWire
        .Write(type, new DeltaResponse("", new DeltaChange(new(resources.Of(type).Resources), [])))
        .ToByteArray();

    private static NodeUpdate Read(string type, byte[] bytes) => RouteTableUpdates.Read(
        new XdsUpdate(type, DeltaWire.Read(DeltaDiscoveryResponse.Parser.ParseFrom(bytes)).Change.Upserts, []));
}
