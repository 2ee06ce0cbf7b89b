using System.Net;
using ScopeMesh.Policy.Model;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Property.Policy.Authorization;

public sealed class AuthorizationLaws
{
    private static readonly Gen<(ApplicablePolicies Policies, InboundConnection Connection)> Cases =
        from policies in AuthorizationGen.Policies
        from unknown in AuthorizationGen.Keys
        from hasUnknown in Gen.Choose(0, 4)
        from connection in AuthorizationGen.Connection
        select (new ApplicablePolicies(policies, hasUnknown == 0 ? unknown : []), connection);

    private static readonly Gen<((ApplicablePolicies Policies, InboundConnection Connection) At, AuthorizationPolicy More)> WithDryRun =
        from at in Cases
        from more in AuthorizationGen.Policy
        select (at, more with { IsDryRun = true });

    private static readonly InboundConnection Anyone = new(IPAddress.Loopback, default, IPAddress.Loopback, 80);

    [Fact]
    public void A_DENY_policy_that_matches_denies_whatever_allows() =>
        Law.Holds(Cases, at =>
        {
            var denying = KeysOf(at.Policies.Policies.Where(policy => Matches(policy, AuthorizationAction.Deny, at.Connection)));
            var decision = Decide(at);
            Assert.Equal(
                denying.Length > 0,
                decision is AuthorizationDecision.Denied { Why: DenyReason.DenyMatches });
            if (denying.Length > 0)
                Assert.Equal(denying, Sorted(decision.By));
        });

    [Fact]
    public void A_connection_is_allowed_only_by_an_ALLOW_policy_or_where_none_applies() =>
        Law.Holds(Cases, at =>
        {
            var allows = at.Policies.Policies.Where(policy => policy.Action == AuthorizationAction.Allow).ToArray();
            if (Decide(at) is not AuthorizationDecision.Allowed allowed)
                return;
            Assert.Equal(allows.Length == 0, allowed.By.IsEmpty);
            Assert.Equal(KeysOf(allows.Where(policy => ReferenceAuthorizer.Matches(policy, at.Connection))), Sorted(allowed.By));
        });

    [Fact]
    public void What_an_ALLOW_policy_matches_and_no_DENY_policy_is_allowed() =>
        Law.Holds(Cases, at =>
        {
            var matching = at.Policies.Policies.Where(policy => ReferenceAuthorizer.Matches(policy, at.Connection)).ToArray();
            if (at.Policies.Unknown.IsEmpty && matching.Length > 0 && matching.All(policy => policy.Action == AuthorizationAction.Allow))
                Assert.IsType<AuthorizationDecision.Allowed>(Decide(at));
        });

    [Fact]
    public void Without_one_of_several_ALLOW_policies_nobody_more_is_let_in() =>
        Law.Holds(WithOneMore(AuthorizationAction.Allow), both =>
        {
            var others = both.At.Policies.Policies.Any(policy => policy.Action == AuthorizationAction.Allow);
            if (others && Decide(Add(both.At, both.More)) is AuthorizationDecision.Denied)
                Assert.IsType<AuthorizationDecision.Denied>(Decide(both.At));
        });

    [Fact]
    public void Without_a_DENY_policy_nobody_is_kept_out_who_was_let_in() =>
        Law.Holds(WithOneMore(AuthorizationAction.Deny), both =>
        {
            if (Decide(Add(both.At, both.More)) is AuthorizationDecision.Allowed)
                Assert.IsType<AuthorizationDecision.Allowed>(Decide(both.At));
        });

    [Fact]
    public void The_policies_that_determine_a_decision_decide_it_alone() =>
        Law.Holds(Cases, at =>
        {
            var decision = Decide(at);
            var determining = at.Policies.Policies.Where(policy => decision.By.Contains(policy.Key) && Determines(policy, decision)).ToValueList();
            var unknown = decision is AuthorizationDecision.Denied { Why: DenyReason.UnknownPolicy } ? at.Policies.Unknown : [];
            Assert.Equal(decision, ReferenceAuthorizer.Decide(new(determining, unknown), at.Connection));
        });

    [Fact]
    public void Order_and_repetition_count_for_nothing() =>
        Law.Holds(
            from at in Cases
            from shuffled in Gen.Shuffle(at.Policies.Policies.AddRange(at.Policies.Policies).ToArray())
            select (at, shuffled),
            both => Assert.Equal(
                Decide(both.at),
                ReferenceAuthorizer.Decide(
                    new(both.shuffled.ToValueList(), both.at.Policies.Unknown.AddRange(both.at.Policies.Unknown)), both.at.Connection)));

