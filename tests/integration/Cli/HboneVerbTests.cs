using System.Security.Cryptography;
using System.Text.Json;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Tunnel;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary>The roles of <c>scopemesh hbone</c> as processes.</summary>
public sealed class HboneVerbTests
{
    private const int Bytes = 3_000_001;
    private static readonly TestPki Mesh = new();
    private static readonly TestPki Rogue = new("rogue");
    private static readonly SpiffeId Stranger = new("elsewhere.org", "sample", "stranger");
    private static CancellationToken Cancel => Patience.Token;

    [Fact]
    public async Task A_double_tunnel_between_three_processes_carries_every_byte_and_both_ends()
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--peer-id", $"{Stranger},{Ids.Client}");
        await using var gateway = await HboneRole.StartAsync("gateway", Mesh.Issue(Ids.Gateway), "--to", $"{server.Address}");
        await using var client = await HboneRole.ClientAsync(
            Mesh.Issue(Ids.Client), gateway.Address, "echo.sample.svc.cluster.local:80", "--peer-id", $"{Stranger}", "--peer-id", $"{Ids.Gateway}",
            "--inner-authority", $"localhost:{echo.EndPoint.Port}", "--inner-peer-id", $"{Ids.Server}", "--inner-pool", "off");
        var data = RandomNumberGenerator.GetBytes(Bytes);

