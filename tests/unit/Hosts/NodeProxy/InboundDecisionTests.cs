using System.Net;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy;

/// <summary>What becomes of a tunnel to a pod, and what CONNECT is answered.</summary>
public sealed class InboundDecisionTests
{
    private static readonly IPAddress Local = IPAddress.Parse("10.0.0.1");
    private static readonly SpiffeId Caller = new("cluster.local", "shop", "web");

    private static readonly Workload Cart = new()
    {
        Uid = "east//Pod/shop/cart", Name = "cart", Namespace = "shop", Cluster = "east", Addresses = [Local],
    };

    [Fact]
    public void What_is_the_pods_own_and_allowed_is_connected()
    {
        var connect = Assert.IsType<InboundDecision.Connect>(Decide("10.0.0.1"));
        Assert.Equal(new IPEndPoint(Local, 8080), connect.Target.Address);
        Assert.Equal(new InboundConnection(IPAddress.Parse("10.0.0.2"), Caller, Local, 8080), connect.Connection);
    }

    [Fact]
    public void What_a_policy_denies_is_401()
    {
        var nobody = new AuthorizationPolicy(
            new NamespacedName("shop", "nobody"), AuthorizationScope.Namespace, AuthorizationAction.Allow, []);
        var refused = Assert.IsType<InboundDecision.Refused>(Decide("10.0.0.1", nobody));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal(
            "connection closed due to policy rejection: allow policies exist, but none allowed: shop/nobody", refused.Message);
    }

    [Theory]
    [InlineData("10.0.0.9", HttpStatusCode.BadRequest)]
    [InlineData("nobody.example", HttpStatusCode.ServiceUnavailable)]
    public void What_is_not_the_pods_own_is_refused(string host, HttpStatusCode status) =>
        Assert.Equal(status, Assert.IsType<InboundDecision.Refused>(Decide(host)).Status);

    [Fact]
    public void A_pod_that_the_table_does_not_know_takes_nothing()
    {
        var decision = InboundDecision.Of(TableOf(), "east//Pod/shop/gone", Local, Local, Caller, Destination.Of("10.0.0.1", 8080));
        Assert.Equal("failed to fetch information about local workload", Assert.IsType<InboundDecision.Refused>(decision).Message);
    }

    private static InboundDecision Decide(string host, params AuthorizationPolicy[] policies) =>
        InboundDecision.Of(TableOf(policies), Cart.Uid, Local, IPAddress.Parse("10.0.0.2"), Caller, Destination.Of(host, 8080));

    private static RouteTable TableOf(params AuthorizationPolicy[] policies) =>
        RouteTable.Create(new Viewpoint("east", "", ViewpointRole.Node), [], [Cart], policies);
}
