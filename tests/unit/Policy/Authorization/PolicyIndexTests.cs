using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class PolicyIndexTests
{
    private static readonly AuthorizationMatch Curl = new() { Principals = [new StringMatch.Exact("td/ns/sample/sa/curl")] };

    [Theory]
    [InlineData(AuthorizationAction.Allow)]
    [InlineData(AuthorizationAction.Deny)]
    public void A_decision_that_one_policy_or_none_determines_allocates_nothing(AuthorizationAction action)
    {
        var policies = PolicyIndex.Create([Policy("one", action, Curl), Policy("other", action, Elsewhere)]).For("shop", []);
        foreach (var connection in (InboundConnection[])[Connections.Mutual, Connections.Plain, Connections.Other])
            Assert.Equal(0, AllocatedBy(() => policies.Decide(connection)));
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
        Assert.Equal(18, index.For("shop", Listed(6)).Decide(Connections.Mutual).By.Count);
        foreach (var policies in (WorkloadPolicies[])[index.For("shop", Listed(6)), index.For("shop", Listed(7))])
            Assert.Equal(0, AllocatedBy(() => policies.Allows(Connections.Mutual)));
    }

    [Fact]
    public void A_listed_policy_that_is_global_is_known()
    {
        var index = PolicyIndex.Create([Policy("p", AuthorizationAction.Allow, Curl)]);
        Assert.Equal("allowed by: shop/p", index.For("bank", [new("shop", "p")]).Decide(Connections.Mutual).ToString());
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
            "allow policies exist, but none allowed: shop/a, shop/b", index.For("shop", []).Decide(Connections.Mutual).ToString());
        Assert.Equal(
            "allow policies exist, but none allowed: shop/b", index.For("bank", []).Decide(Connections.Mutual).ToString());
    }

    [Fact]
    public void A_table_decides_by_its_own_policies_whatever_the_one_before_had()
    {
        var viewpoint = new Viewpoint("east", "", ViewpointRole.Node);
        var policy = Policy("p", AuthorizationAction.Allow, Curl);
        var web = new Workload { Uid = "web", Name = "web", Namespace = "shop", AuthorizationPolicies = [policy.Key] };
        var first = RouteTable.Create(viewpoint, [], [web], [policy]);
        var same = RouteTable.Create(viewpoint, [], [web], [policy], first);
        var other = RouteTable.Create(viewpoint, [], [web], [policy with { Action = AuthorizationAction.Deny }], same);
        Assert.Same(first.PoliciesOf(web), first.PoliciesOf(web));
        Assert.Equal("allowed by: shop/p", same.PoliciesOf(web).Decide(Connections.Mutual).ToString());
        Assert.Equal("explicitly denied by: shop/p", other.PoliciesOf(web).Decide(Connections.Mutual).ToString());
    }

    private static AuthorizationMatch Elsewhere => Curl with { DestinationPorts = [1] };

    private static ValueList<NamespacedName> Listed(int count) =>
        Enumerable.Range(0, count).Select(i => new NamespacedName("shop", $"listed{i}")).ToValueList();

    private static AuthorizationPolicy Policy(string name, AuthorizationAction action, AuthorizationMatch match) => new(
        new("shop", name), AuthorizationScope.Global, action, [new AuthorizationGroup([new AuthorizationRules([match])])]);

    private static long AllocatedBy<T>(Func<T> work) => Allocation.InRound(() => work());
}
