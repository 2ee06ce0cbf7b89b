using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

/// <summary>Trust domains with roots of their own.</summary>
public sealed class TrustBundlesTests
{
    private const string PartnerDomain = "partner.test";
    private static readonly TestPki Mesh = new();
    private static readonly TestPki Partner = new("partner");
    private static readonly SpiffeId Theirs = new(PartnerDomain, "sample", "theirs");
    private static readonly TrustBundles Federation = Read(new TrustBundle(PartnerDomain, Partner.RootPem));

    [Fact]
    public Task Federated_peers_know_each_other_by_their_own_roots() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var theirs = Partner.Issue(Theirs) with { Federated = Read(new TrustBundle("cluster.local", Mesh.RootPem)) };
        var ours = Mesh.Issue(Ids.Server) with { Federated = Federation };

        var (client, server) = Attempt(theirs, [Ids.Server], ours, [PartnerDomain]);
        Assert.Equal(Ids.Server, (await client).Peer.Identity);
        Assert.Equal(Theirs, (await server).Peer.Identity);

        (client, server) = Attempt(ours, [Theirs], theirs, ["cluster.local"]);
        Assert.Equal(Theirs, (await client).Peer.Identity);
        Assert.Equal(Ids.Server, (await server).Peer.Identity);
    });

    [Fact]
    public Task A_partners_root_never_vouches_for_our_own_identities() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var forged = Partner.Issue(Ids.Client) with { Roots = [Mesh.Root] };
        var ours = Mesh.Issue(Ids.Server) with { Federated = Federation };
        var expected = $"outer tunnel: the peer's certificate ({Ids.Client}) ends in root `CN=partner root` of trust domain "
            + "`partner.test`, which does not vouch for trust domain `cluster.local`";

        var asClient = Attempt(forged, [Ids.Server], ours, [PartnerDomain]);
        Assert.Equal(expected, await FailureAsync(asClient.Server, asClient.Client));
        var asServer = Attempt(ours, [Ids.Client], forged, []);
        Assert.Equal(expected, await FailureAsync(asServer.Client, asServer.Server));
    });

    [Fact]
    public Task Our_root_does_not_vouch_for_a_domain_with_roots_of_its_own() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var ours = Mesh.Issue(Ids.Server) with { Federated = Federation };

        var (client, server) = Attempt(Mesh.Issue(Theirs), [Ids.Server], ours, [PartnerDomain]);

        Assert.Equal(
            $"outer tunnel: the peer's certificate ({Theirs}) ends in root `CN=mesh root` of trust domain `cluster.local`, "
                + "which does not vouch for trust domain `partner.test`",
            await FailureAsync(server, client));
    });

    [Fact]
    public Task Our_root_vouches_for_domains_without_roots_of_their_own() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var alias = new SpiffeId("alias.test", "sample", "client");
        var ours = Mesh.Issue(Ids.Server) with { Federated = Federation };

        var (_, server) = Attempt(Mesh.Issue(alias), [Ids.Server], ours, ["alias.test"]);

        Assert.Equal(alias, (await server).Peer.Identity);
    });

    [Fact]
    public Task Of_several_identities_a_peer_has_those_that_its_root_vouches_for() => OnLoop.RunOnEachKindAsync(async () =>
    {
        // What is first is the identity that policies see.
        var both = Partner.Issue(Theirs, new LeafOptions { Uris = [Ids.Client.ToString(), Theirs.ToString()] }) with { Roots = [Mesh.Root] };
        var ours = Mesh.Issue(Ids.Server) with { Federated = Federation };

        var (_, server) = Attempt(both, [Ids.Server], ours, [PartnerDomain]);
        Assert.Equal([Theirs], (await server).Peer.Identities);

        var refused = Attempt(both, [Ids.Server], ours, []);
        Assert.Equal(
            $"outer tunnel: the peer presented {Theirs}, expected an identity of trust domain `cluster.local`; "
                + $"its root does not vouch for {Ids.Client}",
            await FailureAsync(refused.Server, refused.Client));
    });

    [Theory]
    [InlineData("nothing", "there is no certificate in PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "one of them is no X.509 certificate")]
    public Task Roots_that_cannot_be_read_prove_nobody(string pem, string why) => OnLoop.RunAsync(async () =>
    {
        var bundles = TrustBundles.Read([new TrustBundle(PartnerDomain, pem)], out var problems);
        Assert.Equal([$"the roots of trust domain `partner.test` cannot be used, so that nobody of it is believed: {why}"], problems);

        var (client, server) = Attempt(Mesh.Issue(Theirs), [Ids.Server], Mesh.Issue(Ids.Server) with { Federated = bundles }, [PartnerDomain]);

        Assert.Contains("does not vouch for trust domain `partner.test`", await FailureAsync(server, client));
    });

    [Fact]
    public void A_bundle_without_roots_is_left_to_our_own() =>
        Assert.Same(TrustBundles.None, TrustBundles.Read([new TrustBundle(PartnerDomain, " ")], out _));

    private static TrustBundles Read(TrustBundle bundle)
    {
        var bundles = TrustBundles.Read([bundle], out var problems);
        Assert.Empty(problems);
        return bundles;
    }

    private static (Task<TlsTunnel> Client, Task<TlsTunnel> Server) Attempt(
        WorkloadCertificate client, ValueList<SpiffeId> expected, WorkloadCertificate server, ValueList<string> believed)
    {
        var (left, right) = MemoryTransport.CreatePair();
        var (limits, time) = (TunnelLimits.Default, TimeProvider.System);
        var connecting = SpiffeHandshake.ConnectAsync(left, client, expected, TunnelLayer.Outer, limits, time, CancellationToken.None);
        var accepting = SpiffeHandshake.AcceptAsync(right, server, believed, TunnelLayer.Outer, limits, time, CancellationToken.None);
        return (connecting.AsTask(), accepting.AsTask());
    }

    private static async Task<string> FailureAsync(Task<TlsTunnel> refusing, Task<TlsTunnel> refused)
    {
        _ = await Record.ExceptionAsync(async () =>
        {
            await using var transport = (await refused).Transport;
            await transport.ReceiveAllAsync();
        });
        var failure = await Assert.ThrowsAsync<TunnelException>(() => refusing);
        Assert.Equal(TunnelFault.IdentityMismatch, failure.Fault);
        return failure.Message;
    }
}
