using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

/// <summary>New certificates while tunnels are open.</summary>
public sealed class CertificateSwapTests
{
    private readonly TestPki _mesh = new();

    [Fact]
    public void A_certificate_that_was_issued_again_is_another()
    {
        var first = _mesh.Issue(Ids.Client);

        Assert.True(first.IsSameAs(first with { Revocations = null, Federated = TrustBundles.None }));
        Assert.False(first.IsSameAs(_mesh.Issue(Ids.Client)));
    }

    [Fact]
    public Task A_new_certificate_is_for_new_handshakes_and_open_tunnels_live_on() => OnLoop.RunOnEachKindAsync(async () =>
    {
        // The authority has changed too, as when a cluster moves to another root: both roots are trusted meanwhile.
        var next = new TestPki("next");
        var source = new Source(Both(_mesh, Ids.Server));
        var request = new HboneRequest(HboneAuthority.Of("x", 1), HboneHeaders.None);

        var (before, served) = await OpenAsync(source, Both(_mesh, Ids.Client));
        var tunnel = await before.OpenAsync(request, CancellationToken.None);
        source.Current = Both(next, Ids.Server);
        var (after, servedAfter) = await OpenAsync(source, Both(next, Ids.Client));
        var second = await after.OpenAsync(request, CancellationToken.None);

        // Both go on, side by side.
        Assert.Equal([1, 2], await tunnel.Transport.ExchangeAsync([1, 2]));
        Assert.Equal([3], await second.Transport.ExchangeAsync([3]));
        foreach (var client in new[] { before, after })
            await client.DisposeAsync();
        await Task.WhenAll(served, servedAfter);

        WorkloadCertificate Both(TestPki authority, SpiffeId identity) => authority.Issue(identity) with { Roots = [_mesh.Root, next.Root] };
    });

    private static async Task<(HboneClient Client, Task Served)> OpenAsync(Source source, WorkloadCertificate client)
    {
        var ours = await source.GetAsync(Ids.Server, CancellationToken.None);
        var (connecting, accepting) = await TunnelPair.AttemptAsync(client, ours, [Ids.Server]);
        var served = HboneServer.RunAsync(
            await accepting,
            async (request, cut) =>
            {
                await using var transport = request.Accept();
                await transport.EchoAsync(cut);
            },
            TunnelLayer.Outer,
            TunnelLimits.Default,
            TimeProvider.System,
            CancellationToken.None);
        return (HboneClient.Start(await connecting, TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System), served);
    }

    private sealed class Source(WorkloadCertificate first) : ICertificateSource
    {
        public WorkloadCertificate Current { get; set; } = first;

        public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) => ValueTask.FromResult(Current);
    }
}
