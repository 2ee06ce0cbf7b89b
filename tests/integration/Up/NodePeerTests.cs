using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Tunnel;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Up;

/// <summary>Node's own http2 and tls in the place of each part of a mesh that runs, byte for byte and with half-close.</summary>
[Collection(MeshCollection.Name)]
public sealed class NodePeerTests
{
    private const string Vault = "vault.sample.svc.cluster.local:9000";
    private const int Bytes = 4 << 20;
    private const string Streams = "4";

    [Fact]
    public async Task Node_calls_our_node_proxy()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var vault = mesh.Pod("west/sample/vault").Workload.Addresses[0];
        var proxy = mesh.Runtime.Clusters["west"].Network.Map.ToLoopback(new IPEndPoint(vault, WellKnown.HbonePort));
        await using var node = InteropPeer.Start(
            Peer.Node, await CertificateAsync(mesh, "west", "curl"), "client", "--to", $"{proxy}", "--streams", Streams,
            $"echo={vault}:9000", "get", "refused=nowhere", $"echo={vault}:9000");

        var echoes = (await node.NextAsync("echoes"))["echoes"]!.AsArray();
        Assert.Equal(4, echoes.Count);
        Assert.All(echoes, echo => Assert.True(echo!["same"]!.GetValue<bool>()));
        Assert.Contains("k8s.cluster.name=west", echoes[0]!["baggage"]!.GetValue<string>());
        Assert.Equal(400, (await node.StepAsync("get"))["status"]!.GetValue<int>());
        Assert.Equal(400, (await node.StepAsync("refused"))["status"]!.GetValue<int>());
        Assert.Equal(4, (await node.StepAsync("echo"))["echoes"]!.AsArray().Count(echo => echo!["same"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Node_is_refused_by_our_node_proxy_where_policy_says_so()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var vault = mesh.Pod("west/sample/vault").Workload.Addresses[0];
        var proxy = mesh.Runtime.Clusters["west"].Network.Map.ToLoopback(new IPEndPoint(vault, WellKnown.HbonePort));
        await using var node = InteropPeer.Start(
            Peer.Node, await CertificateAsync(mesh, "west", "guest"), "refused", "--to", $"{proxy}", "--authority", $"{vault}:9000");
        Assert.Equal(401, (await node.NextAsync("answer"))["answer"]!.GetValue<int>());
    }

    [Fact]
    public async Task Node_calls_through_our_gateway_into_our_node_proxy()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await using var node = InteropPeer.Start(
            Peer.Node, await CertificateAsync(mesh, "east", "curl"), "double", "--to", $"{Gateway(mesh)}", "--authority", Vault, "--streams", Streams);

        var doubles = (await node.NextAsync("doubles"))["doubles"]!.AsArray();
        Assert.Equal(4, doubles.Count);
        Assert.All(doubles, answer =>
        {
            Assert.True(answer!["same"]!.GetValue<bool>(), answer.ToJsonString());
            Assert.Equal("spiffe://cluster.local/ns/sample/sa/default", answer["peer"]!.GetValue<string>());
        });
    }

    [Theory]
    [InlineData("ledger.sample.svc.cluster.local:80")]
    [InlineData("clock.sample.svc.cluster.local:80")]
    [InlineData("10.244.0.182:9000")]
    public async Task Our_gateway_refuses_Node_what_is_not_global(string authority)
    {
        await using var mesh = await RunningMesh.StartAsync();
        await using var node = InteropPeer.Start(
            Peer.Node, await CertificateAsync(mesh, "east", "curl"), "refused", "--to", $"{Gateway(mesh)}", "--authority", authority);
        Assert.Equal(404, (await node.NextAsync("answer"))["answer"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("west/sample/curl")]
    [InlineData("east/sample/curl")]
    public async Task Node_is_the_callees_node_proxy_directly_and_behind_our_gateway(string caller)
    {
        await using var mesh = await RunningMesh.StartAsync();
        var place = IPAddress.Parse("127.99.1.1");
        await using var node = InteropPeer.Start(
            Peer.Node, await CertificateAsync(mesh, "west", "default"), "serve", "--listen", $"{place}:{WellKnown.HbonePort}");
        await node.ListeningPortAsync();
        Redirect(mesh.Runtime.Clusters["west"].Network, mesh.Pod("west/sample/vault").Workload.Addresses[0], place);

        await EchoAsync(mesh, caller);
        Assert.Equal("CONNECT", (await node.NextAsync("method"))["method"]!.GetValue<string>());
    }

    [Fact]
    public async Task Node_is_the_gateway_before_our_node_proxy()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var west = mesh.Runtime.Clusters["west"];
        var vault = west.Network.Map.ToLoopback(new IPEndPoint(mesh.Pod("west/sample/vault").Workload.Addresses[0], WellKnown.HbonePort));
        var place = IPAddress.Parse("127.99.1.2");
        var gateway = west.Gateways.Values.Single();
        var certificate = await gateway.Host.Services.GetRequiredService<ICertificateSource>()
            .GetAsync(gateway.Gateway.Identity, CancellationToken.None);
        await using var node = InteropPeer.Start(
            Peer.Node, certificate, "serve", "--listen", $"{place}:{WellKnown.HbonePort}", "--forward", $"{vault}");
        await node.ListeningPortAsync();
        Redirect(mesh.Runtime.Clusters["east"].Network, gateway.Gateway.Addresses[0], place);

        await EchoAsync(mesh, "east/sample/curl");
        Assert.Equal(Vault, (await node.NextAsync("authority"))["authority"]!.GetValue<string>());
    }

    /// <summary>Sends bytes by the pod's SOCKS port, ends, and reads the same back to the end.</summary>
    private static async Task EchoAsync(RunningMesh mesh, string caller)
    {
        await using var stream = await Socks5Client.ConnectAsync(
            mesh.Pod(caller).Socks, "vault.sample", 9000, "interop", CancellationToken.None);
        var sent = RandomNumberGenerator.GetBytes(Bytes);
        var sending = stream.WriteAsync(sent).AsTask().ContinueWith(
            _ => stream.Socket.Shutdown(SocketShutdown.Send), TaskScheduler.Default);
        using var received = new MemoryStream();
        await stream.CopyToAsync(received).WaitAsync(TimeSpan.FromSeconds(60));
        await sending;
        Assert.True(sent.AsSpan().SequenceEqual(received.ToArray()), "other bytes came back than were sent");
    }

    private static IPEndPoint Gateway(RunningMesh mesh) =>
        mesh.Runtime.Clusters["east"].Network.Map.ToLoopback(new IPEndPoint(IPAddress.Parse("203.0.113.20"), WellKnown.HbonePort))!;

    /// <summary>From now on sockets to a real address go elsewhere.</summary>
    private static void Redirect(UnderlayNetwork network, IPAddress real, IPAddress loopback) =>
        network.Map = new UnderlayMap(
            [new UnderlayRule(new IPNetwork(real, 32), new IPNetwork(loopback, 32)), .. network.Map.Rules]);

    private static async Task<WorkloadCertificate> CertificateAsync(RunningMesh mesh, string cluster, string serviceAccount) =>
        await mesh.Runtime.Clusters[cluster].Nodes.Values.Single().Host.Services.GetRequiredService<ICertificateSource>()
            .GetAsync(new SpiffeId("cluster.local", "sample", serviceAccount), CancellationToken.None);
}
