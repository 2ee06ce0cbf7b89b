using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Zds;

/// <summary>What <c>/config_dump</c> tells of a pod's open connections.</summary>
public sealed class WorkloadStateDumpTests
{
    private static readonly MeshService Cart = new() { Namespace = "shop", Name = "cart", Hostname = "cart.shop.svc.cluster.local" };

    [Fact]
    public void A_connection_says_what_was_dialled_where_it_leads_and_in_what()
    {
        var dump = WorkloadConnectionsDump.Of(
        [
            Open(3, Outbound("10.0.0.1:4001", "10.96.0.9:80", "10.9.0.2:15008") with { Authority = "cart.shop.svc.cluster.local:80" }, ThroughGateway),
            Open(1, Outbound("10.0.0.1:4000", "10.96.0.9:80", "10.0.1.7:15008") with { Authority = "10.0.1.7:8080" }, null),
            Open(2, Outbound("10.0.0.1:4002", "192.0.2.1:443", "192.0.2.1:443"), null),
        ]);
        Assert.Empty(dump.Inbound);
        Assert.Equal(
            [
                new WorkloadConnectionDump("10.0.0.1:4000", "10.96.0.9:80", "10.0.1.7:15008", "HBONE"),
                new WorkloadConnectionDump("10.0.0.1:4002", "192.0.2.1:443", "192.0.2.1:443", "TCP"),
                new WorkloadConnectionDump("10.0.0.1:4001", "10.96.0.9:80", "10.9.0.2:15008", "DOUBLEHBONE"),
            ],
            dump.Outbound);
    }

    [Fact]
    public void A_callee_tells_of_the_service_where_it_is_known()
    {
        var asked = Outbound("10.0.0.1:4000", "10.0.1.7:8080", "10.0.1.7:8080") with { Direction = ConnectionDirection.Inbound, Authority = "10.0.1.7:8080" };
        var dump = WorkloadConnectionsDump.Of([Open(1, asked, null), Open(2, asked with { Service = Cart }, null)]);
        Assert.Empty(dump.Outbound);
        Assert.Equal(["10.0.1.7:8080", "cart.shop.svc.cluster.local:8080"], dump.Inbound.Select(open => open.OriginalDst));
    }

    private static LiveConnection ThroughGateway(long id) =>
        new LiveConnection.OutboundThroughGateway(id, "east//Pod/shop/web", default, Cart.Key, default);

    private static ConnectionRecord Outbound(string from, string dialled, string to) => new()
    {
        Direction = ConnectionDirection.Outbound,
        Dialled = new Destination.Addressed(IPEndPoint.Parse(dialled)),
        Source = new ConnectionEnd { Address = IPEndPoint.Parse(from) },
        Destination = new ConnectionEnd { Address = IPEndPoint.Parse(to) },
    };

    private static OpenConnection Open(long id, ConnectionRecord record, Func<long, LiveConnection>? describe)
    {
        var (near, far) = MemoryTransport.CreatePair();
        return new OpenConnection(id, record, describe?.Invoke(id), near, far);
    }
}
