using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class PolicyIndexTests
{
    private static readonly AuthorizationMatch Curl = new() { Principals = [new StringMatch.Exact("td/ns/sample/sa/curl")] };

    [Theory]
    [InlineData(AuthorizationAction.Allow)]
    [InlineData(AuthorizationAction.Deny)]
    public void A_decision_that_one_policy_or_none_determines_allocates_nothing(AuthorizationAction action)
    {
        var index = PolicyIndex.Create([Policy("one", action, Curl), Policy("other", action, Elsewhere)]);
        foreach (var connection in (InboundConnection[])[Connections.Mutual, Connections.Plain, Connections.Other])
            Assert.Equal(0, AllocatedBy(() => index.Decide("shop", [], connection)));
    }

    [Fact]
    public void Whether_a_connection_is_allowed_allocates_nothing_whoever_determines_it()
    {
        ValueList<AuthorizationMatch> matches =
        [
            Curl,
            new() { Principals = [new StringMatch.Prefix("td/ns/"), new StringMatch.Suffix("/curl"), new StringMatch.Presence()] },
            new() { SourceIps = [new AddressBlock(IPAddress.Parse("10.0.0.0"), 8), new AddressBlock(IPAddress.Parse("::"), 0)] },
            new() { DestinationIps = [new AddressBlock(IPAddress.Parse("10.0.1.2"), 32)], NotDestinationPorts = [1] },
            new() { ServiceAccounts = [new ServiceAccountMatch("sample", "curl")] },
            new() { Namespaces = [new StringMatch.Exact("sample")], DestinationPorts = [8080] },
        ];
        var index = PolicyIndex.Create(matches.SelectMany((match, i) => (AuthorizationPolicy[])
        [
            Policy($"global{i}", AuthorizationAction.Allow, match),
            Policy($"here{i}", AuthorizationAction.Allow, match) with { Scope = AuthorizationScope.Namespace },
            Policy($"listed{i}", AuthorizationAction.Allow, match) with { Scope = AuthorizationScope.WorkloadSelector },
        ]));
        Assert.Equal(18, index.Decide("shop", Listed(6), Connections.Mutual).By.Count);
        foreach (var listed in (ValueList<NamespacedName>[])[Listed(6), Listed(7)])
            Assert.Equal(0, AllocatedBy(() => index.Allows("shop", listed, Connections.Mutual)));
    }

    [Fact]
    public void A_listed_policy_that_is_global_is_known()
    {
        var index = PolicyIndex.Create([Policy("p", AuthorizationAction.Allow, Curl)]);
        Assert.Equal("allowed by: shop/p", index.Decide("bank", [new("shop", "p")], Connections.Mutual).ToString());
    }

    [Fact]
    public void Where_no_policy_of_several_scopes_allows_all_are_named()
    {
        var index = PolicyIndex.Create(
        [
            Policy("b", AuthorizationAction.Allow, Elsewhere),
            Policy("a", AuthorizationAction.Allow, Elsewhere) with { Scope = AuthorizationScope.Namespace },
        ]);
        Assert.Equal(
            "allow policies exist, but none allowed: shop/a, shop/b", index.Decide("shop", [], Connections.Mutual).ToString());
        Assert.Equal(
            "allow policies exist, but none allowed: shop/b", index.Decide("bank", [], Connections.Mutual).ToString());
    }

    [Fact]
    public void A_table_keeps_the_index_of_the_one_before_as_long_as_the_policies_stay()
    {
        var viewpoint = new Viewpoint("east", "", ViewpointRole.Node);
        var policy = Policy("p", AuthorizationAction.Allow, Curl);
        var first = RouteTable.Create(viewpoint, [], [], [policy]);
        var same = RouteTable.Create(viewpoint, [], [], [policy], first);
        var other = RouteTable.Create(viewpoint, [], [], [policy with { Action = AuthorizationAction.Deny }], same);
        Assert.Same(first.PolicyIndex, same.PolicyIndex);
        Assert.Equal("explicitly denied by: shop/p", other.PolicyIndex.Decide("shop", [], Connections.Mutual).ToString());
    }

    private static AuthorizationMatch Elsewhere => Curl with { DestinationPorts = [1] };

    private static ValueList<NamespacedName> Listed(int count) =>
        Enumerable.Range(0, count).Select(i => new NamespacedName("shop", $"listed{i}")).ToValueList();

    private static AuthorizationPolicy Policy(string name, AuthorizationAction action, AuthorizationMatch match) => new(
        new("shop", name), AuthorizationScope.Global, action, [new AuthorizationGroup([new AuthorizationRules([match])])]);

    private static long AllocatedBy<T>(Func<T> work)
    {
        for (var i = 0; i < 100; i++)
            work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
