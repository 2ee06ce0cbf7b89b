using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Analysis;

/// <summary>What a policy is told that is valid and probably not meant, in full.</summary>
public sealed class FindingMessageTests
{
    [Fact]
    public void A_rule_that_never_matches() => Renders(
        "global \"x\" when service(a, !a)",
        """
        warning SL050: no service can match this rule
         --> shop.scope:1:8
          |
        1 | global "x" when service(a, !a)
          |        ^^^
          = drop it, or correct its condition
        """);

    [Fact]
    public void A_name_that_no_namespace_can_have() => Renders(
        "local when namespace(kubernetes.io/metadata.name=Shop)",
        """
        warning SL050: no service can match this rule
         --> shop.scope:1:1
          |
        1 | local when namespace(kubernetes.io/metadata.name=Shop)
          | ^^^^^
          = drop it, or correct its condition
        """);

    [Fact]
    public void A_global_rule_that_always_matches() => Renders(
        "global when service(a) or service(!a)",
        """
        warning SL053: every service matches this rule
         --> shop.scope:1:1
          |
        1 | global when service(a) or service(!a)
          | ^^^^^^
          = it makes everything global that no `local` rule matches
        """);

    [Fact]
    public void A_local_rule_that_always_matches() => Renders(
        "local \"all\" when namespace()",
        """
        warning SL053: every service matches this rule
         --> shop.scope:1:7
          |
        1 | local "all" when namespace()
          |       ^^^^^
          = it makes everything local
        """);

    [Fact]
    public void A_rule_that_another_subsumes() => Renders(
        "global \"wide\" when service(a)\nglobal \"narrow\" when service(a=b)",
        """
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `wide`
         --> shop.scope:2:8
          |
        2 | global "narrow" when service(a=b)
          |        ^^^^^^^^
          = drop it
        """);

    [Fact]
    public void A_rule_that_several_subsume_together() => Renders(
        "local \"b\" when service(a=b)\nlocal \"c\" when service(a=c)\nlocal when service(a in (b, c))\nlocal \"other\" when service(x)",
        """
        warning SL051: this `local` rule adds nothing: whatever it matches is matched by `#3`
         --> shop.scope:1:7
          |
        1 | local "b" when service(a=b)
          |       ^^^
          = drop it
        warning SL051: this `local` rule adds nothing: whatever it matches is matched by `#3`
         --> shop.scope:2:7
          |
        2 | local "c" when service(a=c)
          |       ^^^
          = drop it
        warning SL051: this `local` rule adds nothing: whatever it matches is matched by `b` and `c`
         --> shop.scope:3:1
          |
        3 | local when service(a in (b, c))
          | ^^^^^
          = drop it
        """);

    [Fact]
    public void Of_equal_rules_the_later() => Renders(
        "global when not service(!a)\nglobal when service(a)",
        """
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#1`
         --> shop.scope:2:1
          |
        2 | global when service(a)
          | ^^^^^^
          = drop it
        """);

    [Fact]
    public void A_rule_that_more_than_five_subsume() => Renders(
        string.Join('\n', Enumerable.Range(1, 7).Select(i => $"global when service(a=v{i})")) + "\nglobal when service(a in (v1, v2, v3, v4, v5, v6, v7))",
        """
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:1:1
          |
        1 | global when service(a=v1)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:2:1
          |
        2 | global when service(a=v2)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:3:1
          |
        3 | global when service(a=v3)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:4:1
          |
        4 | global when service(a=v4)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:5:1
          |
        5 | global when service(a=v5)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:6:1
          |
        6 | global when service(a=v6)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#8`
         --> shop.scope:7:1
          |
        7 | global when service(a=v7)
          | ^^^^^^
          = drop it
        warning SL051: this `global` rule adds nothing: whatever it matches is matched by `#1`, `#2`, `#3`, `#4`, `#5` and 2 more
         --> shop.scope:8:1
          |
        8 | global when service(a in (v1, v2, v3, v4, v5, v6, v7))
          | ^^^^^^
          = drop it
        """);

    [Fact]
    public void A_global_rule_that_local_rules_cancel() => Renders(
        "global \"pay\" when service(a=b)\nlocal \"pin\" when service(a)",
        """
        warning SL052: this rule makes nothing global: whatever it matches is made local by `pin`
         --> shop.scope:1:8
          |
        1 | global "pay" when service(a=b)
          |        ^^^^^
          = drop it, or narrow the `local` rules
        """);

