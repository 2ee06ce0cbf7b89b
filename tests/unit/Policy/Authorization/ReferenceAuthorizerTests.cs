using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class ReferenceAuthorizerTests
{
    private static readonly AuthorizationMatch Port8080 = new() { DestinationPorts = [8080] };
    private static readonly AuthorizationMatch Port9999 = new() { DestinationPorts = [9999] };
    private static readonly AuthorizationMatch FromCurl = new() { Principals = [new StringMatch.Exact("td/ns/sample/sa/curl")] };

    public static TheoryData<string, AuthorizationPolicy, bool> EmptyShapes { get; } = new()
    {
        { "no groups", Policy("a", AuthorizationAction.Allow, []), false },
        { "a group without rules", Policy("a", AuthorizationAction.Allow, [new([])]), true },
        { "rules without matches", Policy("a", AuthorizationAction.Allow, [new([new([])])]), true },
        { "an empty match", Policy("a", AuthorizationAction.Allow, [new([new([AuthorizationMatch.Empty])])]), false },
        { "an empty match beside one that matches", Policy("a", AuthorizationAction.Allow, [new([new([AuthorizationMatch.Empty, Port8080])])]), true },
    };

    [Theory]
    [MemberData(nameof(EmptyShapes))]
    public void Empty_shapes_mean_what_they_mean_to_ztunnel(string shape, AuthorizationPolicy policy, bool matches)
    {
        Assert.NotEmpty(shape);
        Assert.Equal(matches, ReferenceAuthorizer.Matches(policy, Connections.Mutual));
    }

    [Fact]
    public void Groups_are_alternatives_rules_add_up_and_matches_are_alternatives()
    {
        Assert.True(Matches([new([new([Port9999])]), new([new([Port8080])])]));
        Assert.False(Matches([new([new([Port9999]), new([Port8080])])]));
        Assert.True(Matches([new([new([Port9999, Port8080])])]));
        Assert.True(Matches([new([new([FromCurl]), new([Port8080])])]));
        Assert.False(Matches([new([new([FromCurl with { DestinationPorts = [9999] }])])]));
    }

    [Fact]
    public void Without_an_ALLOW_policy_everything_is_allowed()
    {
        Assert.Equal("allowed: no allow policy applies", Decide([]));
        Assert.Equal("allowed: no allow policy applies", Decide([Policy("d", AuthorizationAction.Deny, [])]));
    }

    [Fact]
    public void With_an_ALLOW_policy_one_must_match()
    {
        var (matching, other) = (Policy("m", AuthorizationAction.Allow, Port8080), Policy("o", AuthorizationAction.Allow, Port9999));
        Assert.Equal("allowed by: ns/m", Decide([other, matching]));
        Assert.Equal("allow policies exist, but none allowed: ns/o", Decide([other]));
    }

    [Fact]
    public void A_DENY_policy_that_matches_wins()
    {
        var (allow, deny) = (Policy("a", AuthorizationAction.Allow, Port8080), Policy("d", AuthorizationAction.Deny, Port8080));
        Assert.Equal("explicitly denied by: ns/c, ns/d", Decide([deny, allow, deny with { Key = new("ns", "c") }]));
        Assert.Equal("allowed by: ns/a", Decide([allow, Policy("d", AuthorizationAction.Deny, Port9999)]));
    }

    [Fact]
    public void A_policy_that_is_listed_and_unknown_denies()
    {
        var decision = ReferenceAuthorizer.Decide(
            new([Policy("a", AuthorizationAction.Allow, Port8080)], [new("ns", "y"), new("ns", "x")]), Connections.Mutual);
        Assert.Equal("denied: policies that are listed are not known: ns/x, ns/y", decision.ToString());
    }

    public static TheoryData<string, AuthorizationMatch, bool, bool, bool> Fields { get; } = new()
    {
        // Whether a caller with the identity, one without any, and another one match.
        { "namespaces", new() { Namespaces = [new StringMatch.Exact("sample")] }, true, false, false },
        { "not namespaces", new() { NotNamespaces = [new StringMatch.Exact("sample")] }, false, true, true },
        { "service accounts", new() { ServiceAccounts = [new("sample", "curl")] }, true, false, false },
        { "not service accounts", new() { NotServiceAccounts = [new("sample", "curl")] }, false, true, true },
        { "principals", FromCurl, true, false, false },
        { "not principals", new() { NotPrincipals = FromCurl.Principals }, false, true, true },
        { "any principal", new() { Principals = [new StringMatch.Presence()] }, true, false, true },
        { "no principal", new() { NotPrincipals = [new StringMatch.Presence()] }, false, true, false },
        { "a principal with its scheme", new() { Principals = [new StringMatch.Exact("spiffe://td/ns/sample/sa/curl")] }, false, false, false },
        { "source addresses", new() { SourceIps = [Block("10.0.0.0/24")] }, true, true, true },
        { "not source addresses", new() { NotSourceIps = [Block("10.0.0.0/24")] }, false, false, false },
        { "destination addresses", new() { DestinationIps = [Block("10.0.0.0/24")] }, false, false, false },
        { "not destination addresses", new() { NotDestinationIps = [Block("10.0.0.0/24")] }, true, true, true },
        { "ports", new() { DestinationPorts = [80, 8080] }, true, true, true },
        { "not ports", new() { NotDestinationPorts = [80, 8080] }, false, false, false },
        { "both lists of a field", new() { DestinationPorts = [8080], NotDestinationPorts = [8080] }, false, false, false },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void Each_field_is_asked(string field, AuthorizationMatch match, bool mutual, bool plain, bool other)
    {
        Assert.NotEmpty(field);
        var policy = Policy("a", AuthorizationAction.Allow, match);
        Assert.Equal(
            (mutual, plain, other),
            (ReferenceAuthorizer.Matches(policy, Connections.Mutual),
                ReferenceAuthorizer.Matches(policy, Connections.Plain),
                ReferenceAuthorizer.Matches(policy, Connections.Other)));
    }

    [Fact]
    public void A_decision_is_taken_apart_by_its_case()
    {
        Assert.Equal(0, Take(ReferenceAuthorizer.Decide(new([], []), Connections.Mutual)));
        Assert.Equal(1, Take(ReferenceAuthorizer.Decide(new([], [new("ns", "x")]), Connections.Mutual)));

        static int Take(AuthorizationDecision decision) => decision.Match(allowed => allowed.By.Count, denied => denied.By.Count);
    }

    private static string Decide(ValueList<AuthorizationPolicy> policies) =>
        ReferenceAuthorizer.Decide(new(policies, []), Connections.Mutual).ToString();

    private static bool Matches(ValueList<AuthorizationGroup> groups) =>
        ReferenceAuthorizer.Matches(Policy("a", AuthorizationAction.Allow, groups), Connections.Mutual);

    private static AuthorizationPolicy Policy(string name, AuthorizationAction action, AuthorizationMatch match) =>
        Policy(name, action, [new([new([match])])]);

    private static AuthorizationPolicy Policy(string name, AuthorizationAction action, ValueList<AuthorizationGroup> groups) =>
        new(new("ns", name), AuthorizationScope.Global, action, groups);

    private static AddressBlock Block(string text) =>
        new(IPAddress.Parse(text.Split('/')[0]), int.Parse(text.Split('/')[1]));
}
