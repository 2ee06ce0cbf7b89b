using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Property.Policy.Authorization;

public sealed class PolicyCompilerLaws
{
    private static readonly SourceSpan Nowhere = SourceSpan.OfFile("f.yaml");

    /// <summary>Of these clusters only <c>x</c> is told from the others.</summary>
    private static readonly PolicyTrust Domains = new(
        "td", ["old"], [new("x", "other"), new("y", "td"), new("z", "td")]);

    private static readonly Gen<PolicyConditionManifest> Condition =
        from key in Gen.Elements("destination.port", "source.trustDomain", "source.cluster")
        from values in key switch
        {
            "destination.port" => Values("80", "443"),
            "source.cluster" => Values("x", "*"),
            _ => Values("td", "other", "*"),
        }
        select new PolicyConditionManifest(new(key, Nowhere), values, Nowhere);

    private static readonly Gen<PolicyRuleManifest> Rule =
        from sources in Some(
            from namespaces in Values("a", "b", "*")
            from principals in Values("td/ns/a/sa/b", "td/*", "old/ns/a/sa/b")
            from accounts in Values("a/b", "b")
            from blocks in Values("10.0.0.1", "10.0.0.0/8")
            select new PolicySourceManifest(
                principals, Nothing, namespaces, accounts, blocks, Nothing, Nowhere))
        from operations in Some(
            from ports in Values("80", "443")
            select new PolicyOperationManifest(Nothing, ports, Nothing, Nothing, Nowhere))
        from conditions in Some(Condition)
        select new PolicyRuleManifest(sources, operations, conditions, Nowhere);

    private static PolicyValues Nothing => new([], []);

    [Fact]
    public void A_value_that_cannot_be_read_lets_nobody_in_whom_the_policy_kept_out() =>
        Law.Holds(
            from action in Gen.Elements(PolicyAction.Allow, PolicyAction.Deny)
            from rules in Some(Rule)
            from broken in Gen.Choose(0, 30)
            from connection in AuthorizationGen.Connection
            select (action, rules, broken, connection),
            at =>
            {
                var written = Compile(at.action, at.rules);
                var broken = Compile(at.action, Break(at.rules, at.broken));
                if (Decide(written, at.connection) is AuthorizationDecision.Denied)
                    Assert.IsType<AuthorizationDecision.Denied>(Decide(broken, at.connection));
            });

    [Fact]
    public void A_value_that_cannot_be_read_is_never_dropped_in_silence() =>
        Law.Holds(
            from action in Gen.Elements(PolicyAction.Allow, PolicyAction.Deny)
            from rules in Some(Rule)
            from broken in Gen.Choose(0, 30)
            select (action, rules, broken),
            at =>
            {
                var broken = Break(at.rules, at.broken);
                var findings = Find(at.action, broken).Diagnostics;
                Assert.Equal(
                    broken != at.rules,
                    findings.Any(finding => finding.Code is AuthorizationCodes.InvalidValue or AuthorizationCodes.UnknownCluster));
            });

    [Fact]
    public void A_cluster_that_is_not_told_from_another_keeps_a_rule_as_closed_as_what_cannot_be_read() =>
        Law.Holds(
            from action in Gen.Elements(PolicyAction.Allow, PolicyAction.Deny)
            from rule in Rule
            from isPositive in Gen.Elements(true, false)
            from cluster in Gen.Elements("y", "z", "nowhere")
            from connection in AuthorizationGen.Connection
            select (action, rule, isPositive, cluster, connection),
            at =>
            {
                var (unclear, unreadable) = (With(at.cluster), With(""));
                Assert.Equal(Compile(at.action, [unreadable]), Compile(at.action, [unclear]));
                if (Decide(Compile(at.action, [at.rule]), at.connection) is AuthorizationDecision.Denied && at.action == PolicyAction.Allow)
                    Assert.IsType<AuthorizationDecision.Denied>(Decide(Compile(at.action, [unclear]), at.connection));

                PolicyRuleManifest With(string cluster)
                {
                    var values = Located([cluster]);
                    var condition = new PolicyConditionManifest(
                        new("source.cluster", Nowhere), at.isPositive ? new(values, []) : new([], values), Nowhere);
                    return at.rule with { When = at.rule.When.Add(condition) };
                }
            });

