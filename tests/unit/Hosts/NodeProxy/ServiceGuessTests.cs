using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy;

/// <summary>Which service a connection by address is counted under.</summary>
public sealed class ServiceGuessTests
{
    private static readonly MeshService Web = Service("web", new PortMapping(80, 8080, AppProtocol.Tcp));
    private static readonly MeshService Named = Service("named", new PortMapping(80, 0, AppProtocol.Tcp));
    private static readonly MeshService Other = Service("other", new PortMapping(80, 8080, AppProtocol.Tcp));

    private static readonly Workload Pod = new()
    {
        Uid = "east//Pod/shop/web",
        Name = "web",
        Namespace = "shop",
        Services =
        [
            new ServiceMembership(Named.Key, [new PortMapping(80, 9090, AppProtocol.Tcp)]),
            new ServiceMembership(Web.Key, [new PortMapping(80, 8080, AppProtocol.Tcp)]),
        ],
    };

    private static readonly RouteTable Table =
        RouteTable.Create(new Viewpoint("east", "", ViewpointRole.Node), [Web, Named, Other], [Pod], []);

    [Theory]
    [InlineData(8080, null, "web.shop.svc.cluster.local")]
    [InlineData(9090, null, "named.shop.svc.cluster.local")]
    [InlineData(7070, null, null)]
    [InlineData(8080, "named.shop.svc.cluster.local", "named.shop.svc.cluster.local")]
    [InlineData(7070, "WEB.shop.svc.cluster.local", "web.shop.svc.cluster.local")]

    // What the workload is no endpoint of, nobody can make it be counted under.
    [InlineData(8080, "other.shop.svc.cluster.local", "web.shop.svc.cluster.local")]
    [InlineData(7070, "made.up.example", null)]
    public void The_name_that_was_called_counts_before_the_port(int port, string? forwarded, string? expected) =>
        Assert.Equal(expected, ServiceGuess.Of(Table, Pod, port, forwarded)?.Hostname);

    private static MeshService Service(string name, PortMapping port) => new()
    {
        Name = name, Namespace = "shop", Hostname = $"{name}.shop.svc.cluster.local", Ports = [port],
    };
}
