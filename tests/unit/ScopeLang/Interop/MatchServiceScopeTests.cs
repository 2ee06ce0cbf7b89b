using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.ScopeLang.Interop;

/// <summary>The cases of Istio's TestMatchServiceScope, through the import of the configuration.</summary>
public sealed class MatchServiceScopeTests
{
    private const string GlobalIn = "{ matchExpressions: [{ key: istio.io/global, operator: In, values: ['true'] }] }";
    private const string GlobalIs = "{ matchLabels: { istio.io/global: 'true' } }";
    private const string NotLocal = "{ matchExpressions: [{ key: istio.io/local, operator: DoesNotExist }] }";

    [Theory]
    [InlineData("service opt-in, no match", "", "", GlobalIn, "", Scope.Local)]
    [InlineData("global by default, namespace opted out", "istio.io/local", NotLocal, "", "", Scope.Local)]
    [InlineData("namespace opt-in, wrong value", "istio.io/global=false", GlobalIs, "", "", Scope.Local)]
    [InlineData("service opt-in, match", "", "", GlobalIs, "istio.io/global", Scope.Global)]
    [InlineData("global by default, namespace not opted out", "", NotLocal, "", "istio.io/global", Scope.Global)]
    [InlineData("namespace opt-in, match", "istio.io/global", GlobalIs, "", "istio.io/global", Scope.Global)]
    [InlineData("namespace and service opt-in", "istio.io/global", GlobalIs, GlobalIs, "istio.io/global", Scope.Global)]
    [InlineData("the service lacks the label", "", "", GlobalIs, "", Scope.Local)]
    [InlineData("namespace opted out", "istio.io/local", NotLocal, NotLocal, "istio.io/global", Scope.Local)]
    [InlineData("service opted out", "", NotLocal, NotLocal, "istio.io/local", Scope.Local)]
    [InlineData("nobody opted out", "", NotLocal, NotLocal, "istio.io/global", Scope.Global)]
    [InlineData("namespace opted in, service out", "istio.io/global", GlobalIn, NotLocal, "istio.io/local", Scope.Local)]
    public void A_service_has_the_scope_that_Istio_gives_it(
        string situation, string nsLabel, string nsSelector, string selector, string label, Scope expected)
    {
        var yaml = $"""
            serviceScopeConfigs:
              - namespaceSelector: {nsSelector}
                servicesSelector: {selector}
                scope: GLOBAL
            """;
        var import = ServiceScopeConfigs.Import(yaml);
        Assert.Equal([], import.Diagnostics);
        var ns = NamespaceFacts.Known("ns", Labels(nsLabel).With("istio.io/dataplane-mode", "ambient"));
        var decision = import.Policy!.Decide(new ScopeFacts("c", ns, "svc", Labels(label)));
        Assert.True(expected == decision.Scope, situation);
        Assert.Equal(expected == Scope.Global ? "serviceScopeConfigs[0]" : null, decision.Rule);
    }

    private static LabelSet Labels(string label) => label.Split('=') switch
    {
        [""] => LabelSet.Empty,
        [var key] => LabelSet.Create([new(key, "true")]),
        [var key, var value, ..] => LabelSet.Create([new(key, value)]),
        [] => LabelSet.Empty,
    };
}
