using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

/// <summary>Peers by a list of identities, or any of them, for both roles.</summary>
public sealed class AcceptedPeersTests
{
    private static readonly TestPki Mesh = new();
    private static readonly SpiffeId Foreigner = new("elsewhere.org", "sample", "client");

    [Fact]
    public Task Both_sides_that_take_any_identity_take_one_of_another_trust_domain() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (client, server) = Attempt(Mesh.Issue(Foreigner), AcceptedPeers.All, Mesh.Issue(Ids.Server), AcceptedPeers.All);

        Assert.Equal(Ids.Server, (await client).Peer.Identity);
        Assert.Equal(Foreigner, (await server).Peer.Identity);
    });

    [Fact]
    public Task Any_identity_is_still_an_identity_under_our_roots() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var nameless = Mesh.Issue(Ids.Client, new LeafOptions { Uris = ["https://elsewhere/"] });
        var unnamed = Attempt(nameless, AcceptedPeers.All, Mesh.Issue(Ids.Server), AcceptedPeers.All);
        await RefusesAsync(unnamed, "outer tunnel: the peer presented no SPIFFE identity, expected one");

        var rogue = new TestPki("rogue").Issue(Ids.Client) with { Roots = [Mesh.Root] };
        var unknown = Attempt(rogue, AcceptedPeers.All, Mesh.Issue(Ids.Server), AcceptedPeers.All);
        await RefusesAsync(
            unknown, $"outer tunnel: the peer's certificate ({Ids.Client}) does not chain to a trusted root; it ends at `CN=rogue root`");
    });

    [Fact]
    public Task A_server_that_knows_its_clients_refuses_others_of_its_own_trust_domain() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var known = new AcceptedPeers.OneOf([Ids.Gateway, Foreigner]);

        var (_, accepted) = Attempt(Mesh.Issue(Foreigner), AcceptedPeers.All, Mesh.Issue(Ids.Server), known);
        Assert.Equal(Foreigner, (await accepted).Peer.Identity);
        var refused = Attempt(Mesh.Issue(Ids.Client), AcceptedPeers.All, Mesh.Issue(Ids.Server), known);
        await RefusesAsync(refused, $"outer tunnel: the peer presented {Ids.Client}, expected {Ids.Gateway} or {Foreigner}");
    });

    [Fact]
    public Task A_certificate_for_the_other_side_of_tls_is_refused_whoever_is_accepted() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var serverOnly = Mesh.Issue(Ids.Client, new LeafOptions { Usage = LeafUsage.ServerOnly });

        var server = Attempt(serverOnly, AcceptedPeers.All, Mesh.Issue(Ids.Server), AcceptedPeers.All);

        await RefusesAsync(
            server, $"outer tunnel: the peer's certificate ({Ids.Client}) is not meant for this side of TLS: its extended key usage does not have client authentication");
    });

    private static (Task<TlsTunnel> Client, Task<TlsTunnel> Server) Attempt(
        WorkloadCertificate client, AcceptedPeers servers, WorkloadCertificate server, AcceptedPeers clients)
    {
        var (left, right) = MemoryTransport.CreatePair();
        var (limits, time) = (TunnelLimits.Default, TimeProvider.System);
        var connecting = SpiffeHandshake.ConnectAsync(left, client, servers, TunnelLayer.Outer, limits, time, CancellationToken.None);
        var accepting = SpiffeHandshake.AcceptAsync(right, server, clients, TunnelLayer.Outer, limits, time, CancellationToken.None);
        return (connecting.AsTask(), accepting.AsTask());
    }

    private static async Task RefusesAsync((Task<TlsTunnel> Client, Task<TlsTunnel> Server) sides, string message)
    {
        // Who refuses waits until the other has read it, in the handshake or after it.
        _ = await Record.ExceptionAsync(async () =>
        {
            await using var client = (await sides.Client).Transport;
            await client.ReceiveAllAsync();
        });
        var refused = await Assert.ThrowsAsync<TunnelException>(() => sides.Server);
        Assert.Equal((TunnelFault.IdentityMismatch, message), (refused.Fault, refused.Message));
    }
}