        var echoes = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var connection = await client.ConnectAsync();
            return await connection.ExchangeAsync(data, Cancel);
        }));

        Assert.All(echoes, one => Assert.Equal(data, one));
        Assert.Matches(
            $"^tunnel ended src.addr=127.0.0.1:[0-9]+ src.identity=\"{Ids.Client}\" dst.addr={echo.EndPoint} dst.hbone_addr=localhost:{echo.EndPoint.Port} "
            + $"direction=\"inbound\" bytes_sent={Bytes} bytes_recv={Bytes} duration=\"[0-9]+ms\"$",
            await server.SaysAsync("tunnel ended"));
        Assert.Contains($"dst.addr={server.Address} dst.hbone_addr=echo.sample.svc.cluster.local:80 direction=\"relayed\"", await gateway.SaysAsync("tunnel ended"));
        Assert.Contains(
            $"dst.addr={gateway.Address} dst.hbone_addr=localhost:{echo.EndPoint.Port} dst.identity=\"{Ids.Server}\" direction=\"outbound\"",
            await client.SaysAsync("tunnel ended"));
    }

    [Fact]
    public async Task A_server_with_to_leads_there_whatever_is_asked_for_and_quiet_says_nothing_of_it()
    {
        var (download, upload) = (RandomNumberGenerator.GetBytes(Bytes), RandomNumberGenerator.GetBytes(Bytes));
        var received = new TaskCompletionSource<byte[]>();
        await using var application = Application.Download(download, received.SetResult);
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--to", application.Authority, "--quiet");
        await using var client = await HboneRole.ClientAsync(Mesh.Issue(Stranger), server.Address, "nowhere.sample:1", "--quiet");

        await using (var connection = await client.ConnectAsync())
        {
            // The application has ended its direction before we send anything.
            Assert.Equal(download, await connection.ReceiveAllAsync(Cancel));
            await connection.SendAsync(upload, Cancel);
            await connection.CompleteAsync(Cancel);
            Assert.Equal(upload, await received.Task.WaitAsync(Cancel));
        }

        await client.SignalAsync();
        await server.SignalAsync();
        Assert.Equal((0, 0), (await client.EndedAsync(), await server.EndedAsync()));
        Assert.Equal([$"listening {server.Address}"], server.Lines);
        Assert.Equal([$"listening {client.Address}"], client.Lines);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("client")]
    public async Task A_role_that_is_told_to_end_lets_open_tunnels_end_and_takes_no_more(string told)
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--dial-authority");
        await using var client = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), server.Address, echo.Authority);
        var role = told == "server" ? server : client;
        await using var connection = await client.ConnectAsync();
        await connection.SendAsync(new byte[] { 1 }, Cancel);
        Assert.Equal(1, await connection.ReceiveAsync(new byte[8], Cancel));

        await role.SignalAsync();
        await UntilRefusedAsync(role);
        await connection.SendAsync(new byte[] { 2 }, Cancel);
        await connection.CompleteAsync(Cancel);

        Assert.Equal([2], await connection.ReceiveAllAsync(Cancel));
        Assert.Equal(0, await role.EndedAsync());
        await role.SaysAsync("bytes_sent=2 bytes_recv=2");
    }

    [Fact]
    public async Task Tunnels_that_do_not_end_are_cut_off_when_the_drains_time_is_over()
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        await using var client = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), server.Address, echo.Authority);
        await using var connection = await client.ConnectAsync();
        await connection.SendAsync(new byte[] { 1 }, Cancel);
        Assert.Equal(1, await connection.ReceiveAsync(new byte[8], Cancel));

        await server.SignalAsync();

        await Assert.ThrowsAsync<TunnelException>(async () => await connection.ReceiveAsync(new byte[8], Cancel));
        Assert.Equal(0, await server.EndedAsync());
        await client.SaysAsync("tunnel failed");
    }

    [Fact]
    public async Task A_refusal_of_an_identity_is_one_line_that_says_layer_expected_and_presented()
    {
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--peer-id", $"{Ids.Client}");
        await using var gateway = await HboneRole.StartAsync("gateway", Mesh.Issue(Ids.Gateway), "--to", $"{server.Address}");

        await using var wrongOuter = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), gateway.Address, "a.sample:80", "--peer-id", $"{Ids.Server}");
        await IsCutOffAsync(wrongOuter);
        Assert.EndsWith($"error=\"outer tunnel: the peer presented {Ids.Gateway}, expected {Ids.Server}\"", await wrongOuter.SaysAsync("tunnel failed"));
        Assert.Contains("the peer refused our certificate", await gateway.SaysAsync("tunnel failed"));

        await using var wrongInner = await HboneRole.ClientAsync(
            Mesh.Issue(Ids.Client), gateway.Address, "a.sample:80", "--inner-authority", "127.0.0.1:1", "--inner-peer-id", $"{Ids.Gateway}");
        await IsCutOffAsync(wrongInner);
        Assert.EndsWith($"error=\"inner tunnel: the peer presented {Ids.Server}, expected {Ids.Gateway}\"", await wrongInner.SaysAsync("tunnel failed"));

        await using var stranger = await HboneRole.ClientAsync(Mesh.Issue(Stranger), server.Address, "127.0.0.1:1", "--format", "json");
        await IsCutOffAsync(stranger);
        await server.SaysAsync($"error=\"outer tunnel: the peer presented {Stranger}, expected {Ids.Client}\"");
        var refused = JsonDocument.Parse(await stranger.SaysAsync("tunnel-failed")).RootElement;
        Assert.Equal(
            ("outbound", "outer", "identity-mismatch", "127.0.0.1:1"),
            (Text(refused, "direction"), Text(refused, "layer"), Text(refused, "fault"), Text(refused, "authority")));
        Assert.Equal($"outer tunnel: the peer refused our certificate ({Stranger}): certificate unknown", Text(refused, "error"));

        await using var rogue = await HboneRole.ClientAsync(Rogue.Issue(Ids.Client) with { Roots = [Mesh.Root] }, server.Address, "127.0.0.1:1");
        await IsCutOffAsync(rogue);
        await server.SaysAsync($"outer tunnel: the peer's certificate ({Ids.Client}) does not chain to a trusted root");
        await rogue.SaysAsync($"the peer refused our certificate ({Ids.Client}): unknown ca");
    }

    [Fact]
    public async Task A_revocation_list_that_comes_ends_open_tunnels_and_refuses_new_ones()
    {
        var folder = Directory.CreateTempSubdirectory("scopemesh-crl-");
        var list = Path.Combine(folder.FullName, "ca-crl.pem");
        var revoked = Mesh.Issue(Ids.Client);
        await using var application = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--crl", list);
        await server.SaysAsync("cannot be used, the 0 lists of before stay in force: there is no such file");
        await using var client = await HboneRole.ClientAsync(revoked, server.Address, application.Authority);
        await using var other = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), server.Address, application.Authority);
        await using var open = await client.ConnectAsync();
        await open.SendAsync(new byte[1], CancellationToken.None);
        Assert.Equal(1, await open.ReceiveAsync(new byte[1], CancellationToken.None));

        File.WriteAllBytes(list, Mesh.Revoke(revoked));

        var why = $"outer tunnel: the peer's certificate ({Ids.Client}) was revoked by `CN=mesh intermediate` (serial number {revoked.Leaf.SerialNumber})";
        await server.SaysAsync(why);
        await Assert.ThrowsAsync<TunnelException>(async () => await open.ReceiveAsync(new byte[1], CancellationToken.None));
        await IsCutOffAsync(client);
        await client.SaysAsync($"the peer refused our certificate ({Ids.Client}): certificate revoked");
        await using var kept = await other.ConnectAsync();
        Assert.Equal([7], await kept.ExchangeAsync([7]));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_destination_that_is_not_there_is_503_and_a_reset_and_a_line_at_each_end()
    {
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        await using var client = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), server.Address, "no-such-host.invalid:80");

        await IsCutOffAsync(client);

        Assert.Contains("`no-such-host.invalid` cannot be resolved", await server.SaysAsync("tunnel failed"));
        Assert.EndsWith(
            "error=\"outer tunnel: the peer answered CONNECT `no-such-host.invalid:80` with status 503\"", await client.SaysAsync("tunnel failed"));

        // The server itself is not there.
        await using var alone = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), new(server.Address.Address, 1), "a:1");
        await IsCutOffAsync(alone);
        Assert.EndsWith("error=\"outer tunnel: cannot connect to `127.0.0.1:1`: connection refused\"", await alone.SaysAsync("tunnel failed"));
    }

    [Theory]
    [InlineData("server --key key.pem --ca ca.pem --listen 127.0.0.1:0", 2, "Option '--cert' is required.")]
    [InlineData("gateway --cert cert.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0", 2, "Option '--to' is required.")]
    [InlineData("client --cert cert.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0 --authority a:1", 2, "Option '--via' is required.")]
    [InlineData("server --cert cert.pem --key key.pem --ca ca.pem --listen here", 2, "--listen takes ADDRESS:PORT")]
    [InlineData("server --cert cert.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0 --to 127.0.0.1:1 --dial-authority", 2, "--to and --dial-authority say different things; leave one out")]
    [InlineData("server --cert cert.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0 --peer-id you", 2, "--peer-id takes spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT, and not `you`")]
    [InlineData("client --cert cert.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0 --via 127.0.0.1:1 --authority a", 2, "--authority takes HOST:PORT, and not `a`")]
    [InlineData("client --cert cert.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0 --via 127.0.0.1:1 --authority a:1 --inner-pool on", 2, "--inner-pool is about inner tunnels; name --inner-authority")]
    [InlineData("server --cert none.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0", 3, "`none.pem` cannot be used: there is no such file")]
    [InlineData("server --cert key.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0", 3, "`key.pem` cannot be used: it holds no certificate in PEM")]
    [InlineData("server --cert broken.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0", 3, "`broken.pem` cannot be used: it holds a certificate that is none by X.509")]
    [InlineData("server --cert ca.pem --key key.pem --ca ca.pem --listen 127.0.0.1:0", 3, "`ca.pem` cannot be used: its first certificate has no SPIFFE identity; it needs one URI spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT")]
    [InlineData("server --cert cert.pem --key ca.pem --ca ca.pem --listen 127.0.0.1:0", 3, "`ca.pem` cannot be used: it holds no private key that belongs to the first certificate of `cert.pem`")]
    [InlineData("server --cert cert.pem --key other.pem --ca ca.pem --listen 127.0.0.1:0", 3, "`other.pem` cannot be used: it holds no private key that belongs to the first certificate of `cert.pem`")]
    [InlineData("server --cert cert.pem --key key.pem --ca key.pem --listen 127.0.0.1:0", 3, "`key.pem` cannot be used: it holds no certificate in PEM")]
    public async Task What_is_wrong_with_the_command_line_or_its_files_is_said_in_one_line(string arguments, int expected, string message)
    {
        using var folder = new CertificateFolder(Mesh.Issue(Ids.Server));
        folder.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.Write("other.pem", other.ExportPkcs8PrivateKeyPem());

        var (exitCode, output, errors) = await ScopemeshProcess.RunAsync(folder.Path, ["hbone", .. arguments.Split(' ')]);

        Assert.Equal((expected, ""), (exitCode, output.Trim()));
        Assert.Equal((expected == 2 ? "" : "scopemesh: ") + message, errors.Trim());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_with_what_to_do()
    {
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        using var folder = new CertificateFolder(Mesh.Issue(Ids.Server));

        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(
            folder.Path, [.. HboneRole.Arguments("server").Select(word => word == "127.0.0.1:0" ? $"{server.Address}" : word)]);

        Assert.Equal(4, exitCode);
        Assert.Equal(
            $"scopemesh: cannot listen at {server.Address}: Address already in use; end the program that has the port, or choose another one",
            errors.Trim());
    }

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;

    /// <summary>An application that calls a client whose tunnel fails learns that it has nothing whole.</summary>
    private static async Task IsCutOffAsync(HboneRole client)
    {
        await using var connection = await client.ConnectAsync();
        await Assert.ThrowsAsync<TunnelException>(async () => await connection.ReceiveAsync(new byte[1], Cancel));
    }

    private static Task UntilRefusedAsync(HboneRole role) => Up.RunningMesh.Until(
        async () =>
        {
            try
            {
                await using var late = await role.ConnectAsync();
                return false;
            }
            catch (TunnelException)
            {
                return true;
            }
        },
        "no more connections");
}