    [Fact]
    public void An_operand_that_can_be_dropped() => Renders(
        "global when service(a=b) and service(a)",
        """
        warning SL054: `service(a)` can be dropped: the rule means the same without it
         --> shop.scope:1:30
          |
        1 | global when service(a=b) and service(a)
          |                              ^^^^^^^^^^
        """);

    [Fact]
    public void A_requirement_that_can_be_dropped() => Renders(
        "global when service(a=b, a!=c)",
        """
        warning SL054: `a!=c` can be dropped: the rule means the same without it
         --> shop.scope:1:26
          |
        1 | global when service(a=b, a!=c)
          |                          ^^^^
        """);

    [Fact]
    public void A_value_that_can_be_dropped() => Renders(
        "global when service(a in (b, c)) and not service(a=c)",
        """
        warning SL054: `c` can be dropped: the rule means the same without it
         --> shop.scope:1:30
          |
        1 | global when service(a in (b, c)) and not service(a=c)
          |                              ^
        """);

    [Fact]
    public void An_empty_value_that_can_be_dropped() => Renders(
        "global when service(k in (a, ,))",
        """
        warning SL054: the empty value can be dropped: the rule means the same without it
         --> shop.scope:1:31
          |
        1 | global when service(k in (a, ,))
          |                               ^
        """);

    [Fact]
    public void A_name_that_can_be_dropped() => Renders(
        "global when namespace named (shop, shop)",
        """
        warning SL054: `shop` can be dropped: the rule means the same without it
         --> shop.scope:1:36
          |
        1 | global when namespace named (shop, shop)
          |                                    ^^^^
        """);

    [Fact]
    public void A_long_operand_that_can_be_dropped() => Renders(
        "global when service(a=b) and service(some.rather-long.example/label in (one-value, another-value, yet-another-value), a)\n  or service(a=b)",
        """
        warning SL054: `service(a=b) and service(some.rather-long.example/label in …` can be dropped: the rule means the same without it
         --> shop.scope:1:13
          |
        1 | global when service(a=b) and service(some.rather-long.example/label in (one-value, another-value, ye…
          |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """);

    [Fact]
    public void A_rule_that_is_not_analysed() => Renders(
        "global when service(a=b) or service(c=d)",
        """
        note SL055: not analysed, nor compared with other rules: its decision diagrams would be too large
         --> shop.scope:1:1
          |
        1 | global when service(a=b) or service(c=d)
          | ^^^^^^
          = divide it, or use fewer label keys
        """, AnalysisLimits.Default with { QuestionNodes = 1 });

    [Fact]
    public void A_let_that_nothing_uses() => Renders(
        "let live = service(a)\nglobal when service(b)",
        """
        hint SL056: nothing uses `live`
         --> shop.scope:1:5
          |
        1 | let live = service(a)
          |     ^^^^
          = drop it
        """);

    [Fact]
    public void A_key_that_is_nearly_a_well_known_one() => Renders(
        "global when service(istio.io/globl=true)",
        """
        hint SL057: the label key `istio.io/globl` is nearly the well-known `istio.io/global`
         --> shop.scope:1:21
          |
        1 | global when service(istio.io/globl=true)
          |                     ^^^^^^^^^^^^^^
          = did you mean `istio.io/global`?
        """);

    [Fact]
    public void A_key_that_is_nearly_another_in_case() => Renders(
        "global when service(Owner=a) and namespace(owner=a)",
        """
        hint SL057: the label key `owner` is nearly `Owner`
         --> shop.scope:1:44
          |
        1 | global when service(Owner=a) and namespace(owner=a)
          |                                            ^^^^^
          = did you mean `Owner`?
        """);

    [Fact]
    public void A_key_of_a_test_that_is_nearly_one_of_a_rule() => Renders(
        "global when service(owner=a)\ntest \"t\" { service s { ownre: a } expect local }",
        """
        hint SL057: the label key `ownre` is nearly `owner`
         --> shop.scope:2:24
          |
        2 | test "t" { service s { ownre: a } expect local }
          |                        ^^^^^
          = did you mean `owner`?
        """);

    private static void Renders(string text, string expected, AnalysisLimits? limits = null)
    {
        var parsed = ScopePolicy.Parse(text, "shop.scope");
        Assert.Empty(parsed.Diagnostics);
        var findings = ScopeAnalysis.Check(parsed.Policy!, limits);
        Assert.Equal(expected + "\n", string.Concat(findings.Select(finding => DiagnosticText.Render(finding, text))));
    }
}
