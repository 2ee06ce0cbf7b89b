using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Tests.Unit.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class AuthorizationPolicyCompilerTests
{
    [Theory]
    [InlineData("root", "{}", AuthorizationScope.Global)]
    [InlineData("shop", "{}", AuthorizationScope.Namespace)]
    [InlineData("root", "{selector: {matchLabels: {app: a}}}", AuthorizationScope.WorkloadSelector)]
    [InlineData("shop", "{selector: {matchLabels: {app: a}}}", AuthorizationScope.WorkloadSelector)]
    public void The_place_and_the_selector_make_the_scope(string ns, string spec, AuthorizationScope scope)
    {
        var compiled = Compile(spec, ns);
        Assert.Equal(scope, compiled.Policy?.Scope);
        Assert.Equal(new NamespacedName(ns, "p"), compiled.Policy?.Key);
        Assert.Equal(scope == AuthorizationScope.WorkloadSelector ? "app in (a)" : null, compiled.Selector?.ToString());
    }

    [Fact]
    public void Sources_operations_and_conditions_become_clauses_of_a_group()
    {
        var policy = Sound(
            """
            {action: DENY, rules: [
              {from: [{source: {principals: ["td/*"], notNamespaces: [b, "*-dev"]}}, {source: {ipBlocks: [10.0.0.0/8], serviceAccounts: [a, x/y]}}],
               to: [{operation: {ports: ["80"], notPorts: ["81", "82"]}}],
               when: [{key: source.ip, values: [192.0.2.1]}, {key: destination.ip, notValues: ["fd00::/8"]}]},
              {}]}
            """);
        AuthorizationGroup first = new(
        [
            new(
            [
                new()
                {
                    Principals = [new StringMatch.Prefix("td/")],
                    NotNamespaces = [new StringMatch.Exact("b"), new StringMatch.Suffix("-dev")],
                },
                new() { SourceIps = [Block("10.0.0.0/8")], ServiceAccounts = [new("shop", "a"), new("x", "y")] },
            ]),
            new([new() { DestinationPorts = [80], NotDestinationPorts = [81, 82] }]),
            new([new() { SourceIps = [Block("192.0.2.1/32")] }]),
            new([new() { NotDestinationIps = [Block("fd00::/8")] }]),
        ]);
        Assert.Equal(AuthorizationAction.Deny, policy.Action);
        Assert.Equal([first, new AuthorizationGroup([])], policy.Groups);
    }

    [Theory]
    [InlineData("{key: source.namespace, values: [a]}")]
    [InlineData("{key: source.principal, values: [a]}")]
    [InlineData("{key: source.ip, values: [10.0.0.1]}")]
    [InlineData("{key: destination.ip, values: [10.0.0.1]}")]
    [InlineData("{key: destination.port, values: [\"80\"]}")]
    public void Conditions_below_HTTP_are_kept(string condition)
    {
        var match = Assert.Single(Assert.Single(Assert.Single(Sound($"{{rules: [{{when: [{condition}]}}]}}").Groups).Rules).Matches);
        Assert.False(match.IsEmpty);
    }

    [Theory]
    [InlineData("to: [{operation: {hosts: [a], notPaths: [b]}}]", "hosts`, `notPaths")]
    [InlineData("to: [{operation: {ports: [\"80\"], methods: [GET]}}]", "methods")]
    [InlineData("from: [{source: {requestPrincipals: [a], notRemoteIpBlocks: [10.0.0.1]}}]", "notRemoteIpBlocks`, `requestPrincipals")]
    [InlineData("from: [{source: {principals: [a]}}], when: [{key: \"request.headers[x]\", values: [a]}]", "request.headers[x]")]
    [InlineData("when: [{key: remote.ip, values: [a]}]", "remote.ip")]
    [InlineData("when: [{key: connection.sni, notValues: [a]}]", "connection.sni")]
    public void An_ALLOW_rule_that_needs_HTTP_allows_nothing(string rule, string fields)
    {
        var compiled = Compile($"{{rules: [{{{rule}}}, {{to: [{{operation: {{ports: [\"1\"]}}}}]}}]}}");
        Assert.Equal(
            [$"f.yaml:4:17: warning AZ002: the rule asks for `{fields}`, which only HTTP shows, so it allows nothing; ask for identities, addresses and ports alone"],
            Findings(compiled));
        Assert.Equal(
            [new AuthorizationGroup([new([new() { DestinationPorts = [1] }])])],
            compiled.Policy!.Groups);
    }

    [Fact]
    public void A_DENY_rule_is_enforced_without_what_needs_HTTP()
    {
        var compiled = Compile("{action: DENY, rules: [{to: [{operation: {ports: [\"80\"], methods: [GET]}}, {operation: {hosts: [a]}}]}]}");
        Assert.Equal(
            ["f.yaml:4:31: warning AZ003: the rule asks for `hosts`, `methods`, which only HTTP shows, so it is enforced without that; ask for identities, addresses and ports alone"],
            Findings(compiled));
        Assert.Equal(
            [new AuthorizationGroup([new([new() { DestinationPorts = [80] }, AuthorizationMatch.Empty])])],
            compiled.Policy!.Groups);
    }

    [Theory]
    [InlineData("to: [{operation: {methods: [GET]}}]")]
    [InlineData("from: [{source: {principals: [a]}}], to: [{operation: {methods: [GET]}}]")]
    [InlineData("from: [{source: {principals: [a]}}], when: [{key: request.auth.audiences, values: [GET]}]")]
    public void A_DENY_rule_with_a_clause_of_HTTP_alone_denies_nothing(string rule)
    {
        var compiled = Compile($"{{action: DENY, rules: [{{{rule}}}]}}");
        Assert.Equal(AuthorizationCodes.DeniesNothing, Assert.Single(compiled.Diagnostics).Code);
        Assert.EndsWith(", which only HTTP shows, so it denies nothing; ask for identities, addresses and ports alone", Findings(compiled)[0]);
        Assert.False(ReferenceAuthorizer.Matches(compiled.Policy!, Connections.Mutual));
    }

    [Theory]
    [InlineData("to: [{operation: {ports: [\"80\", «http»]}}]", "AZ005: `http` is no port, so the rule {0}; write a number from 1 to 65535, in quotes")]
    [InlineData("to: [{operation: {notPorts: [«\"0\"»]}}]", "AZ005: `0` is no port, so the rule {0}; write a number from 1 to 65535, in quotes")]
    [InlineData("when: [{key: destination.port, values: [«\"65536\"»]}]", "AZ005: `65536` is no port, so the rule {0}; write a number from 1 to 65535, in quotes")]
    [InlineData("from: [{source: {ipBlocks: [«10.0.0.0/33»]}}]", "AZ005: `10.0.0.0/33` is no address or range of addresses, so the rule {0}; write one such as `10.0.0.1` or `10.0.0.0/8`")]
    [InlineData("from: [{source: {namespaces: [«\"\"»]}}]", "AZ005: `` is no name, so the rule {0}; write a name, `*`, or one with `*` at one end")]
    [InlineData("from: [{source: {namespaces: [«\"a*b\"»]}}]", "AZ005: `a*b` is no name, so the rule {0}; write a name, `*`, or one with `*` at one end")]
    [InlineData("when: [{key: source.namespace, notValues: [«\"*b*\"»]}]", "AZ005: `*b*` is no name, so the rule {0}; write a name, `*`, or one with `*` at one end")]
    [InlineData("from: [{source: {notPrincipals: [«\"td/ns/*/sa/a\"»]}}]", "AZ005: `td/ns/*/sa/a` is no principal, so the rule {0}; write `TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, without `spiffe://`")]
    [InlineData("from: [{source: {ipBlocks: [«\"::ffff:10.0.0.1\"»]}}]", "AZ005: `::ffff:10.0.0.1` is no address or range of addresses, so the rule {0}; write one such as `10.0.0.1` or `10.0.0.0/8`")]
    [InlineData("when: [{key: source.trustDomain, values: [«\"td*\"»]}]", "AZ005: `td*` is no trust domain, so the rule {0}; write its whole name, or `*`")]
    [InlineData("from: [{source: {notPrincipals: [«\"spiffe://td/ns/sample/sa/x\"»]}}]", "AZ005: `spiffe://td/ns/sample/sa/x` is no principal, so the rule {0}; write `TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, without `spiffe://`")]
    [InlineData("from: [{source: {serviceAccounts: [«a/b/c»]}}]", "AZ005: `a/b/c` is no service account, so the rule {0}; write `NAMESPACE/NAME`, or `NAME` for one of the policy's namespace")]
    [InlineData("from: [{source: {serviceAccounts: [«\"a/*\"»]}}]", "AZ005: `a/*` is no service account, so the rule {0}; write `NAMESPACE/NAME`, or `NAME` for one of the policy's namespace")]
    [InlineData("when: [{key: «source.adress», values: [10.0.0.1]}]", "AZ006: `source.adress` is no attribute, so the rule {0}; write one such as `source.ip` or `destination.port`")]
    public void A_value_that_cannot_be_read_keeps_the_rule_closed(string rule, string finding)
    {
        var allow = $"{{rules: [{{{rule}}}]}}";
        Marked.Finds("error " + finding.Replace("{0}", "allows nothing"), Text(allow), text => CompileText(text).Diagnostics);
        Assert.Empty(Compile(Marked.Remove(allow)).Policy!.Groups);

        var deny = $"{{action: DENY, rules: [{{{rule}}}]}}";
        Marked.Finds("error " + finding.Replace("{0}", "denies whatever it might be"), Text(deny), text => CompileText(text).Diagnostics);
        Assert.True(ReferenceAuthorizer.Matches(Compile(Marked.Remove(deny)).Policy!, Connections.Mutual));
    }

    [Fact]
    public void A_DENY_rule_keeps_what_it_excludes_and_what_else_it_asks()
    {
        var policy = Compile("{action: DENY, rules: [{to: [{operation: {notPorts: [\"80\", http]}}], from: [{source: {ipBlocks: [x], namespaces: [a]}}]}]}").Policy!;
        Assert.Equal(
            [new AuthorizationGroup([new([new() { Namespaces = [new StringMatch.Exact("a")] }]), new([new() { NotDestinationPorts = [80] }])])],
            policy.Groups);
    }

    [Theory]
    [InlineData("{«action»: AUDIT}", "AUDIT")]
    [InlineData("{«action»: CUSTOM, provider: {name: x}}", "CUSTOM")]
    public void Other_actions_are_not_for_node_proxies(string spec, string action)
    {
        var compiled = Compile(Marked.Remove(spec));
        Assert.Null(compiled.Policy);
        Assert.Equal([$"f.yaml:4:16: warning AZ001: node proxies do not know the action `{action}`; write `ALLOW` or `DENY`"], Findings(compiled));
    }

    [Fact]
    public void A_policy_with_targets_is_for_waypoints()
    {
        var compiled = Compile("{targetRefs: [{kind: Service, name: a}]}");
        Assert.Null(compiled.Policy);
        Assert.Equal(
            ["f.yaml:4:8: warning AZ001: the policy has targets, and so is for waypoints alone; select workloads by `selector`"],
            Findings(compiled));
    }

    [Fact]
    public void A_dry_run_is_compiled_as_such_and_reported()
    {
        var compiled = CompileText(DryRun("\"true\""));
        Assert.True(compiled.Policy!.IsDryRun);
        Assert.Equal(
            ["f.yaml:3:53: warning AZ001: `istio.io/dry-run` keeps the policy from being enforced; take the annotation off"],
            Findings(compiled));
    }

    [Theory]
    [InlineData("\"false\"")]
    [InlineData("F")]
    public void A_dry_run_that_is_off_changes_nothing(string value) =>
        Assert.Equal(Compile("{}").Policy, CompileText(DryRun(value)).Policy);

    [Fact]
    public void A_dry_run_that_is_neither_on_nor_off_is_enforced_and_reported()
    {
        var compiled = CompileText(DryRun("on-fridays"));
        Assert.False(compiled.Policy!.IsDryRun);
        Assert.Equal(
            ["f.yaml:3:53: warning AZ011: `istio.io/dry-run` is `on-fridays`, so the policy is enforced; write `\"true\"` or `\"false\"`"],
            Findings(compiled));
    }

    [Fact]
    public void A_DENY_policy_without_rules_denies_nothing_and_is_reported()
    {
        var compiled = Compile("{action: DENY}");
        Assert.Empty(compiled.Policy!.Groups);
        Assert.Equal(
            ["f.yaml:4:16: warning AZ012: a `DENY` policy without rules denies nothing; add rules; `rules: [{}]` denies everything"],
            Findings(compiled));
    }

    [Fact]
    public void An_empty_policy_denies_everything()
    {
        var policy = Sound("{}");
        Assert.Equal(AuthorizationAction.Allow, policy.Action);
        Assert.Equal(
            "allow policies exist, but none allowed: shop/p",
            Authorizer.Decide(PolicyIndex.Create([policy]), "shop", [], Connections.Mutual).ToString());
    }

    private static string DryRun(string value) =>
        Text("{}").Replace("{name: p,", $"{{name: p, annotations: {{istio.io/dry-run: {value}}},", StringComparison.Ordinal);

    private static AuthorizationPolicy Sound(string spec)
    {
        var compiled = Compile(spec);
        Assert.Empty(compiled.Diagnostics);
        return Assert.IsType<AuthorizationPolicy>(compiled.Policy);
    }

    private static CompiledPolicy Compile(string spec, string ns = "shop") => CompileText(Text(spec, ns));

    private static CompiledPolicy CompileText(string text) =>
        AuthorizationPolicyCompiler.Compile(Reading.One<AuthorizationPolicyManifest>(text), "root", PolicyTrust.Default);

    private static string Text(string spec, string ns = "shop") =>
        $"apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {{name: p, namespace: {ns}}}\nspec: {spec}\n";

    private static string[] Findings(CompiledPolicy compiled) =>
        [.. compiled.Diagnostics.Select(diagnostic => diagnostic.ToString())];

    private static AddressBlock Block(string text) =>
        AddressBlock.TryParse(text, out var block) ? block : throw new ArgumentException(text);
}
