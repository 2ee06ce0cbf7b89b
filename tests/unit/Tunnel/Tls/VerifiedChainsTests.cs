using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

/// <summary>Verified chains are remembered, within bounds, and for what they were verified for.</summary>
public sealed class VerifiedChainsTests
{
    private static readonly DateTimeOffset Now = new TestTime().GetUtcNow();
    private static readonly VerifiedChain Chain = new([Ids.Client], [Ids.Client], [], Now.AddHours(-1), Now.AddHours(1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void No_more_are_kept_than_may_be(int most)
    {
        var chains = new VerifiedChains();
        for (ulong i = 0; i < 100; i++)
        {
            chains.Keep(new ChainKey(0, i), Chain, most);
            chains.Find(new ChainKey(0, i / 2), most, Now);
            Assert.True(chains.Count <= most);
        }
    }

    [Fact]
    public void What_is_asked_for_stays_and_what_is_not_makes_room()
    {
        var chains = new VerifiedChains();
        chains.Keep(new ChainKey(1, 0), Chain, 8);
        chains.Keep(new ChainKey(2, 0), Chain, 8);
        for (ulong i = 0; i < 20; i++)
        {
            chains.Keep(new ChainKey(0, i), Chain, 8);
            Assert.Same(Chain, chains.Find(new ChainKey(1, 0), 8, Now));
        }
        Assert.Null(chains.Find(new ChainKey(2, 0), 8, Now));
    }

    [Fact]
    public void A_chain_is_good_while_all_its_certificates_are()
    {
        var chains = new VerifiedChains();
        chains.Keep(new ChainKey(1, 0), Chain, 8);

        Assert.NotNull(chains.Find(new ChainKey(1, 0), 8, Chain.Begin));
        Assert.Null(chains.Find(new ChainKey(1, 0), 8, Chain.Begin.AddTicks(-1)));
        Assert.Null(chains.Find(new ChainKey(1, 0), 8, Chain.End));
    }

    [Fact]
    public void What_was_verified_is_verified_for_these_roots_this_role_and_this_presentation_alone()
    {
        var (mesh, other) = (new TestPki(), new TestPki("other"));
        var ours = mesh.Issue(Ids.Server);
        var leaf = mesh.Issue(Ids.Client).Leaf.RawData;
        var intermediate = ours.Intermediates[0].RawData;
        ChainKey[] keys =
        [
            TrustAnchors.Of(ours).KeyOf([leaf, intermediate], "1"),
            TrustAnchors.Of(ours).KeyOf([leaf, intermediate], "2"),
            TrustAnchors.Of(ours).KeyOf([leaf], "1"),
            TrustAnchors.Of(ours).KeyOf([[.. leaf, .. intermediate]], "1"),
            TrustAnchors.Of(ours with { Roots = [other.Root] }).KeyOf([leaf, intermediate], "1"),
            TrustAnchors.Of(ours with { Identity = new SpiffeId("b", "c", "d") }).KeyOf([leaf, intermediate], "1"),
            TrustAnchors.Of(ours with { Federated = TrustBundles.Read([new TrustBundle("p", other.RootPem)], out _) }).KeyOf([leaf, intermediate], "1"),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], TrustAnchors.Of(mesh.Issue(Ids.Server)).KeyOf([leaf, intermediate], "1"));
    }

    [Fact]
    public void Peers_that_are_refused_take_no_room_and_those_that_are_known_expire_in_time()
    {
        var time = new TestTime();
        var mesh = new TestPki();
        var client = mesh.Issue(Ids.Client, new LeafOptions { NotAfter = time.GetUtcNow().AddHours(1) });
        byte[][] presented = [client.Leaf.RawData, client.Intermediates[0].RawData];
        var examination = new PeerExamination(mesh.Issue(Ids.Server), new PeerVerification.OfClient(["cluster.local"]), new(), time);

        Assert.Null(examination.Examine(presented, out var first));
        Assert.Null(examination.Examine(presented, out var second));
        Assert.Same(first!.Chain, second!.Chain);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("certificate expired", examination.Examine(presented, out _)!.Alert);
        Assert.Equal("bad certificate", examination.Examine([[1, 2, 3]], out _)!.Alert);
        Assert.Equal("certificate required", examination.Examine([], out _)!.Alert);
    }
}
