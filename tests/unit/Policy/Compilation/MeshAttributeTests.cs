using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>Conditions on where a caller is from, in a mesh of four clusters; two share a trust domain.</summary>
public sealed class MeshAttributeTests
{
    [Theory]
    [InlineData("ALLOW", "source.trustDomain", "values: [north.test]", "north")]
    [InlineData("ALLOW", "source.trustDomain", "values: [north.test, shared.test]", "north south west")]
    [InlineData("ALLOW", "source.trustDomain", "notValues: [shared.test]", "north east nobody")]
    [InlineData("ALLOW", "source.trustDomain", "values: [\"*\"]", "north south west east")]
    [InlineData("DENY", "source.trustDomain", "values: [shared.test]", "north east nobody")]
    [InlineData("ALLOW", "source.cluster", "values: [north]", "north")]
    [InlineData("ALLOW", "source.cluster", "values: [north, east]", "north east")]
    [InlineData("ALLOW", "source.cluster", "notValues: [north]", "south west east nobody")]
    [InlineData("ALLOW", "source.cluster", "values: [\"*\"], notValues: [north]", "south west east")]
    [InlineData("DENY", "source.cluster", "values: [north]", "south west east nobody")]
    public void They_are_met_by_the_trust_domain_that_is_verified(string action, string key, string values, string callers)
    {
        var compilation = Mesh(action, key, values);
        Assert.Empty(AboutPolicies(compilation));
        Assert.Equal(callers, Callers(compilation));
    }

    [Theory]
    [InlineData("ALLOW", "values: [west]", "west", "south", "the rule allows nothing")]
    [InlineData("ALLOW", "values: [north, south]", "south", "west", "the rule allows nothing")]
    [InlineData("ALLOW", "notValues: [south]", "south", "west", "the rule allows nothing")]
    [InlineData("DENY", "values: [south]", "south", "west", "the rule denies whatever it might be")]
    [InlineData("DENY", "notValues: [south]", "south", "west", "the rule denies whatever it might be")]
    public void A_cluster_that_shares_its_trust_domain_keeps_the_rule_closed(
        string action, string values, string culprit, string other, string effect)
    {
        var compilation = Mesh(action, "source.cluster", values);
        Assert.EndsWith(
            $"warning AZ010: `{culprit}` is a cluster that shares the trust domain `shared.test` with `{other}`, which no identity "
            + $"tells it from, so {effect}; set a `trustDomain` of its own in the `mesh.yaml` of `{culprit}`",
            Assert.Single(AboutPolicies(compilation)));
        Assert.Equal("", Callers(compilation));
    }

    [Theory]
    [InlineData("ALLOW", "the rule allows nothing")]
    [InlineData("DENY", "the rule denies whatever it might be")]
    public void An_unknown_cluster_keeps_the_rule_closed(string action, string effect)
    {
        var compilation = Mesh(action, "source.cluster", "values: [moon]");
        Assert.EndsWith(
            $"warning AZ009: `moon` is no cluster of the mesh, so {effect}; write a cluster's id, which is the name of its folder, or `*`",
            Assert.Single(AboutPolicies(compilation)));
        Assert.Equal("", Callers(compilation));
    }

    [Fact]
    public void A_cluster_whose_last_good_state_stays_is_known_by_the_trust_domain_of_that()
    {
        var good = Mesh("ALLOW", "source.cluster", "values: [north]");
        var broken = Mesh("ALLOW", "source.cluster", "values: [north]", "new.test", "{kind: broken", good);
        Assert.Equal("north.test", broken.Mesh.Find("north")!.TrustDomain);
        Assert.Equal("north", Callers(broken));

        var mended = Mesh("ALLOW", "source.cluster", "values: [north]", "new.test", "", broken);
        Assert.Equal("new.test", mended.Mesh.Find("north")!.TrustDomain);
        Assert.Equal("", Callers(mended));
    }

    [Fact]
    public void Aliases_count_for_principals_and_not_for_these()
    {
        var compilation = Compile(
            null,
            Config("trustDomain: td\ntrustDomainAliases: [old]"),
            [Cluster("east", Policy("a", "from: [{source: {principals: [td/ns/a/sa/b]}}]"), Policy("b", "when: [{key: source.trustDomain, values: [td]}]"))]);
        Assert.Empty(AboutPolicies(compilation));
        Assert.Equal(
            ["td/ns/a/sa/b old/ns/a/sa/b", "td/"],
            compilation.Mesh.Clusters[0].Authorizations.Select(policy => string.Join(' ', Assert.Single(policy.Groups[0].Rules[0].Matches).Principals.Select(
                principal => principal is StringMatch.Exact exact ? exact.Value : ((StringMatch.Prefix)principal).Value))));
    }

    [Fact]
    public void Aliases_of_a_cluster_stand_in_the_place_of_the_common_ones()
    {
        var common = Config("trustDomainAliases: [a, b]");
        Assert.Equal("cluster.local a b", Domains(Compile(null, common, [Cluster("east", Shop)])));
        var own = Cluster("east", Shop) with { Config = new SourceText("clusters/east/mesh.yaml", "trustDomainAliases: []") };
        Assert.Equal("cluster.local", Domains(Compile(null, common, [own])));

        var broken = Compile(null, Config("trustDomainAliases: [a/b]"), [Cluster("east", Shop)], Compile(null, common, [Cluster("east", Shop)]));
        Assert.Equal("cluster.local a b", Domains(broken));
    }

    /// <summary>What is found in policies; that the clusters do not believe each other is another matter.</summary>
    private static IEnumerable<string> AboutPolicies(MeshCompilation compilation) =>
        Findings(compilation).Where(finding => finding.Contains(" AZ", StringComparison.Ordinal));

    private const string Shop =
        "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: p}, spec: {rules: [{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}]}]}}";

    private static string Domains(MeshCompilation compilation) => string.Join(
        ' ',
        compilation.Mesh.Clusters[0].Authorizations[0].Groups[0].Rules[0].Matches[0].Principals
            .Select(principal => ((StringMatch.Exact)principal).Value.Split('/')[0]));

    private static string Policy(string name, string rule, string action = "ALLOW") =>
        $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: {name}}}, spec: {{action: {action}, rules: [{{{rule}}}]}}}}";

    private static MeshCompilation Mesh(
        string action, string key, string values, string northDomain = "north.test", string north = "", MeshCompilation? previous = null) => Compile(
        null,
        Config("trustDomain: shared.test"),
        [
            Of("east", "east.test", Policy("p", $"when: [{{key: {key}, {values}}}]", action)),
            Of("north", northDomain, north),
            Cluster("south"),
            Cluster("west"),
        ],
        previous);

    private static ClusterSources Of(string id, string trustDomain, string document) =>
        Cluster(id, document) with { Config = new SourceText($"clusters/{id}/mesh.yaml", $"trustDomain: {trustDomain}") };

    /// <summary>Those of a caller in each cluster, and of one without identity, who are let in.</summary>
    private static string Callers(MeshCompilation compilation)
    {
        (string Name, SpiffeId Id)[] callers =
        [
            ("north", new("north.test", "a", "b")),
            ("south", new("shared.test", "a", "b")),
            ("west", new("shared.test", "a", "c")),
            ("east", new("east.test", "a", "b")),
            ("nobody", default),
        ];
        var policies = PolicyIndex.Create(compilation.Mesh.Find("east")!.Authorizations).For("default", []);
        return string.Join(' ', callers
            .Where(caller => policies.Allows(new InboundConnection(IPAddress.Loopback, caller.Id, IPAddress.Loopback, 80)))
            .Select(caller => caller.Name));
    }
}
