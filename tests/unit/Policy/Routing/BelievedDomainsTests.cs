using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Policy.Routing;

/// <summary>The trust domains that a cluster believes travel in its tables.</summary>
public sealed class BelievedDomainsTests
{
    private static readonly Workload Web = new()
    {
        Uid = "east//Pod/shop/web", Name = "web", Namespace = "shop", ServiceAccount = "web", TrustDomain = "east.test", Cluster = "east",
        Addresses = [IPAddress.Parse("10.0.0.1")],
    };

    private static readonly Cluster East = new()
    {
        Id = "east",
        TrustDomain = "east.test",
        TrustDomainAliases = ["old.test"],
        Federation = [new TrustBundle("west.test", ""), new TrustBundle("east.test", "")],
        Pods = [new Pod(Web, ScopeMesh.ScopeLang.LabelSet.Empty, [])],
    };

    [Theory]
    [InlineData(ViewpointRole.Node)]
    [InlineData(ViewpointRole.Gateway)]
    public void A_table_says_which_foreign_ones(ViewpointRole role)
    {
        Assert.Equal(["old.test", "west.test"], BelievedDomains.Of(TableOf(East, role)));
        Assert.Empty(BelievedDomains.Of(TableOf(East with { TrustDomainAliases = [], Federation = [] }, role)));
    }

    [Theory]
    [InlineData(ViewpointRole.Node)]
    [InlineData(ViewpointRole.Gateway)]
    public void Their_roots_travel_with_them_and_others_say_nothing_about_our_own(ViewpointRole role)
    {
        var roots = new TrustBundle("west.test", "west's");
        var table = TableOf(East with { Federation = [roots, new("east.test", "forged"), new("alias.test", "")] }, role);

        Assert.Equal([roots], BelievedDomains.RootsOf(table));
        Assert.NotEqual(table.ContentHash, TableOf(East with { Federation = [new("west.test", "other"), new("alias.test", "")] }, role).ContentHash);
        Assert.Empty(BelievedDomains.RootsOf(TableOf(East, role)));
    }

    [Fact]
    public void A_connection_closes_when_its_callers_domain_is_no_longer_believed()
    {
        var inbound = new InboundConnection(IPAddress.Parse("10.0.0.2"), new SpiffeId("west.test", "shop", "cart"), Web.Addresses[0], 80);
        var connection = new LiveConnection.Inbound(1, Web.Uid, Web.Identity, inbound);
        var (before, after) = (TableOf(East, ViewpointRole.Node), TableOf(East with { Federation = [] }, ViewpointRole.Node));
        Assert.Null(LiveConnections.WhyClose(before, connection));
        Assert.Equal("the caller's trust domain is no longer believed", LiveConnections.WhyClose(after, connection));
        Assert.Single(LiveConnections.Recheck(after, RouteTableDelta.Between(before, after), [connection]));
    }

    private static RouteTable TableOf(Cluster cluster, ViewpointRole role) =>
        RouteTableCompiler.Compile(new Mesh([cluster]), new Viewpoint("east", "", role));
}
