using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

/// <summary>One root takes another's place: certificates of either are good wherever both are trusted.</summary>
public sealed class RootRotationTests
{
    private static readonly TestPki Old = new("old");
    private static readonly TestPki New = new("new");

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public Task While_both_roots_are_trusted_certificates_of_either_are_good(bool isClientNew, bool isServerNew) => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (connecting, accepting) = await TunnelPair.AttemptAsync(
            TrustingBoth((isClientNew ? New : Old).Issue(Ids.Client)), TrustingBoth((isServerNew ? New : Old).Issue(Ids.Server)), [Ids.Server]);

        Assert.Equal(Ids.Server, (await connecting).Peer.Identity);
        Assert.Equal(Ids.Client, (await accepting).Peer.Identity);
    });

    [Fact]
    public Task Once_the_old_root_is_gone_its_certificates_are_refused() => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (connecting, accepting) = await TunnelPair.AttemptAsync(New.Issue(Ids.Client), TrustingBoth(Old.Issue(Ids.Server)), [Ids.Server]);

        // Who refuses waits for the other to read it, and to close.
        _ = await Record.ExceptionAsync(async () =>
        {
            var refused = (await accepting).Transport;
            await Record.ExceptionAsync(() => refused.ReceiveAllAsync());
            refused.Abort();
        });
        var failure = await Assert.ThrowsAsync<TunnelException>(() => connecting);
        Assert.EndsWith("does not chain to a trusted root; it ends at `CN=old root`", failure.Message);
    });

    private static WorkloadCertificate TrustingBoth(WorkloadCertificate certificate) => certificate with { Roots = [Old.Root, New.Root] };
}
