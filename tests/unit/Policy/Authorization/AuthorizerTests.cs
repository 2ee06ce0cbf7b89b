using ScopeMesh.Policy.Authorization;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class AuthorizerTests
{
    [Fact]
    public void Global_policies_those_of_the_namespace_and_those_that_are_listed_apply()
    {
        ValueList<AuthorizationPolicy> policies =
        [
            DenyAll("root", "everywhere", AuthorizationScope.Global),
            DenyAll("shop", "here", AuthorizationScope.Namespace),
            DenyAll("bank", "there", AuthorizationScope.Namespace),
            DenyAll("shop", "listed", AuthorizationScope.WorkloadSelector),
            DenyAll("shop", "unlisted", AuthorizationScope.WorkloadSelector),
        ];
        var decision = Authorizer.Decide(PolicyIndex.Create(policies), "shop", [new("shop", "listed")], Connections.Mutual);
        Assert.Equal("explicitly denied by: root/everywhere, shop/here, shop/listed", decision.ToString());
    }

    [Fact]
    public void A_listed_policy_that_nobody_knows_denies()
    {
        var decision = Authorizer.Decide(PolicyIndex.Create([]), "shop", [new("shop", "lost")], Connections.Mutual);
        Assert.Equal("denied: policies that are listed are not known: shop/lost", decision.ToString());
    }

    [Fact]
    public void Of_two_policies_of_one_name_both_apply()
    {
        var deny = DenyAll("shop", "twice", AuthorizationScope.WorkloadSelector);
        var decision = Authorizer.Decide(PolicyIndex.Create([deny with { Groups = [] }, deny]), "shop", [deny.Key], Connections.Mutual);
        Assert.Equal("explicitly denied by: shop/twice", decision.ToString());
    }

    private static AuthorizationPolicy DenyAll(string ns, string name, AuthorizationScope scope) =>
        new(new(ns, name), scope, AuthorizationAction.Deny, [new([])]);
}
