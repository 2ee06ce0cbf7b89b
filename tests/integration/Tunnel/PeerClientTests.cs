using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>Clients of other makes and our server, each a process: every byte, both ends, refusals, resets and GOAWAY.</summary>
public sealed class PeerClientTests
{
    private const int Bytes = 2_000_003;
    private const int ConnectError = 10;
    private static readonly string[] Size = ["--streams", "6", "--bytes", $"{Bytes}"];
    private static readonly TestPki Mesh = new();
    private static readonly TestPki Rogue = new("rogue");
    private static CancellationToken Cancel => Patience.Token;

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task One_connection_carries_whole_tunnels_whatever_becomes_of_others(Peer peer)
    {
        var download = RandomNumberGenerator.GetBytes(Bytes);
        var upload = new TaskCompletionSource<byte[]>();
        await using var echo = Application.Echo();
        await using var ends = Application.Download(download, upload.SetResult);
        await using var breaks = Application.Abort();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        await using var client = InteropPeer.Start(
            peer, Mesh.Issue(Ids.Client), "client", [
                "--to", $"{server.Address}", .. Size, $"echo={echo.Authority}", $"empty={echo.Authority}", $"download={ends.Authority}", "get",
                "refused=nowhere", "refused=127.0.0.1:1", $"abort={echo.Authority}", $"aborted={breaks.Authority}", $"echo={echo.Authority}", $"goaway={echo.Authority}"]);

        Assert.Equal(Ids.Server.ToString(), Text(await client.NextAsync("connected"), "peer"));
        IsWhole(await client.StepAsync("echo"));
        Assert.True(Flag(await client.StepAsync("empty"), "same"));
        var downloaded = await client.StepAsync("download");
        Assert.Equal(Digest(download), Text(downloaded, "received"));
        Assert.Equal(Digest(await upload.Task.WaitAsync(Cancel)), Text(downloaded, "sent"));
        Assert.Equal(400, Number(await client.StepAsync("get"), "status"));
        Assert.Equal(400, Number(await client.StepAsync("refused"), "status"));
        Assert.Equal(503, Number(await client.StepAsync("refused"), "status"));
        await client.StepAsync("abort");
        Assert.Equal(TunnelFault.Reset, (await echo.Broken.WaitAsync(Cancel)).Fault);
        Assert.Contains("error=\"outer tunnel: the peer reset the stream (CANCEL)\"", await server.SaysAsync("(CANCEL)"));
        Assert.Equal(ConnectError, Number(await client.StepAsync("aborted"), "reset"));
        IsWhole(await client.StepAsync("echo"));
        Assert.True(Flag(await client.StepAsync("goaway"), "same"));
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task A_server_that_drains_says_so_and_brings_open_tunnels_to_their_ends(Peer peer)
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        await using var client = InteropPeer.Start(
            peer, Mesh.Issue(Ids.Client), "client", ["--to", $"{server.Address}", .. Size, $"drained={echo.Authority}"]);
        await client.NextAsync("ready");

        await server.SignalAsync();

        var drained = await client.StepAsync("drained");
        Assert.Equal((0, true), (Number(drained, "goaway"), Flag(drained, "same")));
        Assert.Equal(0, await server.EndedAsync());
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task Who_is_not_accepted_gets_no_tunnel_on_either_side(Peer peer)
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--peer-id", $"{Ids.Client}");
        string[] arguments = ["--to", $"{server.Address}", .. Size, $"echo={echo.Authority}"];

        await using var stranger = InteropPeer.Start(peer, Mesh.Issue(Ids.Gateway), "client", arguments);
        await IsRefusedAsync(stranger);
        await server.SaysAsync($"error=\"outer tunnel: the peer presented {Ids.Gateway}, expected {Ids.Client}\"");

        await using var rogue = InteropPeer.Start(peer, Rogue.Issue(Ids.Client) with { Roots = [Mesh.Root] }, "client", arguments);
        await IsRefusedAsync(rogue);
        await server.SaysAsync($"error=\"outer tunnel: the peer's certificate ({Ids.Client}) does not chain to a trusted root");

        await using var nobody = InteropPeer.Start(peer, Mesh.Issue(Ids.Client), "client", ["--no-certificate", .. arguments]);
        await IsRefusedAsync(nobody);
        await server.SaysAsync("error=\"outer tunnel: the peer presented no certificate\"");

        await using var picky = InteropPeer.Start(peer, Mesh.Issue(Ids.Client), "client", ["--expect", $"{Ids.Gateway}", .. arguments]);
        Assert.Contains(Ids.Server.ToString(), Text(await picky.NextAsync("refused"), "refused"));

        await using var expected = InteropPeer.Start(peer, Mesh.Issue(Ids.Client), "client", ["--expect", $"{Ids.Server}", .. arguments]);
        IsWhole(await expected.StepAsync("echo"));
        Assert.Single(server.Lines.Where(line => line.StartsWith("tunnel ended", StringComparison.Ordinal)).Select(IdentityIn).Distinct(), Ids.Client.ToString());
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    public async Task A_tunnel_in_a_tunnel_of_another_make_goes_through_our_gateway_to_our_server(Peer peer)
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        await using var gateway = await HboneRole.StartAsync("gateway", Mesh.Issue(Ids.Gateway), "--to", $"{server.Address}");
        await using var client = InteropPeer.Start(
            peer, Mesh.Issue(Ids.Client), "double", ["--to", $"{gateway.Address}", .. Size, "--authority", echo.Authority]);

        var doubles = (await client.NextAsync("doubles"))["doubles"]!.AsArray();

        Assert.Equal(6, doubles.Count);
        Assert.All(doubles, one => Assert.True(Flag(one!, "same"), one!.ToJsonString()));
    }

    /// <summary>A client learns it by an alert, or by the GOAWAY that ends its connection before a tunnel opens.</summary>
    private static async Task IsRefusedAsync(InteropPeer client)
    {
        var said = await client.NextAsync(line =>
            line["refused"] is not null || line["error"] is not null || line["echoes"]?.AsArray().All(echo => echo!["same"] is null) == true);
        Assert.DoesNotContain("200", said.ToJsonString());
    }

    private static void IsWhole(JsonNode step)
    {
        var echoes = step["echoes"]!.AsArray();
        Assert.Equal(6, echoes.Count);
        Assert.All(echoes, echo => Assert.True(echo!["same"]?.GetValue<bool>() == true, step.ToJsonString()));
    }

    private static string IdentityIn(string line) => line.Split("src.identity=\"")[1].Split('"')[0];

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Text(JsonNode said, string name) => said[name]!.GetValue<string>();

    private static int Number(JsonNode said, string name) => said[name]!.GetValue<int>();

    private static bool Flag(JsonNode said, string name) => said[name]!.GetValue<bool>();
}
