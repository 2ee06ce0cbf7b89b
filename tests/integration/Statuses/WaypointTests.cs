using System.Net;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>Ways by more than one hop on real listeners. A fake stands in for Istio's waypoint where a waypoint is the end of the test.</summary>
[Collection(MeshCollection.Name)]
public sealed class WaypointTests
{
    private static readonly byte[] Hello = "hello"u8.ToArray();
    private static readonly MeshService Waypoint = Bench.Service("waypoint", "10.0.9.9") with
    {
        Ports = [new PortMapping(WellKnown.HbonePort, WellKnown.HbonePort, AppProtocol.Unknown)],
    };

    private static readonly Workload WaypointPod = (Bench.Pod("waypoint", "10.0.0.9") with { Hostname = "waypoint.example" }).In(Waypoint);
    private static readonly MeshService Cart = Bench.Service("cart", "10.0.9.1");
    private static readonly Workload Callee = Bench.Callee.In(Cart);

    /// <summary>Ways to name a waypoint.</summary>
    public static TheoryData<string> Names => ["10.0.0.9", "10.0.9.9", "waypoint.shop.svc.cluster.local", "waypoint.example"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_services_waypoint_is_asked_for_its_address_and_port(string name)
    {
        var table = Bench.Table([Cart with { Waypoint = Named(name) }, Waypoint], [Bench.Caller, Callee, WaypointPod]);
        await using var bench = new ProxyBench(table);
        var waypoint = FakePeer.Echo(bench, WaypointPod.Hbone(), WaypointPod.Identity);

        Assert.Equal(Hello, await ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "cart.shop", 80, Hello));
        var asked = Assert.Single(waypoint.Requests);
        Assert.Equal("10.0.9.1:80", asked.Authority.ToString());
        Assert.Equal("cart.shop.svc.cluster.local", asked.Headers.Forwarded!.Host);
        Assert.Equal(Bench.Caller.Identity, asked.Peer.Identity);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_workloads_waypoint_is_asked_for_the_workloads_address(string name)
    {
        var table = Bench.Table([Waypoint], [Bench.Caller, Bench.Callee with { Waypoint = Named(name) }, WaypointPod]);
        await using var bench = new ProxyBench(table);
        var waypoint = FakePeer.Echo(bench, WaypointPod.Hbone(), WaypointPod.Identity);

        Assert.Equal(Hello, await ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "10.0.0.2", 8080, Hello));
        Assert.Equal("10.0.0.2:8080", Assert.Single(waypoint.Requests).Authority.ToString());
    }

