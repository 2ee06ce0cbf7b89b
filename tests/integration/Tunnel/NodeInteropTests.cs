using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>HBONE with a peer that is not ours: Node's http2 and tls, in both roles.</summary>
public sealed class NodeInteropTests
{
    private const int EchoBytes = 4 * 1024 * 1024;
    private static readonly TestPki Mesh = new();
    private static readonly TestPki Rogue = new("rogue");
    private static readonly TunnelLimits Limits = TunnelLimits.Default;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Our_client_exchanges_bytes_with_nodes_server() => OnLoop.RunAsync(async () =>
    {
        await using var node = InteropPeer.Start(Peer.Node, Mesh.Issue(Ids.Server), "serve");
        await using var pool = new HbonePool(
            async (target, token) => await SocketTransport.ConnectAsync(target.Destination, target.Source, Limits, TimeProvider.System, token),
            Mesh,
            TunnelLayer.Outer,
            Limits,
            TimeProvider.System);
        var key = new PoolKey(Ids.Client, [Ids.Server], new IPEndPoint(IPAddress.Loopback, await node.ListeningPortAsync()), null);
        var data = RandomNumberGenerator.GetBytes(EchoBytes);

        var echoes = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var tunnel = await pool.OpenAsync(key, Request("echo.sample"), Cancel);
            await using var transport = tunnel.Transport;
            Assert.Equal(new Baggage { Cluster = "node" }, tunnel.Baggage);
            return await transport.ExchangeAsync(data, Cancel);
        }));

        Assert.All(echoes, echo => Assert.Equal(data, echo));
        Assert.Equal(1, pool.Connections);
        var session = await node.NextAsync("session");
        Assert.Equal("""{"session":"TLSv1.3","alpn":"h2","sni":null,"peer":"spiffe://cluster.local/ns/sample/sa/client"}""", session.ToJsonString());
        var request = await node.NextAsync("method");
        Assert.Equal(
            """{"method":"CONNECT","authority":"echo.sample:80","pseudo":[":authority",":method"],"baggage":"k8s.cluster.name=east"}""",
            request.ToJsonString());
    });

    [Fact]
    public Task Nodes_refusal_and_reset_of_a_connect_are_errors_of_that_stream_alone() => OnLoop.RunAsync(async () =>
    {
        await using var node = InteropPeer.Start(Peer.Node, Mesh.Issue(Ids.Server), "serve");
        await using var client = await ConnectAsync(node, Mesh.Issue(Ids.Client), [Ids.Server]);

        var refused = await FailureAsync(async () => await client.OpenAsync(Request("refused.sample"), Cancel));
        Assert.Equal((TunnelFault.Refused, 401), (refused.Fault, refused.Status));
        var reset = await FailureAsync(async () => await client.OpenAsync(Request("reset.sample"), Cancel));
        Assert.Equal("outer tunnel: the peer reset the stream (CONNECT_ERROR)", reset.Message);

        var tunnel = await client.OpenAsync(Request("echo.sample"), Cancel);
        Assert.Equal([1, 2, 3], await tunnel.Transport.ExchangeAsync([1, 2, 3], Cancel));
    });

    [Fact]
    public Task A_certificate_that_nodes_server_refuses_without_an_alert_is_named_as_the_likely_cause() => OnLoop.RunAsync(async () =>
    {
        await using var node = InteropPeer.Start(Peer.Node, Mesh.Issue(Ids.Server), "serve");
        var rogue = Rogue.Issue(Ids.Client) with { Roots = [Mesh.Root] };

        var failure = await FailureAsync(async () =>
        {
            await using var client = await ConnectAsync(node, rogue, [Ids.Server]);
            await client.OpenAsync(Request("echo.sample"), Cancel);
        });

        Assert.Equal((TunnelLayer.Outer, TunnelFault.TlsFailed), (failure.Layer, failure.Fault));
        Assert.Equal("outer tunnel: the peer closed the connection before it spoke HTTP/2; it may have refused our certificate", failure.Message);
        Assert.NotNull(await node.NextAsync("refused"));
    });

    [Fact]
    public Task Our_client_refuses_a_node_server_of_another_identity_or_root() => OnLoop.RunAsync(async () =>
    {
        await using var node = InteropPeer.Start(Peer.Node, Mesh.Issue(Ids.Server), "serve");
        var wrong = await FailureAsync(async () => await ConnectAsync(node, Mesh.Issue(Ids.Client), [Ids.Gateway]));
        Assert.Equal($"outer tunnel: the peer presented {Ids.Server}, expected {Ids.Gateway}", wrong.Message);

        await using var stranger = InteropPeer.Start(Peer.Node, Rogue.Issue(Ids.Server) with { Roots = [Mesh.Root] }, "serve");
        var unknown = await FailureAsync(async () => await ConnectAsync(stranger, Mesh.Issue(Ids.Client), [Ids.Server]));
        Assert.Equal(
            $"outer tunnel: the peer's certificate ({Ids.Server}) does not chain to a trusted root; it ends at `CN=rogue root`",
            unknown.Message);
    });

    [Fact]
    public Task Nodes_client_exchanges_bytes_with_our_server() => OnLoop.RunAsync(async () =>
    {
        using var server = new EchoServer(Mesh.Issue(Ids.Server));
        await using var node = InteropPeer.Start(
            Peer.Node, Mesh.Issue(Ids.Client), "client", "--to", server.Address, "--streams", "6", "--bytes", EchoBytes.ToString(), "echo=a.sample:80", "get");

        var connected = await node.NextAsync("connected");
        Assert.Equal("TLSv1.3", connected["connected"]!.GetValue<string>());
        Assert.StartsWith("TLS_AES_", connected["cipher"]!.GetValue<string>());
        Assert.Equal(Ids.Server.ToString(), connected["peer"]!.GetValue<string>());
        var echoes = (await node.NextAsync("echoes"))["echoes"]!.AsArray();
        Assert.Equal(6, echoes.Count);
        Assert.All(echoes, echo => Assert.Equal("""{"status":200,"same":true,"baggage":"k8s.cluster.name=ours"}""", echo!.ToJsonString()));
        Assert.Equal(400, (await node.StepAsync("get"))["status"]!.GetValue<int>());
        Assert.Equal(Ids.Client, (await server.Accepted).Peer.Identity);
    });

    [Theory]
    [InlineData("rogue", "UNKNOWN_CA")]
    [InlineData("foreign", "CERTIFICATE_UNKNOWN")]
    [InlineData("none", "CERTIFICATE_REQUIRED")]
    public Task Our_server_refuses_a_node_client_and_tells_it_why(string who, string alert) => OnLoop.RunAsync(async () =>
    {
        using var server = new EchoServer(Mesh.Issue(Ids.Server));
        var certificate = who switch
        {
            "rogue" => Rogue.Issue(Ids.Client) with { Roots = [Mesh.Root] },
            "foreign" => Mesh.Issue(new SpiffeId("elsewhere.org", "sample", "client")),
            _ => Mesh.Issue(Ids.Client),
        };
        await using var node = InteropPeer.Start(Peer.Node, certificate, "refused", ["--to", server.Address, .. who == "none" ? (string[])["--no-certificate"] : []]);

        Assert.EndsWith($"_ALERT_{alert}", (await node.NextAsync("answer"))["answer"]!.ToString());
        var failure = await FailureAsync(() => server.Accepted);
        Assert.Equal((TunnelLayer.Outer, TunnelFault.IdentityMismatch), (failure.Layer, failure.Fault));
    });

    private static HboneRequest Request(string host) =>
        new(HboneAuthority.Of(host, 80), new HboneHeaders { Baggage = new Baggage { Cluster = "east" } });

    private static async Task<HboneClient> ConnectAsync(InteropPeer node, WorkloadCertificate ours, ValueList<SpiffeId> expected)
    {
        var address = new IPEndPoint(IPAddress.Loopback, await node.ListeningPortAsync());
        var transport = await SocketTransport.ConnectAsync(address, null, Limits, TimeProvider.System, Cancel);
        var tls = await SpiffeHandshake.ConnectAsync(transport, ours, expected, TunnelLayer.Outer, Limits, TimeProvider.System, Cancel);
        return HboneClient.Start(tls, TunnelLayer.Outer, Limits, TimeProvider.System);
    }

    private static Task<TunnelException> FailureAsync(Func<Task> action) => Assert.ThrowsAsync<TunnelException>(action);

    /// <summary>A server of ours on a port of its own, for one connection.</summary>
    private sealed class EchoServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public EchoServer(WorkloadCertificate certificate)
        {
            _listener.Start();
            Accepted = AcceptAsync(certificate);
            _ = ServeAsync();
        }

        public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

        public string Address => EndPoint.ToString();

        public Task<TlsTunnel> Accepted { get; }

        public void Dispose() => _listener.Dispose();

        private static Task EchoAsync(HboneServerRequest request, CancellationToken cancellationToken) =>
            request.Accept(new Baggage { Cluster = "ours" }).EchoAsync(cancellationToken);

        private async Task<TlsTunnel> AcceptAsync(WorkloadCertificate certificate)
        {
            var transport = SocketTransport.Attach(await _listener.AcceptSocketAsync(Cancel));
            return await SpiffeHandshake.AcceptAsync(transport, certificate, TunnelLayer.Outer, Limits, TimeProvider.System, Cancel);
        }

        private async Task ServeAsync() =>
            await HboneServer.RunAsync(await Accepted, EchoAsync, TunnelLayer.Outer, Limits, TimeProvider.System, Cancel);
    }
}
