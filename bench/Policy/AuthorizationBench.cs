using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Policy;

/// <summary>One decision on a connection by 10,000 global policies of 10 rules.</summary>
internal static class AuthorizationBench
{
    private const int Policies = 10_000;
    private const int Rules = 10;

    private static readonly InboundConnection Connection = new(
        IPAddress.Parse("192.0.2.1"), new SpiffeId("cluster.local", "shop", "web"), IPAddress.Parse("10.0.0.1"), 8080);

    public static IEnumerable<Table> Run()
    {
        var denies = Create(AuthorizationAction.Deny);
        var allows = Create(AuthorizationAction.Allow);
        yield return Run("DENY, none matches", denies, Connection, isAllowed: true);
        yield return Run("DENY, none matches, no identity", denies, Connection with { Source = default }, isAllowed: true);
        yield return Run("ALLOW, none matches", allows, Connection, isAllowed: false);
        yield return Run(
            "ALLOW, one matches, half of them before it",
            allows.SetItem(Policies / 2, allows[Policies / 2] with { Groups = [Group(new() { Principals = [Exact(Connection.Source.Principal)] })] }),
            Connection,
            isAllowed: true);
    }

    private static Table Run(
        string title, ImmutableArray<AuthorizationPolicy> policies, InboundConnection connection, bool isAllowed)
    {
        var oneByOne = new OneByOne(policies);

        // Workloads list all that applies to them.
        var listed = policies.Select(policy => policy.Key).ToValueList();
        var index = PolicyIndex.Create(policies);
        var ours = index.For("shop", listed);
        var applicable = new ApplicablePolicies(policies.ToValueList(), []);
        var expected = ReferenceAuthorizer.Decide(applicable, connection);
        if (expected is AuthorizationDecision.Allowed != isAllowed
            || oneByOne.Allows(connection) != isAllowed
            || ours.Allows(connection) != isAllowed
            || ours.Decide(connection) != expected)
            throw new InvalidOperationException("contenders disagree");
        return new Table(
            $"one connection, {Policies:N0} global policies of {Rules} rules: {title}",
            Series.Run(
                [
                    new("one by one", () => Repeat(1, () => oneByOne.Allows(connection))),
                    new("WorkloadPolicies.Decide", () => Repeat(1_000, () => ours.Decide(connection) is AuthorizationDecision.Allowed)),
                    new("WorkloadPolicies.Allows", () => Repeat(1_000, () => ours.Allows(connection))),
                    new("reference", () => Repeat(1, () => ReferenceAuthorizer.Decide(applicable, connection) is AuthorizationDecision.Allowed)),
                    new("PolicyIndex.For", () => Repeat(1, () => index.For("shop", listed) is not null)),
                    new("PolicyIndex.Create", () => Repeat(1, () => PolicyIndex.Create(policies) is not null)),
                ],
                rounds: 5,
                turn: TimeSpan.FromMilliseconds(50)));
    }

    private static ImmutableArray<AuthorizationPolicy> Create(AuthorizationAction action) =>
    [
        .. Enumerable.Range(0, Policies).Select(policy => new AuthorizationPolicy(
            new NamespacedName("istio-system", $"policy-{policy}"),
            AuthorizationScope.Global,
            action,
            Enumerable.Range(0, Rules).Select(rule => Group(Rule(policy * Rules + rule))).ToValueList())),
    ];

    /// <summary>Rules of four kinds. Many share a namespace and a port, as rules do.</summary>
    private static AuthorizationMatch Rule(int i) => (i % 4) switch
    {
        0 => new() { Principals = [Exact($"cluster.local/ns/ns-{i % 1_000}/sa/account-{i}")] },
        1 => new() { Namespaces = [Exact($"ns-{i % 1_000}")], DestinationPorts = [8080] },
        2 => new() { SourceIps = [new AddressBlock(new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), 32)] },
        _ => new() { Namespaces = [Exact($"ns-{i % 1_000}")], DestinationPorts = [9_000 + i % 10] },
    };

    private static AuthorizationGroup Group(AuthorizationMatch match) => new([new AuthorizationRules([match])]);

    private static StringMatch Exact(string text) => new StringMatch.Exact(text);

    private static int Repeat(int times, Func<bool> work)
    {
        var allowed = 0;
        for (var i = 0; i < times; i++)
            allowed += work() ? 1 : 0;
        return allowed >= 0 ? times : 0;
    }
}
