using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Unit.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

/// <summary>
/// The stacks that Istio's own tests convert, with what becomes of them there; a stack is root, namespace and workload,
/// a policy for ports is their groups.
/// </summary>
public sealed class PeerAuthenticationsTests
{
    private const string Root = "istio-system";
    private const string None = "";
    private const string Strict = "static strict";

    private static readonly LabelSet Labels = LabelSet.Create([new("app", "a")]);

    [Theory]
    [InlineData(None, None, "STRICT", None)]
    [InlineData(None, None, "DISABLE 9090:STRICT", "9090 without identity")]
    [InlineData(None, None, "PERMISSIVE 9090:STRICT 8080:PERMISSIVE", "9090 without identity")]
    [InlineData(None, None, "UNSET 8080:STRICT", "8080 without identity")]
    [InlineData("PERMISSIVE", "PERMISSIVE", "UNSET 9090:STRICT 8080:STRICT", "8080 without identity, 9090 without identity")]
    [InlineData("PERMISSIVE", "UNSET", "UNSET 9090:STRICT 8080:PERMISSIVE", "9090 without identity")]
    [InlineData("STRICT", "PERMISSIVE", "UNSET 9090:STRICT", "9090 without identity")]
    [InlineData("PERMISSIVE", None, "UNSET 9090:PERMISSIVE", None)]
    [InlineData(None, None, "STRICT 9090:DISABLE", "not 9090 without identity")]
    [InlineData(None, None, "STRICT 9090:PERMISSIVE", "not 9090 without identity")]
    [InlineData(None, None, "STRICT 9090:STRICT 8080:PERMISSIVE", "not 8080 without identity")]
    [InlineData(None, None, "STRICT 9090:STRICT", None)]
    [InlineData("STRICT", None, "UNSET 9090:PERMISSIVE", "not 9090 without identity")]
    [InlineData("PERMISSIVE", "STRICT", "UNSET 9090:PERMISSIVE", "not 9090 without identity")]
    [InlineData("STRICT", None, "UNSET 9090:PERMISSIVE 8080:STRICT", "not 9090 without identity")]
    public void Ports_that_differ_make_a_policy(string? root, string? ns, string? workload, string converted) =>
        Assert.Equal(
            converted,
            string.Join("; ", Stack(root, ns, workload).Policies.Where(policy => policy.Key.Namespace != Root).Select(Show)));

    [Theory]
    [InlineData(None, None, None, None)]
    [InlineData("STRICT", None, None, Strict)]
    [InlineData("STRICT", "UNSET", None, Strict)]
    [InlineData("STRICT", "DISABLE", None, None)]
    [InlineData("PERMISSIVE", "STRICT", None, Strict)]
    [InlineData("STRICT", None, "PERMISSIVE", None)]
    [InlineData(None, None, "STRICT", Strict)]
    [InlineData(None, None, "STRICT 9090:STRICT", Strict)]
    [InlineData(None, None, "STRICT 9090:DISABLE", "converted")]
    [InlineData("STRICT", None, "DISABLE 9090:STRICT", "converted")]
    [InlineData("STRICT", None, "UNSET 9090:PERMISSIVE", "converted")]
    [InlineData("PERMISSIVE", None, "UNSET 9090:STRICT", "converted")]
    [InlineData("PERMISSIVE", None, "UNSET 9090:DISABLE", None)]
    [InlineData("STRICT", None, "UNSET", Strict)]
    [InlineData("STRICT", None, "UNSET 9090:UNSET", Strict)]
    public void A_workload_lists_the_policy_that_it_needs(string? root, string? ns, string? workload, string listed) =>
        Assert.Equal(listed, Listed(Stack(root, ns, workload)));

    [Fact]
    public void A_port_that_is_DISABLE_takes_plaintext_though_all_above_is_STRICT_unlike_in_Istio()
    {
        var peers = Stack("STRICT", None, "UNSET 9090:DISABLE");
        Assert.Equal("converted", Listed(peers));
        Assert.Equal((MtlsMode.Disable, MtlsMode.Strict), (peers.For("shop", Labels).Of(9090), peers.For("shop", Labels).Of(80)));
    }

