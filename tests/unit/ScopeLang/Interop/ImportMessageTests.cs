using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.ScopeLang.Interop;

/// <summary>What a mesh configuration that Istio would silently misread is told, in full.</summary>
public sealed class ImportMessageTests
{
    [Fact]
    public void The_misspelling_of_Istios_own_documentation() => Renders(
        """
        serviceScopeConfigs:
          - namespacesSelector: { matchLabels: { env: prod } }
            scope: GLOBAL
        """,
        """
        error SL042: Istio ignores the unknown key `namespacesSelector`
         --> mesh.yaml:2:5
          |
        2 |   - namespacesSelector: { matchLabels: { env: prod } }
          |     ^^^^^^^^^^^^^^^^^^
          = did you mean `namespaceSelector`?
        """);

    [Fact]
    public void A_boolean_value() => Renders(
        """
        - servicesSelector:
            matchExpressions:
              - { key: istio.io/global, operator: In, values: [true] }
          scope: GLOBAL
        """,
        """
        error SL041: a label value must be a text, and this is the boolean `true`
         --> mesh.yaml:3:56
          |
        3 |       - { key: istio.io/global, operator: In, values: [true] }
          |                                                        ^^^^
          = write it in quotes
        """);

    [Fact]
    public void An_operator_in_lower_case() => Renders(
        """
        - servicesSelector: { matchExpressions: [{ key: a, operator: in, values: [b] }] }
          scope: GLOBAL
        """,
        """
        error SL043: `in` is no operator
         --> mesh.yaml:1:62
          |
        1 | - servicesSelector: { matchExpressions: [{ key: a, operator: in, values: [b] }] }
          |                                                              ^^
          = did you mean `In`?
        """);

    [Fact]
    public void Values_for_an_operator_without_values() => Renders(
        """
        - servicesSelector:
            matchExpressions:
              - { key: a, operator: Exists, values: [b] }
          scope: GLOBAL
        """,
        """
        error SL044: Exists takes no values
         --> mesh.yaml:3:45
          |
        3 |       - { key: a, operator: Exists, values: [b] }
          |                                             ^
        """);

    [Fact]
    public void An_operator_without_its_values() => Renders(
        """
        - servicesSelector:
            matchExpressions:
              - { key: a, operator: NotIn }
          scope: GLOBAL
        """,
        """
        error SL044: NotIn needs values
         --> mesh.yaml:3:9
          |
        3 |       - { key: a, operator: NotIn }
          |         ^
        """);

    [Fact]
    public void An_inert_entry() => Renders(
        """
        - scope: LOCAL
        """,
        """
        warning SL046: `serviceScopeConfigs[0]` has no effect: its scope is LOCAL, which is the default and overrules no other entry
         --> mesh.yaml:1:3
          |
        1 | - scope: LOCAL
          |   ^
          = drop it, or write a `local` rule in a policy file
        """);

    [Fact]
    public void A_scope_in_the_wrong_case() => Renders(
        """
        - scope: Global
        """,
        """
        error SL045: `Global` is no scope
         --> mesh.yaml:1:10
          |
        1 | - scope: Global
          |          ^^^^^^
          = did you mean `GLOBAL`?
        """);

    [Fact]
    public void A_misspelling_inside_a_ConfigMap() => Renders(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: istio }
        data:
          mesh: |-
            trustDomain: x
            serviceScopeConfigs:
              - scope: GLOBAL
                servicesSelectr: {}
        """,
        """
        error SL042: Istio ignores the unknown key `servicesSelectr`
         --> mesh.yaml:9:9
          |
        9 |         servicesSelectr: {}
          |         ^^^^^^^^^^^^^^^
          = did you mean `servicesSelector`?
        """);

    [Fact]
    public void A_misspelt_list() => Renders(
        """
        serviceScopeConfig:
        - scope: GLOBAL
        """,
        """
        error SL042: Istio ignores the unknown key `serviceScopeConfig`
         --> mesh.yaml:1:1
          |
        1 | serviceScopeConfig:
          | ^^^^^^^^^^^^^^^^^^
          = did you mean `serviceScopeConfigs`?
        """);

    [Fact]
    public void A_map_instead_of_a_list() => Renders(
        """
        serviceScopeConfigs: {}
        """,
        """
        error SL041: `serviceScopeConfigs` must be a list, and is a map
         --> mesh.yaml:1:22
          |
        1 | serviceScopeConfigs: {}
          |                      ^
        """);

    [Fact]
    public void No_YAML() => Renders(
        "serviceScopeConfigs: [",
        """
        error SL040: not YAML: while parsing a node, did not find expected node content
         --> mesh.yaml:1:23
          |
        1 | serviceScopeConfigs: [
          |                       ^
        """);

    [Fact]
    public void Keys_and_values_that_are_no_strings() => Renders(
        """
        - servicesSelector: { matchLabels: { a: 1, yes: 'x', -b: c } }
          scope: GLOBAL
        """,
        """
        error SL041: a label value must be a text, and this is the number `1`
         --> mesh.yaml:1:41
          |
        1 | - servicesSelector: { matchLabels: { a: 1, yes: 'x', -b: c } }
          |                                         ^
          = write it in quotes
        error SL041: a label key must be a text, and this is the boolean `yes`
         --> mesh.yaml:1:44
          |
        1 | - servicesSelector: { matchLabels: { a: 1, yes: 'x', -b: c } }
          |                                            ^^^
          = write it in quotes
        error SL010: the label key `-b` must begin and end with an ASCII letter or digit
         --> mesh.yaml:1:54
          |
        1 | - servicesSelector: { matchLabels: { a: 1, yes: 'x', -b: c } }
          |                                                      ^^
        """);

    private static void Renders(string text, string expected) => Assert.Equal(
        expected + "\n",
        string.Concat(ServiceScopeConfigs.Import(text, "mesh.yaml").Diagnostics.Select(d => DiagnosticText.Render(d, text))));
}
