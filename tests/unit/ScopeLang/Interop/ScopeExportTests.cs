using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.ScopeLang.Interop;

/// <summary>Policies in Istio's language, in full.</summary>
public sealed class ScopeExportTests
{
    [Fact]
    public void A_label_is_a_matchLabel_and_everything_else_an_expression() => Exports(
        "global when namespace(env=prod, tier in (web, api)) and service(istio.io/global=true, !internal)",
        """
        serviceScopeConfigs:
          - namespaceSelector:
              matchLabels:
                env: "prod"
              matchExpressions:
                - key: tier
                  operator: In
                  values: ["api", "web"]
            servicesSelector:
              matchLabels:
                istio.io/global: "true"
              matchExpressions:
                - key: internal
                  operator: DoesNotExist
            scope: GLOBAL
        """);

    [Fact]
    public void An_always_global_policy_is_one_entry_without_selectors() => Exports(
        "global when service(a) or not service(a)",
        """
        serviceScopeConfigs:
          - scope: GLOBAL
        """);

    [Fact]
    public void A_never_global_policy_is_an_empty_list() => Exports(
        "global when service(a)\nlocal when service()", "serviceScopeConfigs: []");

    [Fact]
    public void Local_rules_narrow_what_is_exported() => Exports(
        "global when namespace named (shop, pay)\nlocal when service(pin in (yes, true))",
        """
        serviceScopeConfigs:
          - namespaceSelector:
              matchExpressions:
                - key: kubernetes.io/metadata.name
                  operator: In
                  values: ["pay", "shop"]
            servicesSelector:
              matchExpressions:
                - key: pin
                  operator: NotIn
                  values: ["true", "yes"]
            scope: GLOBAL
        """);

    [Fact]
    public void A_present_label_of_other_values_takes_two_requirements() => Exports(
        "global when service(a) and not service(a=b)",
        """
        serviceScopeConfigs:
          - servicesSelector:
              matchExpressions:
                - key: a
                  operator: Exists
                - key: a
                  operator: NotIn
                  values: ["b"]
            scope: GLOBAL
        """);

    [Fact]
    public void Keys_that_YAML_would_take_for_something_else_stand_in_quotes() => Exports(
        "global when service(true=x, on, \"123\"=y, 1e3=z)",
        """
        serviceScopeConfigs:
          - servicesSelector:
              matchLabels:
                "123": "y"
                "1e3": "z"
                "true": "x"
              matchExpressions:
                - key: "on"
                  operator: Exists
            scope: GLOBAL
        """);

    [Fact]
    public void A_name_of_a_service_that_makes_no_difference_is_no_obstacle() => Exports(
        "global when service(a) and (service named x or not service named x)",
        """
        serviceScopeConfigs:
          - servicesSelector:
              matchExpressions:
                - key: a
                  operator: Exists
            scope: GLOBAL
        """);

    [Fact]
    public void A_policy_that_depends_on_names_of_services() => Fails(
        "let carts = service named (cart)\nglobal when carts",
        """
        error SL060: not exported: the policy depends on the name of the service, which Istio's selectors cannot ask for
         --> shop.scope:1:13
          |
        1 | let carts = service named (cart)
          |             ^^^^^^^^^^^^^^^^^^^^
          = label the services, and select them by the label
        """);

    [Fact]
    public void A_policy_that_depends_on_names_of_clusters() => Fails(
        "global when cluster named east",
        """
        error SL060: not exported: the policy depends on the name of the cluster, which Istio's selectors cannot ask for
         --> shop.scope:1:13
          |
        1 | global when cluster named east
          |             ^^^^^^^^^^^^^^^^^^
          = give each cluster a policy of its own
        """);

    [Fact]
    public void A_policy_that_needs_more_entries_than_may_be() => Fails(
        "global when service(a) or service(b)",
        """
        error SL061: not exported: this policy needs more than 1 entries
         --> shop.scope
          = allow more, or divide it
        """,
        maxEntries: 1);

    [Fact]
    public void A_policy_whose_diagram_would_be_too_large() => Fails(
        "global when service(a) and service(b)",
        """
        error SL062: not exported: the decision diagram of this policy would be too large
         --> shop.scope
          = divide it
        """,
        limits: AnalysisLimits.Default with { QuestionNodes = 1 });

    [Theory]
    [InlineData("mesh.yaml")]
    [InlineData("mesh.YML")]
    [InlineData("values.json")]
    public void A_file_is_loaded_by_its_name(string file)
    {
        var loaded = ScopePolicy.Load("serviceScopeConfigs: [ { scope: GLOBAL } ]"u8, file);
        Assert.Empty(loaded.Diagnostics);
        Assert.Equal(ScopePolicy.Parse("global \"serviceScopeConfigs[0]\" when true").Policy, loaded.Policy);
    }

    [Fact]
    public void A_scope_file_is_loaded_by_its_name() => Assert.Equal(
        ScopePolicy.Parse("global when true").Policy, ScopePolicy.Load("global when true"u8, "mesh.scope").Policy);

    [Fact]
    public void Bytes_of_YAML_that_are_no_text_are_an_error()
    {
        var loaded = ScopePolicy.Load([(byte)'a', 0xFF], "mesh.yaml");
        Assert.Equal((null, ScopeCodes.InvalidUtf8), (loaded.Policy, Assert.Single(loaded.Diagnostics).Code));
        var tooLong = ScopePolicy.Load(Encoding.UTF8.GetBytes(new string('a', ScopeLimits.TextBytes + 1)), "mesh.yaml");
        Assert.Equal(ScopeCodes.TextTooLong, Assert.Single(tooLong.Diagnostics).Code);
    }

    private static void Exports(string text, string expected)
    {
        var export = ServiceScopeConfigs.Export(ScopePolicy.Parse(text).Policy!);
        Assert.Empty(export.Diagnostics);
        Assert.Equal(expected + "\n", export.Yaml);
    }

    private static void Fails(string text, string expected, int maxEntries = ServiceScopeConfigs.DefaultMaxEntries, AnalysisLimits? limits = null)
    {
        var export = ServiceScopeConfigs.Export(ScopePolicy.Parse(text, "shop.scope").Policy!, maxEntries, limits);
        Assert.Null(export.Yaml);
        Assert.Equal(expected + "\n", DiagnosticText.Render(Assert.Single(export.Diagnostics), text));
    }
}
