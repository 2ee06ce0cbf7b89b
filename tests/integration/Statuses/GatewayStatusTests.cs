using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>What the listener of an east-west gateway answers CONNECT, and what it logs.</summary>
[Collection(MeshCollection.Name)]
public sealed class GatewayStatusTests
{
    private static readonly IPEndPoint At = new(IPAddress.Parse("10.0.5.1"), WellKnown.HbonePort);
    private static readonly MeshService Cart = Bench.Service("cart", "10.0.9.1");
    private static readonly MeshService Guarded = Bench.Service("guarded") with
    {
        Waypoint = new GatewayAddress.Named(new("shop", "nowhere.example"), WellKnown.HbonePort),
    };

    private static readonly MeshService Empty = Bench.Service("empty");
    private static readonly Workload Callee = Bench.Callee.In(Cart) with { Network = Bench.Elsewhere };

    [Theory]
    [InlineData("cart.shop.svc.cluster.local:80", 200, null)]
    [InlineData("10.0.9.1:80", 200, null)]
    [InlineData("nobody.shop.svc.cluster.local:80", 404, "`nobody.shop.svc.cluster.local` is no global service of network `n2`")]
    [InlineData("10.0.0.2:8080", 404, "`10.0.0.2` is no global service of network `n2`")]
    [InlineData("cart.shop.svc.cluster.local:81", 404, "service `cart.shop.svc.cluster.local` has no port 81")]
    [InlineData("empty.shop.svc.cluster.local:80", 503, "service `empty.shop.svc.cluster.local` has no usable endpoint in network `n2`")]
    [InlineData("guarded.shop.svc.cluster.local:80", 503, "the waypoint `shop/nowhere.example:15008` of service `guarded.shop.svc.cluster.local` has no usable endpoint")]
    public async Task A_tunnel_is_answered_by_what_it_asks_for(string authority, int status, string? error)
    {
        await using var bench = Serving();
        bench.Echo(Callee.Hbone());

        Assert.Equal(status, await AskAsync(bench, authority));
        if (error is not null)
            await bench.Lines.ShowsAsync(error);
        else
            await bench.CountsAsync("-");
    }

    [Fact]
    public async Task A_node_proxy_that_does_not_listen_is_503_and_CONNECT()
    {
        await using var bench = Serving();
        Assert.Equal(503, await AskAsync(bench, "cart.shop.svc.cluster.local:80"));
        await bench.CountsAsync("CONNECT");
    }

    [Theory]
    [InlineData(false, "expected an identity of trust domain `cluster.local`")]
    [InlineData(true, "was revoked by `CN=mesh intermediate`")]
    public async Task A_caller_with_a_wrong_certificate_is_refused(bool isRevoked, string why)
    {
        await using var bench = Serving();
        var pki = bench.Certificates.Pki;
        var caller = pki.Issue(isRevoked ? Bench.Caller.Identity : new SpiffeId("elsewhere.org", "shop", "web"));
        if (isRevoked)
            bench.Certificates.Revoke(pki.Revoke(caller));

        await Assert.ThrowsAsync<TunnelException>(() => bench.AskAsync(At, "cart.shop.svc.cluster.local:80", caller, Ids.Gateway));
        await bench.Lines.ShowsAsync(why);
    }

    private static ProxyBench Serving()
    {
        var bench = new ProxyBench(Bench.BehindGateway([Cart, Guarded, Empty], [Callee]));
        bench.ServeGateway(At, Ids.Gateway);
        return bench;
    }

    private static Task<int> AskAsync(ProxyBench bench, string authority) =>
        bench.AskAsync(At, authority, bench.Certificates.Pki.Issue(Bench.Caller.Identity), Ids.Gateway);
}