    [Fact]
    public void One_more_ALLOW_policy_takes_nothing_away_that_an_ALLOW_policy_gave() =>
        Law.Holds(WithOneMore(AuthorizationAction.Allow), both =>
        {
            if (Decide(both.At) is AuthorizationDecision.Allowed { By.IsEmpty: false })
                Assert.IsType<AuthorizationDecision.Allowed>(Decide(Add(both.At, both.More)));
        });

    [Fact]
    public void One_more_DENY_policy_lets_nothing_in() =>
        Law.Holds(WithOneMore(AuthorizationAction.Deny), both =>
        {
            if (Decide(both.At) is AuthorizationDecision.Denied)
                Assert.IsType<AuthorizationDecision.Denied>(Decide(Add(both.At, both.More)));
        });

    [Fact]
    public void A_policy_that_is_unknown_denies() =>
        Law.Holds(Cases, at => at.Policies.Unknown.IsEmpty || Decide(at) is AuthorizationDecision.Denied);

    [Fact]
    public void A_workload_that_lists_what_is_unknown_is_reached_by_nobody() =>
        Law.Holds(
            from policies in AuthorizationGen.Policies
            from listed in AuthorizationGen.Keys
            from connection in AuthorizationGen.Connection
            select (policies, listed, connection),
            at =>
            {
                var decision = Authorizer.Decide(PolicyIndex.Create(at.policies), "a", at.listed, at.connection);
                if (at.listed.Any(key => at.policies.All(policy => policy.Key != key)))
                    Assert.IsType<AuthorizationDecision.Denied>(decision);
            });

    [Fact]
    public void A_policy_that_does_not_apply_changes_nothing() =>
        Law.Holds(
            from policies in AuthorizationGen.Policies
            from listed in AuthorizationGen.Keys
            from more in AuthorizationGen.Policy
            from connection in AuthorizationGen.Connection
            select (policies, listed, more, connection),
            at =>
            {
                var applies = at.more.Scope == AuthorizationScope.Global
                    || at.listed.Contains(at.more.Key)
                    || at.more is { Scope: AuthorizationScope.Namespace, Key.Namespace: "a" };
                if (!applies)
                    Assert.Equal(
                        Authorizer.Decide(PolicyIndex.Create(at.policies), "a", at.listed, at.connection),
                        Authorizer.Decide(PolicyIndex.Create(at.policies.Add(at.more)), "a", at.listed, at.connection));
            });

    [Fact]
    public void A_policy_in_dry_run_decides_nothing() =>
        Law.Holds(WithDryRun, both => Assert.Equal(Decide(both.At), Decide(Add(both.At, both.More))));

    [Fact]
    public void A_dry_run_decides_as_if_the_policy_were_in_force() =>
        Law.Holds(WithDryRun, both => Assert.Equal(
            Decide(Add(both.At, both.More with { IsDryRun = false })),
            ReferenceAuthorizer.DryRun(Add(both.At, both.More).Policies, both.At.Connection)));

    [Fact]
    public void A_policy_in_dry_run_that_is_listed_is_known() =>
        Law.Holds(AuthorizationGen.Policy, policy => Assert.Equal(
            new AuthorizationDecision.Allowed([]),
            Authorizer.Decide(PolicyIndex.Create([policy with { IsDryRun = true }]), "a", [policy.Key], Anyone)));

    private static Gen<((ApplicablePolicies Policies, InboundConnection Connection) At, AuthorizationPolicy More)> WithOneMore(
        AuthorizationAction action) =>
        from at in Cases
        from more in AuthorizationGen.Policy
        select (at, more with { Action = action });

    private static (ApplicablePolicies Policies, InboundConnection Connection) Add(
        (ApplicablePolicies Policies, InboundConnection Connection) at, AuthorizationPolicy more) =>
        (at.Policies with { Policies = at.Policies.Policies.Add(more) }, at.Connection);

    private static AuthorizationDecision Decide((ApplicablePolicies Policies, InboundConnection Connection) at) =>
        ReferenceAuthorizer.Decide(at.Policies, at.Connection);

    /// <summary>Policies of one name may have both actions; those of one determine.</summary>
    private static bool Determines(AuthorizationPolicy policy, AuthorizationDecision decision) =>
        policy.Action == (decision is AuthorizationDecision.Denied { Why: DenyReason.DenyMatches } ? AuthorizationAction.Deny : AuthorizationAction.Allow);

    private static bool Matches(AuthorizationPolicy policy, AuthorizationAction action, InboundConnection connection) =>
        policy.Action == action && ReferenceAuthorizer.Matches(policy, connection);

    private static string[] KeysOf(IEnumerable<AuthorizationPolicy> policies) => Sorted(policies.Select(policy => policy.Key));

    private static string[] Sorted(IEnumerable<NamespacedName> keys) =>
        [.. keys.Select(key => key.ToString()).Distinct().Order(StringComparer.Ordinal)];
}
