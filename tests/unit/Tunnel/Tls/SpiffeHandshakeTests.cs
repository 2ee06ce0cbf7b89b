using System.Net.Security;
using System.Security.Authentication;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

public sealed class SpiffeHandshakeTests
{
    private static readonly TestPki Mesh = new();
    private static readonly SpiffeId Stranger = new("cluster.local", "sample", "stranger");

    [Fact]
    public Task Both_sides_know_each_other_after_a_handshake() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var pair = await TunnelPair.ConnectAsync(Mesh);

        Assert.Equal(Ids.Server, pair.Client.Peer.Identity);
        Assert.Equal(Ids.Client, pair.Server.Peer.Identity);
    });

    [Fact]
    public Task Client_accepts_any_presented_identity_that_is_any_of_the_expected() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var server = Mesh.Issue(Ids.Server, new LeafOptions { Uris = ["https://elsewhere/", Stranger.ToString(), Ids.Server.ToString()] });

        var (client, _) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), server, [Ids.Gateway, Ids.Server]);

        Assert.Equal([Stranger, Ids.Server], (await client).Peer.Identities);
        Assert.Equal(Stranger, (await client).Peer.Identity);
    });

    [Fact]
    public Task Client_refuses_another_service_account() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), Mesh.Issue(Stranger), [Ids.Server, Ids.Gateway]);

        await ServerLearnsRefusalAsync(server, "certificate unknown");
        await RefusedAsync(client, $"outer tunnel: the peer presented {Stranger}, expected {Ids.Server} or {Ids.Gateway}");
    });

    [Fact]
    public Task Client_that_expects_nobody_accepts_nobody() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), Mesh.Issue(Ids.Server), [], TunnelLayer.Inner);

        await ServerLearnsRefusalAsync(server, "certificate unknown");
        await RefusedAsync(client, $"inner tunnel: no identity is expected of the peer, so that none is accepted; it presented {Ids.Server}");
    });

    [Fact]
    public Task Client_refuses_a_server_of_another_root() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var rogue = new TestPki("rogue").Issue(Ids.Server) with { Roots = [Mesh.Root] };

        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), rogue, [Ids.Server]);

        await ServerLearnsRefusalAsync(server, "unknown ca");
        await RefusedAsync(client, $"outer tunnel: the peer's certificate ({Ids.Server}) does not chain to a trusted root; it ends at `CN=rogue root`");
    });

    [Fact]
    public Task Server_refuses_a_client_of_another_root_and_the_client_learns_it() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var rogue = new TestPki("rogue").Issue(Ids.Client) with { Roots = [Mesh.Root] };

        var (client, server) = await TunnelPair.AttemptAsync(rogue, Mesh.Issue(Ids.Server), [Ids.Server]);

        await LearnsRefusalAsync(client, "unknown ca");
        await RefusedAsync(server, $"outer tunnel: the peer's certificate ({Ids.Client}) does not chain to a trusted root; it ends at `CN=rogue root`");
    });

    [Fact]
    public Task Server_refuses_a_client_of_another_trust_domain_and_the_client_learns_it() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var foreign = new SpiffeId("elsewhere.org", "sample", "client");

        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(foreign), Mesh.Issue(Ids.Server), [Ids.Server]);

        await LearnsRefusalAsync(client, "certificate unknown");
        await RefusedAsync(server, $"outer tunnel: the peer presented {foreign}, expected an identity of trust domain `cluster.local`");
    });

    [Fact]
    public Task Refuses_a_certificate_that_has_expired_by_our_clock() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var expired = Mesh.Issue(Ids.Server, new LeafOptions { NotAfter = new TestTime().GetUtcNow().AddSeconds(-1) });

        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), expired, [Ids.Server], time: new TestTime());

        await ServerLearnsRefusalAsync(server, "certificate expired");
        await RefusedAsync(client, $"outer tunnel: the peer's certificate ({Ids.Server}) has expired at 2029-12-31 23:59:59Z, and it is 2030-01-01 00:00:00Z");
    });

    [Fact]
    public Task Refuses_a_certificate_that_is_not_valid_yet() => OnLoop.RunAsync(async () =>
    {
        var early = Mesh.Issue(Ids.Client, new LeafOptions { NotBefore = new TestTime().GetUtcNow().AddSeconds(1) });

        var (client, server) = await TunnelPair.AttemptAsync(early, Mesh.Issue(Ids.Server), [Ids.Server], time: new TestTime());

        await LearnsRefusalAsync(client, "certificate expired");
        await RefusedAsync(server, $"outer tunnel: the peer's certificate ({Ids.Client}) is not valid before 2030-01-01 00:00:01Z, and it is 2030-01-01 00:00:00Z");
    });

    [Fact]
    public Task Accepts_a_certificate_that_is_valid_by_our_clock_alone() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var future = new LeafOptions { NotBefore = new TestTime().GetUtcNow().AddHours(-1) };

        var (client, server) = await TunnelPair.AttemptAsync(
            Mesh.Issue(Ids.Client, future), Mesh.Issue(Ids.Server, future), [Ids.Server], time: new TestTime());

        Assert.Equal(Ids.Server, (await client).Peer.Identity);
        Assert.Equal(Ids.Client, (await server).Peer.Identity);
    });

    [Fact]
    public Task Refuses_a_certificate_that_is_meant_for_the_other_side() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var wrong = Mesh.Issue(Ids.Server, new LeafOptions { Usage = LeafUsage.ClientOnly });

        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), wrong, [Ids.Server]);

        await ServerLearnsRefusalAsync(server, "unsupported certificate");
        await RefusedAsync(client, $"outer tunnel: the peer's certificate ({Ids.Server}) is not meant for this side of TLS: its extended key usage does not have server authentication");
    });

    [Theory]
    [InlineData("https://cluster.local/ns/a/sa/b")]
    [InlineData("spiffe://cluster.local/ns/a/sa/b/")]
    [InlineData("spiffe://cluster.local/namespace/a/sa/b")]
    public Task Refuses_a_certificate_without_a_spiffe_identity(string uri) => OnLoop.RunOnEachKindAsync(async () =>
    {
        var nameless = Mesh.Issue(Ids.Server, new LeafOptions { Uris = [uri] });

        var (client, server) = await TunnelPair.AttemptAsync(Mesh.Issue(Ids.Client), nameless, [Ids.Server]);

        await ServerLearnsRefusalAsync(server, "certificate unknown");
        await RefusedAsync(client, $"outer tunnel: the peer presented no SPIFFE identity, expected {Ids.Server}");
    });

    [Fact]
    public Task Server_refuses_a_client_without_a_certificate() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = MemoryTransport.CreatePair();
        var accepting = SpiffeHandshake.AcceptAsync(
            right, Mesh.Issue(Ids.Server), TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, CancellationToken.None);
        await using var bare = new SslStream(new CipherStream(left, EventLoop.Current!));
        await bare.AuthenticateAsClientAsync(Anonymous("h2"), TestContext.Current.CancellationToken);
        // It may learn it by an alert, and may not.
        _ = await Record.ExceptionAsync(() => bare.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        await bare.DisposeAsync();

        await RefusedAsync(accepting.AsTask(), "outer tunnel: the peer presented no certificate");
    });

    [Fact]
    public Task Server_takes_nothing_but_tls_1_3_and_http_2_and_sees_no_server_name() => OnLoop.RunOnEachKindAsync(async () =>
    {
        await Assert.ThrowsAsync<TunnelException>(() => AcceptFromAsync(Anonymous("h2", SslProtocols.Tls12)));
        await Assert.ThrowsAsync<TunnelException>(() => AcceptFromAsync(Anonymous("http/1.1")));

        var (left, right) = MemoryTransport.CreatePair();
        string? name = null;
        var issued = Mesh.Issue(Ids.Server);
        var server = new SslStream(new CipherStream(right, EventLoop.Current!));
        var accepting = server.AuthenticateAsServerAsync(
            (_, hello, _, _) =>
            {
                name = hello.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = SslStreamCertificateContext.Create(issued.Leaf, issued.Intermediates, offline: true),
                    ApplicationProtocols = [SslApplicationProtocol.Http2],
                });
            },
            null,
            CancellationToken.None);
        _ = await Record.ExceptionAsync(() => SpiffeHandshake.ConnectAsync(
            left, Mesh.Issue(Ids.Client), [Ids.Server], TunnelLayer.Outer, TunnelLimits.Default with { HandshakeTimeoutSeconds = 1 }, TimeProvider.System, CancellationToken.None).AsTask());
        await accepting;
        Assert.Equal("", name);
        Assert.Equal(SslProtocols.Tls13, server.SslProtocol);
    });

    [Fact]
    public Task A_handshake_that_stalls_ends_in_time() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var time = new TestTime();
        var (left, _) = MemoryTransport.CreatePair();
        var connecting = SpiffeHandshake.ConnectAsync(
            left, Mesh.Issue(Ids.Client), [Ids.Server], TunnelLayer.Inner, TunnelLimits.Default, time, CancellationToken.None).AsTask();

        time.Advance(TimeSpan.FromSeconds(TunnelLimits.Default.HandshakeTimeoutSeconds - 1));
        Assert.False(connecting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAsync<TunnelException>(() => connecting);
        Assert.Equal(TunnelFault.TimedOut, failure.Fault);
        Assert.Equal("inner tunnel: the TLS handshake took longer than 10 s", failure.Message);
    });

    [Fact]
    public Task A_peer_that_hangs_up_in_the_handshake_is_named_so() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = MemoryTransport.CreatePair();
        await right.CompleteAsync(CancellationToken.None);

        var failure = await Assert.ThrowsAsync<TunnelException>(() => SpiffeHandshake.ConnectAsync(
            left, Mesh.Issue(Ids.Client), [Ids.Server], TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, CancellationToken.None).AsTask());

        Assert.Equal(TunnelLayer.Outer, failure.Layer);
        Assert.StartsWith("outer tunnel: ", failure.Message);
    });

    private static SslClientAuthenticationOptions Anonymous(string protocol, SslProtocols version = SslProtocols.Tls13) => new()
    {
        TargetHost = "",
        EnabledSslProtocols = version,
        ApplicationProtocols = [new SslApplicationProtocol(protocol)],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };

    private static async Task AcceptFromAsync(SslClientAuthenticationOptions options)
    {
        var (left, right) = MemoryTransport.CreatePair();
        var client = new SslStream(new CipherStream(left, EventLoop.Current!));
        var connecting = client.AuthenticateAsClientAsync(options).ContinueWith(_ => client.Dispose());
        await SpiffeHandshake.AcceptAsync(
            right, Mesh.Issue(Ids.Server), TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, CancellationToken.None);
        await connecting;
    }

    /// <summary>Who sends the last message of a handshake learns what became of it at the first use, the other in the handshake.</summary>
    private static async Task ServerLearnsRefusalAsync(Task<TlsTunnel> server, string alert)
    {
        TunnelException? failure;
        try
        {
            failure = await HboneServer.RunAsync(
                await server, (_, _) => Task.CompletedTask, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, CancellationToken.None);
        }
        catch (TunnelException e)
        {
            failure = e;
        }
        Learned(failure, alert);
    }

    private static async Task RefusedAsync(Task<TlsTunnel> side, string message)
    {
        var refused = await Assert.ThrowsAsync<TunnelException>(() => side);
        Assert.Equal(message, refused.Message);
        Assert.Equal(TunnelFault.IdentityMismatch, refused.Fault);
    }

    private static async Task LearnsRefusalAsync(Task<TlsTunnel> client, string alert)
    {
        await using var hbone = HboneClient.Start(await client, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<TunnelException>(async () =>
            await hbone.OpenAsync(new HboneRequest(HboneAuthority.Of("x", 1), HboneHeaders.None), CancellationToken.None));
        Learned(refused, alert);
    }

    private static void Learned(TunnelException? failure, string alert)
    {
        Assert.NotNull(failure);
        Assert.Matches($"^(outer|inner) tunnel: the peer refused our certificate.*: {alert}$", failure.Message);
        Assert.Equal(TunnelFault.IdentityMismatch, failure.Fault);
    }
}
