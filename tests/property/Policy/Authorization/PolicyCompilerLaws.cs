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

    private static readonly Gen<PolicyRuleManifest> Rule =
        from sources in Some(
            from namespaces in Values("a", "b", "*")
            from principals in Values("td/ns/a/sa/b", "td/*")
            from blocks in Values("10.0.0.1", "10.0.0.0/8")
            select new PolicySourceManifest(
                principals, Nothing, namespaces, Nothing, blocks, Nothing, Nowhere))
        from operations in Some(
            from ports in Values("80", "443")
            select new PolicyOperationManifest(Nothing, ports, Nothing, Nothing, Nowhere))
        from conditions in Some(
            from values in Values("80", "443")
            select new PolicyConditionManifest(new("destination.port", Nowhere), values, Nowhere))
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
                Assert.Equal(broken != at.rules, findings.Any(finding => finding.Severity == Severity.Error));
            });

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
            new AuthorizationPolicyManifest(meta, Nowhere, null, null, new(action, Nowhere), rules), "root", TrustDomains.Default);
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