    [Fact]
    public void A_condition_on_a_cluster_is_met_by_identities_of_its_trust_domain_and_by_no_other() =>
        Law.Holds(
            from action in Gen.Elements(PolicyAction.Allow, PolicyAction.Deny)
            from isPositive in Gen.Elements(true, false)
            from connection in AuthorizationGen.Connection
            select (action, isPositive, connection),
            at =>
            {
                var values = Located(["x"]);
                var condition = new PolicyConditionManifest(
                    new("source.cluster", Nowhere), at.isPositive ? new(values, []) : new([], values), Nowhere);
                var isMet = (at.connection.Source.TrustDomain == "other") == at.isPositive;
                Assert.Equal(
                    isMet,
                    ReferenceAuthorizer.Matches(Compile(at.action, [new PolicyRuleManifest([], [], [condition], Nowhere)]), at.connection));
            });

    [Fact]
    public void A_rule_that_needs_HTTP_matches_nothing_that_it_would_not_match_without_and_is_reported() =>
        Law.Holds(
            from action in Gen.Elements(PolicyAction.Allow, PolicyAction.Deny)
            from rule in Rule
            from place in Gen.Choose(0, 2)
            from connection in AuthorizationGen.Connection
            select (action, rule, place, connection),
            at =>
            {
                var rule = NeedsHttp(at.rule, at.place);
                if (rule == at.rule)
                    return;
                if (ReferenceAuthorizer.Matches(Compile(at.action, [rule]), at.connection))
                    Assert.True(at.action == PolicyAction.Deny && ReferenceAuthorizer.Matches(Compile(at.action, [at.rule]), at.connection));
                Assert.Contains(Find(at.action, [rule]).Diagnostics, finding => finding.Code is
                    AuthorizationCodes.AllowsLess or AuthorizationCodes.DeniesOtherwise or AuthorizationCodes.DeniesNothing);
            });

    /// <summary>The rule, asking for what only HTTP shows in every source, in every operation or by a condition more.</summary>
    private static PolicyRuleManifest NeedsHttp(PolicyRuleManifest rule, int place)
    {
        PolicyValues some = new(Located(["some"]), []);
        return place switch
        {
            0 => rule with { From = rule.From.Select(source => source with { RequestPrincipals = some }).ToValueList() },
            1 => rule with { To = rule.To.Select(operation => operation with { Methods = some }).ToValueList() },
            _ => rule with { When = rule.When.Add(new PolicyConditionManifest(new("request.headers[a]", Nowhere), some, Nowhere)) },
        };
    }

    /// <summary>The rules with the n-th of their values made unreadable, if they have as many.</summary>
    private static ValueList<PolicyRuleManifest> Break(ValueList<PolicyRuleManifest> rules, int place)
    {
        var left = place;
        return rules.Select(rule => rule with
        {
            From = rule.From.Select(source => source with
            {
                Namespaces = Values(source.Namespaces),
                Principals = Values(source.Principals),
                ServiceAccounts = Values(source.ServiceAccounts),
                IpBlocks = Values(source.IpBlocks),
            }).ToValueList(),
            To = rule.To.Select(operation => operation with { Ports = Values(operation.Ports) }).ToValueList(),
            When = rule.When.Select(condition => condition with { Values = Values(condition.Values) }).ToValueList(),
        }).ToValueList();

        PolicyValues Values(PolicyValues values) => new(List(values.Any), List(values.None));
        ValueList<Located<string>> List(ValueList<Located<string>> texts) =>
            texts.Select(text => left-- == 0 ? text with { Value = "" } : text).ToValueList();
    }

    private static AuthorizationDecision Decide(AuthorizationPolicy policy, InboundConnection connection) =>
        ReferenceAuthorizer.Decide(new([policy], []), connection);

    private static AuthorizationPolicy Compile(PolicyAction action, ValueList<PolicyRuleManifest> rules) =>
        Find(action, rules).Policy!;

    private static CompiledPolicy Find(PolicyAction action, ValueList<PolicyRuleManifest> rules)
    {
        var meta = new ObjectMeta(new("p", Nowhere), new("a", Nowhere), LocatedMap.Empty, LocatedMap.Empty, null);
        return AuthorizationPolicyCompiler.Compile(
            new AuthorizationPolicyManifest(meta, Nowhere, null, null, new(action, Nowhere), rules), "root", Domains);
    }

    private static Gen<PolicyValues> Values(params string[] values) =>
        from any in Some(Gen.Elements(values))
        from none in Some(Gen.Elements(values))
        from keep in Gen.Choose(0, 3)
        select new PolicyValues(keep is 0 or 1 ? Located(any) : [], keep is 0 or 2 ? Located(none) : []);

    private static ValueList<Located<string>> Located(ValueList<string> values) =>
        values.Select(value => new Located<string>(value, Nowhere)).ToValueList();

    private static Gen<ValueList<T>> Some<T>(Gen<T> items) =>
        from count in Gen.Choose(0, 2)
        from list in items.ListOf(count)
        select list.ToValueList();
}
