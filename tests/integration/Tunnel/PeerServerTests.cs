using System.Security.Cryptography;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>Our client and servers of other makes, each a process, with our gateway between them or not.</summary>
public sealed class PeerServerTests
{
    private const int Bytes = 2_000_003;
    private const int ConnectError = 10;
    private static readonly TestPki Mesh = new();
    private static readonly TestPki Rogue = new("rogue");
    private static CancellationToken Cancel => Patience.Token;

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task Many_connections_and_empty_ones_go_through_no_more_sessions_than_there_are_loops(Peer peer)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve");
        await using var client = await ClientAsync(server, "echo.sample:80");
        var data = RandomNumberGenerator.GetBytes(Bytes);

        await IsEchoedAsync(client, data, connections: 6);
        await IsEchoedAsync(client, [], connections: 1);

        // What it has said up to the tunnel of the last connection.
        var sessions = (await server.UntilAsync("authority", count: 7)).Where(line => line["session"] is not null).ToArray();
        Assert.InRange(sessions.Length, 1, Environment.ProcessorCount);
        Assert.All(sessions, session => Assert.Equal(Ids.Client.ToString(), session["peer"]!.GetValue<string>()));
    }

    /// <summary>A handler of Go's cannot end its direction and listen on; it says by RST_STREAM with NO_ERROR that it does not.</summary>
    [Theory]
    [InlineData(Peer.Node, true)]
    [InlineData(Peer.Go, false)]
    [InlineData(Peer.Python, true)]
    public async Task A_server_that_ends_first_is_heard_out_and_hears_the_rest(Peer peer, bool listensOn)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve");
        await using var client = await ClientAsync(server, "download.sample:80");
        await using var connection = await client.ConnectAsync();

        var received = await connection.ReceiveAllAsync(Cancel);
        var data = RandomNumberGenerator.GetBytes(Bytes);
        if (listensOn)
            await connection.SendAsync(data, Cancel);
        await connection.CompleteAsync(Cancel);

        var said = await server.NextAsync("sent");
        Assert.Equal(Digest(received), said["sent"]!.GetValue<string>());
        Assert.Equal(listensOn ? Digest(data) : null, said["received"]?.GetValue<string>());
        Assert.Contains("tunnel ended", await client.SaysAsync("tunnel "));
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task Refusals_and_resets_break_the_applications_connection_and_say_why(Peer peer)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve");

        await using var refused = await ClientAsync(server, "refused.sample:80");
        await IsBrokenAsync(refused);
        await refused.SaysAsync("error=\"outer tunnel: the peer answered CONNECT `refused.sample:80` with status 401\"");

        await using var reset = await ClientAsync(server, "reset.sample:80");
        await IsBrokenAsync(reset);
        await reset.SaysAsync("error=\"outer tunnel: the peer reset the stream (");

        await using var aborted = await ClientAsync(server, "abort.sample:80");
        await IsBrokenAsync(aborted);
        await aborted.SaysAsync("error=\"outer tunnel: the peer reset the stream (");
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task An_application_that_breaks_its_connection_resets_its_stream_alone(Peer peer)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve");
        await using var client = await ClientAsync(server, "echo.sample:80");
        await using var other = await BeginAsync(client);
        await using var broken = await BeginAsync(client);

        broken.Abort();

        Assert.Equal(ConnectError, (await server.NextAsync("reset"))["reset"]!.GetValue<int>());
        Assert.Equal([1, 2, 3], await other.ExchangeAsync([1, 2, 3], Cancel));
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task A_server_that_says_goaway_gets_its_open_tunnels_to_their_ends_and_new_ones_elsewhere(Peer peer)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve");
        await using var client = await ClientAsync(server, "goaway.sample:80");
        await using var open = await BeginAsync(client);
        await using var late = await BeginAsync(client);
        var data = RandomNumberGenerator.GetBytes(Bytes);

        Assert.Equal(data, await open.ExchangeAsync(data, Cancel));
        Assert.Equal(data, await late.ExchangeAsync(data, Cancel));

        await server.NextAsync("session");
        await server.NextAsync("session");
    }

    /// <summary>Servers of Node and Go tell nobody of a GOAWAY without an error.</summary>
    [Fact]
    public async Task A_client_that_is_told_to_end_says_goaway_when_its_tunnels_have_ended()
    {
        await using var server = InteropPeer.Start(Peer.Python, Mesh.Issue(Ids.Server), "serve");
        await using var client = await ClientAsync(server, "echo.sample:80");
        await using var open = await BeginAsync(client);

        await client.SignalAsync();
        Assert.Equal([1, 2, 3], await open.ExchangeAsync([1, 2, 3], Cancel));

        Assert.Equal(0, (await server.NextAsync("goaway"))["goaway"]!.GetValue<int>());
        Assert.Equal(0, await client.EndedAsync());
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task Who_is_not_accepted_gets_no_tunnel_on_either_side(Peer peer)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve", "--expect", $"{Ids.Client}");

        await using var wrong = await ClientAsync(server, "echo.sample:80", "--peer-id", $"{Ids.Gateway}");
        await IsBrokenAsync(wrong);
        await wrong.SaysAsync($"error=\"outer tunnel: the peer presented {Ids.Server}, expected {Ids.Gateway}\"");

        await using var stranger = await HboneRole.ClientAsync(Mesh.Issue(Ids.Gateway), await server.ListeningAsync(), "echo.sample:80");
        await IsBrokenAsync(stranger);
        await stranger.SaysAsync("tunnel failed");
        await server.NextAsync("refused");

        await using var rogue = await HboneRole.ClientAsync(
            Rogue.Issue(Ids.Client) with { Roots = [Mesh.Root] }, await server.ListeningAsync(), "echo.sample:80");
        await IsBrokenAsync(rogue);
        await rogue.SaysAsync("refused our certificate");
    }

    [Theory]
    [InlineData(Peer.Node)]
    [InlineData(Peer.Go)]
    [InlineData(Peer.Python)]
    public async Task A_double_tunnel_through_our_gateway_ends_at_a_server_of_another_make(Peer peer)
    {
        await using var server = InteropPeer.Start(peer, Mesh.Issue(Ids.Server), "serve");
        await using var gateway = await HboneRole.StartAsync("gateway", Mesh.Issue(Ids.Gateway), "--to", $"{await server.ListeningAsync()}");
        await using var client = await HboneRole.ClientAsync(
            Mesh.Issue(Ids.Client), gateway.Address, "echo.sample.svc.cluster.local:80", "--peer-id", $"{Ids.Gateway}",
            "--inner-authority", "echo.sample:80", "--inner-peer-id", $"{Ids.Server}");

        await IsEchoedAsync(client, RandomNumberGenerator.GetBytes(Bytes), connections: 4);

        Assert.Equal(Ids.Client.ToString(), (await server.NextAsync("session"))["peer"]!.GetValue<string>());
    }

    private static async Task<HboneRole> ClientAsync(InteropPeer server, string authority, params string[] more) =>
        await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), await server.ListeningAsync(), authority, more);

    private static async Task IsEchoedAsync(HboneRole client, byte[] data, int connections)
    {
        var echoes = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await client.ConnectAsync();
            return await connection.ExchangeAsync(data, Cancel);
        }));
        Assert.All(echoes, echo => Assert.Equal(data, echo));
    }

    /// <summary>A connection in the middle of its tunnel: a byte has been there and back.</summary>
    private static async Task<ITransport> BeginAsync(HboneRole client)
    {
        var connection = await client.ConnectAsync();
        await connection.SendAsync(new byte[] { 0 }, Cancel);
        Assert.Equal(1, await connection.ReceiveAsync(new byte[8], Cancel));
        return connection;
    }

    private static async Task IsBrokenAsync(HboneRole client)
    {
        await using var connection = await client.ConnectAsync();
        await Assert.ThrowsAsync<TunnelException>(async () =>
        {
            // Some servers end their direction before they reset the stream.
            while (true)
            {
                await connection.SendAsync(new byte[] { 0 }, Cancel);
                await connection.ReceiveAsync(new byte[8], Cancel);
            }
        });
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
