using ScopeMesh.Policy.Authorization;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

/// <summary>What principals mean where a trust domain has aliases; a trust domain in Istio's own tests is <c>td1</c>.</summary>
public sealed class PolicyTrustTests
{
    [Theory]
    [InlineData("td1/ns/foo/sa/bar", "td1/ns/foo/sa/bar old/ns/foo/sa/bar")]
    [InlineData("old/ns/foo/sa/bar", "td1/ns/foo/sa/bar old/ns/foo/sa/bar")]
    [InlineData("cluster.local/ns/foo/sa/bar", "td1/ns/foo/sa/bar old/ns/foo/sa/bar cluster.local/ns/foo/sa/bar")]
    [InlineData("td1/ns/foo/*", "td1/ns/foo/* old/ns/foo/*")]
    [InlineData("old/*", "td1/* old/*")]
    [InlineData("*d1/ns/foo/sa/bar", "*d1/ns/foo/sa/bar old/ns/foo/sa/bar")]
    [InlineData("*/ns/foo/sa/bar", "*/ns/foo/sa/bar")]
    [InlineData("*foo/sa/bar", "*foo/sa/bar")]
    [InlineData("other/ns/foo/sa/bar", "other/ns/foo/sa/bar")]
    [InlineData("td1*", "td1*")]
    [InlineData("td1", "td1")]
    [InlineData("*", "*")]
    public void A_principal_of_one_name_is_of_all(string written, string meant) => Assert.Equal(
        meant.Split(' ').Select(StringMatch.Parse),
        new PolicyTrust("td1", ["old"], []).AllOf(StringMatch.Parse(written)));

    [Fact]
    public void Without_aliases_only_cluster_local_has_another_name()
    {
        var domains = new PolicyTrust("td1", [], []);
        Assert.Equal([StringMatch.Parse("td1/ns/a/sa/b")], domains.AllOf(StringMatch.Parse("td1/ns/a/sa/b")));
        Assert.Equal(2, domains.AllOf(StringMatch.Parse("cluster.local/ns/a/sa/b")).Count);
        Assert.Single(PolicyTrust.Default.AllOf(StringMatch.Parse("cluster.local/ns/a/sa/b")));
    }

    [Fact]
    public void An_alias_that_is_the_trust_domain_counts_once() =>
        Assert.Single(new PolicyTrust("td1", ["td1"], []).AllOf(StringMatch.Parse("td1/ns/a/sa/b")));
}