    [Fact]
    public void All_that_is_strict_shares_one_policy_which_is_there_as_soon_as_anything_is()
    {
        Assert.Empty(Stack(None, None, None).Policies);
        var policy = Assert.Single(Stack(None, "PERMISSIVE", None).Policies);
        Assert.Equal("istio-system/istio_converted_static_strict", policy.Key.ToString());
        Assert.Equal("without identity", Show(policy));
    }

    [Fact]
    public void Where_nobody_says_peers_may_stay_unknown() =>
        Assert.Equal(MtlsMode.Permissive, Stack(None, "UNSET", "UNSET").For("shop", Labels).Of(80));

    [Fact]
    public void One_in_the_root_namespace_that_selects_workloads_counts_for_nothing()
    {
        var peers = PeerAuthentications.Create([Peer(Root, "STRICT 9090:DISABLE", "selector: {matchLabels: {app: a}}, ")], Root);
        Assert.Equal(MtlsMode.Permissive, peers.For("shop", Labels).Of(80));
        Assert.Equal(MtlsMode.Permissive, peers.For(Root, Labels).Of(80));
        Assert.Single(peers.Policies);
    }

    [Fact]
    public void A_selector_without_labels_is_none()
    {
        var peers = PeerAuthentications.Create([Peer("shop", "STRICT", "selector: {matchLabels: {}}, ")], Root);
        Assert.Equal(MtlsMode.Strict, peers.For("shop", LabelSet.Empty).Of(80));
    }

    [Fact]
    public void Of_several_at_a_level_the_oldest_counts()
    {
        var young = Peer("shop", "STRICT", "") with { Key = new("shop", "a"), Created = DateTimeOffset.UnixEpoch.AddDays(1) };
        var old = Peer("shop", "DISABLE", "") with { Key = new("shop", "b"), Created = DateTimeOffset.UnixEpoch };
        Assert.Equal(MtlsMode.Disable, PeerAuthentications.Create([young, old], Root).For("shop", Labels).Of(80));
    }

    private static PeerAuthentications Stack(string? root, string? ns, string? workload)
    {
        (string Namespace, string? Text, string Selector)[] levels =
            [(Root, root, ""), ("shop", ns, ""), ("shop", workload, "selector: {matchLabels: {app: a}}, ")];
        return PeerAuthentications.Create(
            levels.Where(level => !string.IsNullOrEmpty(level.Text)).Select(level => Peer(level.Namespace, level.Text!, level.Selector)),
            Root);
    }

    private static PeerAuthentication Peer(string ns, string text, string selector)
    {
        var (mode, ports) = text.Split(' ') is [var first, .. var rest] ? (first, rest) : (text, []);
        var levels = string.Join(", ", ports.Select(port => port.Split(':')).Select(port => $"{port[0]}: {{mode: {port[1]}}}"));
        var name = selector.Length == 0 ? "all" : "some";
        return PeerAuthentication.Of(Reading.One<PeerAuthenticationManifest>(
            $"{{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {{name: {name}, namespace: {ns}}}, "
            + $"spec: {{{selector}mtls: {{mode: {mode}}}, portLevelMtls: {{{levels}}}}}}}"));
    }

    private static string Listed(PeerAuthentications peers) => string.Join(' ', peers.PoliciesOf("shop", Labels).Select(key => key.ToString() switch
    {
        "istio-system/istio_converted_static_strict" => Strict,
        "shop/converted_peer_authentication_some" => "converted",
        var other => other,
    }));

    private static string Show(AuthorizationPolicy policy)
    {
        Assert.Equal((AuthorizationAction.Deny, AuthorizationScope.WorkloadSelector), (policy.Action, policy.Scope));
        return string.Join(", ", policy.Groups.Select(group =>
        {
            var matches = group.Rules.Select(rules => Assert.Single(rules.Matches)).ToArray();
            Assert.Equal(new StringMatch.Presence(), Assert.Single(matches.SelectMany(match => match.NotPrincipals)));
            string[] words =
            [
                .. matches.SelectMany(match => match.DestinationPorts).Select(port => $"{port}"),
                .. matches.SelectMany(match => match.NotDestinationPorts).Select(port => $"not {port}"),
                "without identity",
            ];
            return string.Join(' ', words);
        }));
    }
}
