using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>What the listener of a pod answers CONNECT, what it logs, and as what it counts.</summary>
[Collection(MeshCollection.Name)]
public sealed class InboundStatusTests
{
    private static readonly MeshService Cart = Bench.Service("cart", "10.0.9.1");
    private static readonly Workload Callee = Bench.Callee.In(Cart);

    [Theory]
    [InlineData("10.0.0.2:8080", 200, null)]
    [InlineData("cart.shop.svc.cluster.local:80", 200, null)]
    [InlineData("10.0.0.3:8080", 400, "ip mismatch: 10.0.0.2 != 10.0.0.3")]
    [InlineData("10.0.9.1:80", 400, "ip mismatch: 10.0.0.2 != 10.0.9.1")]
    [InlineData("nobody.example:80", 503, "no service or workload for hostname: nobody.example")]
    [InlineData("cart.shop.svc.cluster.local:81", 503, "requested service cart.shop.svc.cluster.local:81 found, but cannot resolve port")]
    [InlineData("10.0.0.2:15008", 503, "attempted recursive call to ourselves")]
    [InlineData("10.0.0.2:15006", 503, "attempted recursive call to ourselves")]
    [InlineData("10.0.0.2:15001", 503, "attempted recursive call to ourselves")]
    public async Task A_tunnel_is_answered_by_what_it_asks_for(string authority, int status, string? error)
    {
        await using var bench = new ProxyBench(Bench.Table([Cart], [Bench.Caller, Callee]));
        bench.Serve(Callee);
        bench.Echo(Callee.At(8080));

        Assert.Equal(status, await AskAsync(bench, authority));
        if (error is not null)
            await bench.Lines.ShowsAsync($"error=\"{error}\"");
        else
            await bench.CountsAsync("-");
    }

    [Fact]
    public async Task An_application_that_does_not_listen_is_503_and_CONNECT()
    {
        await using var bench = new ProxyBench(Bench.Table([], [Bench.Caller, Callee]));
        bench.Serve(Callee);

        Assert.Equal(503, await AskAsync(bench, "10.0.0.2:8080"));
        await bench.Lines.ShowsAsync("error=\"connection failed: ");
        await bench.CountsAsync("CONNECT");
    }

    [Fact]
    public async Task A_pod_that_the_table_does_not_know_is_503()
    {
        await using var bench = new ProxyBench(Bench.Table([], [Bench.Caller]));
        bench.Serve(Callee);

        Assert.Equal(503, await AskAsync(bench, "10.0.0.2:8080"));
        await bench.Lines.ShowsAsync("error=\"failed to fetch information about local workload\"");
    }

    [Theory]
    [InlineData("explicitly denied by: shop/everybody")]
    [InlineData("allow policies exist, but none allowed: shop/nobody")]
    [InlineData("denied: policies that are listed are not known: shop/lost")]
    public async Task What_policies_deny_is_401_and_DENY(string reason)
    {
        await using var bench = new ProxyBench(Denying(reason));
        bench.Serve(Callee);
        bench.Echo(Callee.At(8080));

        Assert.Equal(401, await AskAsync(bench, "10.0.0.2:8080"));
        await bench.Lines.ShowsAsync($"error=\"connection closed due to policy rejection: {reason}\"");
        await bench.CountsAsync("DENY");
    }

    [Theory]
    [InlineData("explicitly denied by: shop/everybody", "DENY")]
    [InlineData("allow policies exist, but none allowed: shop/nobody", "DENY")]
    [InlineData("denied: policies that are listed are not known: shop/lost", "DENY")]
    [InlineData(null, "CONNECT")]
    public async Task Plaintext_is_cut_with_the_same_reasons(string? reason, string flag)
    {
        await using var bench = new ProxyBench(reason is null ? Bench.Table([], [Callee]) : Denying(reason));
        var plaintext = new PlaintextInbound(bench.Tables, bench.Relay, bench.Pods, bench.Log, CaptureSettings.Default, TimeProvider.System);
        bench.Listen(Callee.At(9000), (transport, stop) => plaintext.ServeAsync(Callee, transport, stop));

        await IsCutAsync(bench, Callee.At(9000));
        await bench.Lines.ShowsAsync(
            reason is null ? "error=\"connection failed: " : $"error=\"connection closed due to policy rejection: {reason}\"");
        await bench.CountsAsync(flag);
    }

    [Fact]
    public async Task Plaintext_to_the_node_proxys_own_port_is_cut()
    {
        await using var bench = new ProxyBench(Bench.Table([], [Callee]));
        var plaintext = new PlaintextInbound(bench.Tables, bench.Relay, bench.Pods, bench.Log, CaptureSettings.Default, TimeProvider.System);
        bench.Listen(Callee.At(15006), (transport, stop) => plaintext.ServeAsync(Callee, transport, stop));

        await IsCutAsync(bench, Callee.At(15006));
        await bench.Lines.ShowsAsync("error=\"attempted recursive call to ourselves\"");
    }

    private static RouteTable Denying(string reason) => reason.Split('/')[^1] switch
    {
        "everybody" => Bench.Table([], [Callee], Bench.Policy("everybody", AuthorizationAction.Deny, new AuthorizationGroup([]))),
        "nobody" => Bench.Table([], [Callee], Bench.Policy("nobody", AuthorizationAction.Allow)),
        _ => Bench.Table([], [Callee with { AuthorizationPolicies = [new("shop", "lost")] }]),
    };

    private static async Task<int> AskAsync(ProxyBench bench, string authority) => await bench.AskAsync(
        Callee.Hbone(), authority, await bench.Certificates.Pki.GetAsync(Bench.Caller.Identity, CancellationToken.None), Callee.Identity);

    private static async Task IsCutAsync(ProxyBench bench, IPEndPoint real)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var cut = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            await socket.ConnectAsync(bench.Network.Map.ToLoopback(real)!);
            await socket.ReceiveAsync(new byte[1]).WaitAsync(TimeSpan.FromSeconds(30));
        });
        Assert.Equal(SocketError.ConnectionReset, cut.SocketErrorCode);
    }
}