    [Fact]
    public async Task Another_than_the_waypoint_is_refused()
    {
        var table = Bench.Table([Cart with { Waypoint = Named("10.0.9.9") }, Waypoint], [Bench.Caller, Callee, WaypointPod]);
        await using var bench = new ProxyBench(table);
        FakePeer.Echo(bench, WaypointPod.Hbone(), Callee.Identity);

        await Assert.ThrowsAsync<Socks5Exception>(() => ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "cart.shop", 80, Hello));
        Assert.Equal("identity-mismatch", bench.Traces.Find("bench")!.Refused);
    }

    /// <summary>The waypoint's own node proxy takes the tunnel, and hands its bytes to the waypoint's one port.</summary>
    [Theory]
    [InlineData(ApplicationTunnelProtocol.None)]
    [InlineData(ApplicationTunnelProtocol.Proxy)]
    public async Task A_waypoint_behind_a_node_proxy_learns_by_the_PROXY_protocol_what_was_called(ApplicationTunnelProtocol protocol)
    {
        var pod = WaypointPod with { ApplicationTunnel = new ApplicationTunnel(protocol, 15088) };
        await using var bench = new ProxyBench(
            Bench.Table([Cart with { Waypoint = Named("waypoint.shop.svc.cluster.local") }, Waypoint], [Bench.Caller, Callee, pod]));
        bench.Serve(pod);
        bench.Echo(pod.At(15088));

        var back = await ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "cart.shop", 80, Hello);
        if (protocol == ApplicationTunnelProtocol.None)
        {
            Assert.Equal(Hello, back);
            return;
        }

        // A header of version 2 for TCP over IPv4: signature, command, family, length, the two ends, and records of more.
        Assert.Equal("\r\n\r\n\0\r\nQUIT\n"u8.ToArray(), back[..12]);
        Assert.Equal([0x21, 0x11], back[12..14]);
        Assert.Equal([10, 0, 0, 1], back[16..20]);
        Assert.Equal([10, 0, 9, 1], back[20..24]);
        Assert.Equal([0, 80], back[26..28]);
        Assert.Equal(0xD0, back[28]);
        Assert.Contains("spiffe://cluster.local/ns/shop/sa/web", System.Text.Encoding.ASCII.GetString(back));
        Assert.Equal(Hello, back[^Hello.Length..]);
    }

    [Fact]
    public async Task A_gateway_that_is_named_is_called_at_its_own_port_and_leads_to_the_callee()
    {
        var (gateway, service, beyond, shared) = Crossing(mapped: WellKnown.HbonePort);
        var callee = Callee with { Network = Bench.Elsewhere };
        await using var bench = new ProxyBench(Bench.Table([shared, service], [Bench.Caller, gateway, beyond]));
        await using var between = bench.Beside(Bench.BehindGateway([Cart], [callee]));
        between.ServeGateway(gateway.Hbone(), gateway.Identity);
        await using var there = bench.Beside(Bench.Table([Cart with { Addresses = [] }], [callee]));
        there.Serve(callee);
        there.Echo(callee.At(8080));

        Assert.Equal(Hello, await ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "cart.shop", 80, Hello));
        var trace = bench.Traces.Find("bench")!;
        Assert.Equal("double-tunnel", trace.Decision);
        Assert.Equal([gateway.Identity.ToString(), callee.Identity.ToString()], trace.Hops.Select(hop => hop.Identity!));
        Assert.Equal("10.0.5.1:15008", trace.Hops[0].Address);
    }

    [Fact]
    public async Task The_network_of_the_caller_is_in_the_inner_CONNECT_and_in_no_other()
    {
        var (gateway, service, beyond, shared) = Crossing(mapped: 15108);
        await using var bench = new ProxyBench(Bench.Table([shared, service], [Bench.Caller, gateway, beyond]));
        var (outer, inner) = FakePeer.Both(bench, gateway.At(15108), gateway.Identity, Callee.Identity);

        Assert.Equal(Hello, await ProxyBench.ExchangeAsync(bench.Serve(Bench.Caller), "cart.shop", 80, Hello));
        var (asked, askedWithin) = (Assert.Single(outer.Requests), Assert.Single(inner.Requests));
        Assert.Null(asked.Headers.ForwardedNetwork);
        Assert.Equal(Bench.Here, askedWithin.Headers.ForwardedNetwork);
        Assert.Equal(asked.Authority, askedWithin.Authority);
        Assert.Equal("cart.shop.svc.cluster.local:80", asked.Authority.ToString());
    }

    /// <summary>A gateway whose service has its HBONE at port 15009, and what stands for the callees behind it.</summary>
    private static (Workload Gateway, MeshService Service, Workload Beyond, MeshService Shared) Crossing(int mapped)
    {
        var service = Bench.Service("gateway") with { Ports = [new PortMapping(15009, mapped, AppProtocol.Unknown)] };
        var gateway = Bench.Pod("gateway", "10.0.5.1").In(service);
        var beyond = Bench.Pod("beyond", null).In(Cart) with
        {
            Network = Bench.Elsewhere,
            NetworkGateway = new GatewayAddress.Named(service.Key, 15009),
        };
        return (gateway, service, beyond, Cart with { SubjectAltNames = [Callee.Identity] });
    }

    private static GatewayAddress Named(string name) => IPAddress.TryParse(name, out var address)
        ? new GatewayAddress.Addressed(new NetworkAddress(Bench.Here, address), WellKnown.HbonePort)
        : new GatewayAddress.Named(new("shop", name), WellKnown.HbonePort);
}
