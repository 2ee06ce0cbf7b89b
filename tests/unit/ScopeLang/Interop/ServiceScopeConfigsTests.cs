using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Interop;

public sealed class ServiceScopeConfigsTests
{
    private const string OptIn = "global \"serviceScopeConfigs[0]\" when service(istio.io/global=true)\n";

    [Theory]
    [InlineData("""
        - scope: GLOBAL
          servicesSelector: { matchLabels: { istio.io/global: "true" } }
        """)]
    [InlineData("""
        serviceScopeConfigs:
          - scope: GLOBAL
            servicesSelector:
              matchExpressions: [{ key: istio.io/global, operator: In, values: ["true"] }]
        """)]
    [InlineData("""
        trustDomain: cluster.local
        service_scope_configs: [{ scope: GLOBAL, services_selector: { matchLabels: { istio.io/global: !!str true } } }]
        """)]
    [InlineData("""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: istio, namespace: istio-system }
        data:
          mesh: |-
            trustDomain: cluster.local
            serviceScopeConfigs:
            - scope: GLOBAL
              servicesSelector:
                matchLabels:
                  istio.io/global: "true"
        """)]
    [InlineData("""
        kind: ConfigMap
        data: { mesh: "serviceScopeConfigs: [{scope: GLOBAL, servicesSelector: {matchLabels: {istio.io/global: 'true'}}}]" }
        """)]
    [InlineData("""
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        spec:
          meshConfig:
            serviceScopeConfigs: [{ scope: GLOBAL, servicesSelector: { matchLabels: { istio.io/global: "true" } } }]
        """)]
    [InlineData("""
        global: { multiCluster: { clusterName: east } }
        meshConfig:
          serviceScopeConfigs: [{ scope: GLOBAL, servicesSelector: { matchLabels: { istio.io/global: "true" } } }]
        """)]
    public void Finds_the_list_in_every_document_that_carries_it(string yaml)
    {
        var import = ServiceScopeConfigs.Import(yaml);
        Assert.Equal([], import.Diagnostics);
        Assert.True(import.CarriesRules);
        Assert.Equal(OptIn, ScopePrinter.Print(import.Policy!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("trustDomain: cluster.local")]
    [InlineData("serviceScopeConfigs:")]
    [InlineData("kind: ConfigMap")]
    [InlineData("kind: ConfigMap\ndata: { meshNetworks: 'networks: {}' }")]
    [InlineData("kind: ConfigMap\ndata: { mesh: '' }")]
    [InlineData("kind: IstioOperator\nspec: { profile: ambient }")]
    [InlineData("meshConfig: { trustDomain: cluster.local }")]
    public void A_configuration_without_the_list_leaves_the_scope_to_somebody_else(string yaml) =>
        Assert.Equal(new ScopeImport(ScopePolicy.Empty, [], CarriesRules: false), ServiceScopeConfigs.Import(yaml));

    [Theory]
    [InlineData("[]")]
    [InlineData("serviceScopeConfigs: []")]
    public void An_empty_list_says_that_nothing_is_global(string yaml) =>
        Assert.Equal(new ScopeImport(ScopePolicy.Empty, [], CarriesRules: true), ServiceScopeConfigs.Import(yaml));

    [Fact]
    public void An_entry_joins_its_requirements_and_keeps_its_place_in_the_list()
    {
        var import = ServiceScopeConfigs.Import("""
            - scope: LOCAL
            - {}
            - scope: GLOBAL
              servicesSelector: { matchExpressions: [{ key: b, operator: NotIn, values: [x, ""] }, { key: c, operator: DoesNotExist }] }
              namespaceSelector: { matchLabels: { env: prod, tier: "" }, matchExpressions: [{ key: a, operator: Exists }] }
            - { scope: GLOBAL, servicesSelector: {}, namespaceSelector: }
            """);
        Assert.Equal([ScopeCodes.InertEntry, ScopeCodes.InertEntry], import.Diagnostics.Select(d => d.Code));
        Assert.Equal(
            """
            global "serviceScopeConfigs[2]" when namespace(env=prod, tier=, a) and service(b notin (x, ), !c)
            global "serviceScopeConfigs[3]" when true

            """,
            ScopePrinter.Print(import.Policy!));
    }

    [Theory]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: true } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: off } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: 0x1F } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: 1e3 } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: [b] } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: -b } } }", ScopeCodes.InvalidValue)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { A/b: c } } }", ScopeCodes.InvalidKey)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: [a] } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: { key: a } } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: [a] } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: [{ operator: Exists }] } }", ScopeCodes.InvalidKey)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: [{ key: a }] } }", ScopeCodes.InvalidOperator)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: [{ key: a, operator: Gt, values: [b] }] } }", ScopeCodes.InvalidOperator)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: [{ key: a, operator: In }] } }", ScopeCodes.OperatorValues)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchExpressions: [{ key: a, operator: In, values: b }] } }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: [] }", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: 1 }", ScopeCodes.InvalidScope)]
    [InlineData("{ scope: LOCAL, servicesSelector: { matchLabels: { a: 1 } } }", ScopeCodes.WrongYamlType)]
    [InlineData("GLOBAL", ScopeCodes.WrongYamlType)]
    [InlineData("{ scope: GLOBAL, servicesSelector: { matchLabels: { a: b } }, services_selector: { matchLabels: { a: b } } }", ScopeCodes.InvalidYaml)]
    public void What_Istio_skips_is_an_error_and_leniently_a_warning_on_an_entry_that_is_skipped(string entry, string code)
    {
        var yaml = $"- {entry}\n- scope: GLOBAL\n";
        var strict = ServiceScopeConfigs.Import(yaml);
        Assert.Null(strict.Policy);
        Assert.True(strict.CarriesRules);
        Assert.Equal((code, Severity.Error, 1), Summary(Assert.Single(strict.Diagnostics)));
        var lenient = ServiceScopeConfigs.Import(yaml, lenient: true);
        Assert.Equal((code, Severity.Warning, 1), Summary(Assert.Single(lenient.Diagnostics)));
        Assert.Equal("global \"serviceScopeConfigs[1]\" when true\n", ScopePrinter.Print(lenient.Policy!));
    }

    [Fact]
    public void An_unknown_key_drops_its_selector_when_read_leniently_as_in_Istio()
    {
        const string Yaml = "- { scope: GLOBAL, namespacesSelector: { matchLabels: { env: prod } } }";
        Assert.Null(ServiceScopeConfigs.Import(Yaml).Policy);
        var lenient = ServiceScopeConfigs.Import(Yaml, lenient: true);
        Assert.Equal((ScopeCodes.UnknownYamlKey, Severity.Warning, 1), Summary(Assert.Single(lenient.Diagnostics)));
        Assert.Equal("global \"serviceScopeConfigs[0]\" when true\n", ScopePrinter.Print(lenient.Policy!));
    }

    [Theory]
    [InlineData("serviceScopeConfigs: []\n---\nserviceScopeConfigs: []\n")]
    [InlineData("? [a]\n: b\n")]
    [InlineData("a: 1\na: 2\n")]
    [InlineData("kind: ConfigMap\ndata: { mesh: '[' }")]
    public void What_is_not_one_plain_YAML_document_is_an_error_even_when_read_leniently(string yaml) =>
        Assert.Equal(ScopeCodes.InvalidYaml, Assert.Single(ServiceScopeConfigs.Import(yaml, lenient: true).Diagnostics).Code);

    [Fact]
    public void Places_within_a_quoted_ConfigMap_are_the_place_of_the_quote()
    {
        const string Yaml = "kind: ConfigMap\ndata:\n  mesh: \"serviceScopeConfigs:\\n- scope: global\\n\"\n";
        Assert.Equal(3, Assert.Single(ServiceScopeConfigs.Import(Yaml).Diagnostics).Span.Line);
    }

    private static (string Code, Severity Severity, int Line) Summary(Diagnostic d) => (d.Code, d.Severity, d.Span.Line);
}
