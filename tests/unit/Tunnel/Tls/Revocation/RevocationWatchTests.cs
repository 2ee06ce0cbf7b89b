using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls.Revocation;

/// <summary>Revoked certificates, in new handshakes and in open connections.</summary>
public sealed class RevocationWatchTests
{
    private readonly TestPki _mesh = new();
    private readonly RevocationWatch _watch = new();

    [Fact]
    public Task A_server_refuses_a_revoked_client_which_learns_it() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var client = _mesh.Issue(Ids.Client);
        Publish(_mesh.Revoke(client));

        var (connecting, accepting) = await TunnelPair.AttemptAsync(client, Watched(Ids.Server), [Ids.Server]);

        var learned = await UseAsync(connecting);
        Assert.Matches("the peer refused our certificate.*: certificate revoked$", learned.Message);
        await RefusedAsync(accepting, WhyLeaf(client, Ids.Client));
        Assert.Equal(0, _watch.RejectedServers);
        Assert.NotEqual(0, _watch.RejectedClients);
    });

    [Fact]
    public Task A_client_refuses_a_revoked_server() => OnLoop.RunAsync(async () =>
    {
        var server = _mesh.Issue(Ids.Server);
        Publish(_mesh.Revoke(server));

        var (connecting, accepting) = await TunnelPair.AttemptAsync(Watched(Ids.Client), server, [Ids.Server]);

        await UseAsync(accepting);
        await RefusedAsync(connecting, WhyLeaf(server, Ids.Server));
        Assert.Equal((1, 0), (_watch.RejectedServers, _watch.RejectedClients));
    });

    [Fact]
    public Task A_client_refuses_a_server_with_a_revoked_intermediate() => OnLoop.RunAsync(async () =>
    {
        Publish(_mesh.RevokeIntermediate());

        var (connecting, accepting) = await TunnelPair.AttemptAsync(Watched(Ids.Client), _mesh.Issue(Ids.Server), [Ids.Server]);

        await UseAsync(accepting);
        var refused = await Assert.ThrowsAsync<TunnelException>(() => connecting);
        Assert.StartsWith(
            $"outer tunnel: the peer's certificate ({Ids.Server}) was signed by `CN=mesh intermediate`, which was revoked by `CN=mesh root`",
            refused.Message);
        Assert.Equal((1, 0), (_watch.RejectedServers, _watch.RejectedClients));
    });

    [Fact]
    public Task What_no_list_speaks_of_is_not_revoked() => OnLoop.RunAsync(async () =>
    {
        var server = _mesh.Issue(Ids.Server);
        // Another certificate; the same number by another authority of the same name; a key that may not sign lists.
        Publish(_mesh.Revoke(_mesh.Issue(Ids.Server)));
        await ConnectAsync(Watched(Ids.Client), server);
        Publish(new TestPki().Revoke(server));
        await ConnectAsync(Watched(Ids.Client), server);
        var unfit = new TestPki(usage: X509KeyUsageFlags.KeyCertSign);
        server = unfit.Issue(Ids.Server);
        Publish(unfit.Revoke(server));
        await ConnectAsync(unfit.Issue(Ids.Client) with { Revocations = _watch }, server);
    });

    [Fact]
    public Task A_new_list_ends_exactly_the_open_connections_of_which_it_revokes_something() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (revoked, kept) = (_mesh.Issue(Ids.Client), _mesh.Issue(Ids.Client));
        var first = await ConnectAsync(revoked, Watched(Ids.Server));
        var second = await ConnectAsync(kept, Watched(Ids.Server));
        var asClient = await ConnectAsync(Watched(Ids.Client), _mesh.Issue(Ids.Server));
        var receiving = first.Server.Transport.ReceiveAsync(new byte[1], CancellationToken.None).AsTask();
        Assert.Equal(3, _watch.Open);

        Assert.Equal(1, Publish(_mesh.Revoke(revoked)));

        await EndedAsync(receiving, WhyLeaf(revoked, Ids.Client));
        await EndedAsync(first.Server.Transport.SendAsync(new byte[1], CancellationToken.None).AsTask(), WhyLeaf(revoked, Ids.Client));
        // A second look ends nothing twice.
        Assert.Equal(0, Publish(_mesh.Revoke(revoked)));
        await WorksAsync(second);
        await WorksAsync(asClient);

        // A new intermediate's list ends the rest, of both roles.
        Assert.Equal(2, Publish(_mesh.RevokeIntermediate()));
        foreach (var tunnel in new[] { first, second, asClient })
            await DisposeAsync(tunnel);
        Assert.Equal(0, _watch.Open);
        _watch.Publish(RevocationList.Empty);
    });

    [Fact]
    public Task A_list_that_comes_between_handshake_and_watching_is_not_missed() => OnLoop.RunAsync(async () =>
    {
        var server = _mesh.Issue(Ids.Server);
        var pair = await ConnectAsync(Watched(Ids.Client), server);
        await using var late = new RevocationRace(pair.Client, _watch);
        Publish(_mesh.Revoke(server));

        late.Watch();

        await EndedAsync(late.Transport.ReceiveAsync(new byte[1], CancellationToken.None).AsTask(), WhyLeaf(server, Ids.Server));
        Assert.Equal(2, _watch.RejectedServers);
    });

    [Fact]
    public Task An_inner_tunnel_ends_when_its_peer_is_revoked_and_the_outer_one_lives_on() => OnLoop.RunAsync(async () =>
    {
        var (gateway, callee) = (_mesh.Issue(Ids.Gateway), _mesh.Issue(Ids.Server));
        var outer = await TunnelPair.AttemptAsync(Watched(Ids.Client), gateway, [Ids.Gateway]);
        await using var client = HboneClient.Start(await outer.Client, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
        var serving = ServeAsync(await outer.Server, TunnelLayer.Outer, async request =>
        {
            await using var bytes = request.Accept();
            var inner = await SpiffeHandshake.AcceptAsync(
                bytes, callee, TunnelLayer.Inner, TunnelLimits.Default, TimeProvider.System, CancellationToken.None);
            await ServeAsync(inner, TunnelLayer.Inner, async innermost => await innermost.Accept().ReceiveAllAsync());
        });
        var request = new HboneRequest(HboneAuthority.Of("x", 1), HboneHeaders.None);
        var carrier = await client.OpenAsync(request, CancellationToken.None);
        var tunnel = await DoubleTunnel.OpenAsync(
            carrier.Transport, Watched(Ids.Client), [Ids.Server], request, TunnelLimits.Default, TimeProvider.System, CancellationToken.None);
        Assert.Equal(2, _watch.Open);

        Assert.Equal(1, Publish(_mesh.Revoke(callee)));

        var ended = await Assert.ThrowsAsync<TunnelException>(
            () => tunnel.Transport.ReceiveAsync(new byte[1], CancellationToken.None).AsTask());
        Assert.Equal((TunnelLayer.Inner, TunnelFault.CertificateRevoked), (ended.Layer, ended.Fault));
        Assert.Null(client.Session.Failure);
        await tunnel.Transport.DisposeAsync();
        Assert.Equal(1, _watch.Open);
        await client.DisposeAsync();
        await serving;
    });

    [Theory]
    [InlineData(2048, "SHA256")]
    [InlineData(3072, "SHA384")]
    public void Lists_of_authorities_with_rsa_keys_count(int bits, string hash)
    {
        using var key = RSA.Create(bits);
        using var otherKey = RSA.Create(bits);
        var (root, other) = (Authority(key), Authority(otherKey));
        var chain = new VerifiedChain([], [], [[new ChainLink("CN=leaf", "00AB", root)]], default, default);
        var impostor = new VerifiedChain([], [], [[new ChainLink("CN=leaf", "00AB", other)]], default, default);
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x00, 0xab], TestPki.Start);

        var list = RevocationList.Read(
            builder.Build(root, 1, TestPki.End, new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1, TestPki.Start), out _)!;

        Assert.Equal("was revoked by `CN=rsa` (serial number 00AB)", list.FindRevoked(chain));
        Assert.Null(list.FindRevoked(impostor));

        static X509Certificate2 Authority(RSA key)
        {
            var request = new CertificateRequest("CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            return request.CreateSelfSigned(TestPki.Start, TestPki.End);
        }
    }

    private static async Task ServeAsync(TlsTunnel tunnel, TunnelLayer layer, Func<HboneServerRequest, Task> serve) =>
        await HboneServer.RunAsync(tunnel, (request, _) => serve(request), layer, TunnelLimits.Default, TimeProvider.System, CancellationToken.None);

    private static async Task<TunnelPair> ConnectAsync(WorkloadCertificate client, WorkloadCertificate server)
    {
        var (connecting, accepting) = await TunnelPair.AttemptAsync(client, server, [Ids.Server]);
        return new TunnelPair(await connecting, await accepting);
    }

    private static async Task WorksAsync(TunnelPair pair)
    {
        var buffer = new byte[1];
        await pair.Client.Transport.SendAsync(new byte[] { 7 }, CancellationToken.None);
        Assert.Equal(1, await pair.Server.Transport.ReceiveAsync(buffer, CancellationToken.None));
        Assert.Equal(7, buffer[0]);
    }

    private static async Task DisposeAsync(TunnelPair pair)
    {
        await pair.Client.Transport.DisposeAsync();
        await pair.Server.Transport.DisposeAsync();
    }

    private static async Task<TunnelException> UseAsync(Task<TlsTunnel> side) => await Assert.ThrowsAsync<TunnelException>(async () =>
    {
        await using var client = HboneClient.Start(await side, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
        await client.OpenAsync(new HboneRequest(HboneAuthority.Of("x", 1), HboneHeaders.None), CancellationToken.None);
    });

    private static async Task RefusedAsync(Task<TlsTunnel> side, string why)
    {
        var refused = await Assert.ThrowsAsync<TunnelException>(() => side);
        Assert.Equal((TunnelFault.CertificateRevoked, why), (refused.Fault, refused.Message));
    }

    private static async Task EndedAsync(Task use, string why)
    {
        var ended = await Assert.ThrowsAsync<TunnelException>(() => use);
        Assert.Equal((TunnelLayer.Outer, TunnelFault.CertificateRevoked, why), (ended.Layer, ended.Fault, ended.Message));
    }

    private static string WhyLeaf(WorkloadCertificate revoked, SpiffeId identity) =>
        $"outer tunnel: the peer's certificate ({identity}) was revoked by `CN=mesh intermediate` (serial number {revoked.Leaf.SerialNumber})";

    private WorkloadCertificate Watched(SpiffeId identity) => _mesh.Issue(identity) with { Revocations = _watch };

    private int Publish(byte[] list)
    {
        var read = RevocationList.Read(list, out var problem);
        Assert.Null(problem);
        return _watch.Publish(read!);
    }

    /// <summary>A connection that was verified before a list came, and is watched after it.</summary>
    private sealed class RevocationRace(TlsTunnel tunnel, RevocationWatch watch) : IAsyncDisposable
    {
        private readonly WatchedTransport _late = new(
            tunnel.Transport, tunnel.Peer, isPeerServer: true, TunnelLayer.Outer, watch, ScopeMesh.Tunnel.Loops.EventLoop.Current!);

        public ITransport Transport => _late;

        public void Watch() => watch.Add(_late);

        public ValueTask DisposeAsync() => _late.DisposeAsync();
    }
}
