using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Parsing;

/// <summary>What a text whose words cannot be, or mean nothing, is told, in full.</summary>
public sealed class SpellingMessageTests
{
    [Fact]
    public void An_invalid_key() => Renders(
        "global when service(-a=b)",
        """
        error SL010: the label key `-a` must begin and end with an ASCII letter or digit
         --> shop.scope:1:21
          |
        1 | global when service(-a=b)
          |                     ^^
        """);

    [Fact]
    public void An_invalid_prefix_of_a_key() => Renders(
        "global when service(Example.com/a=b)",
        """
        error SL010: the label key `Example.com/a` has a prefix that holds `E`: only lower-case ASCII letters, digits, `-` and `.` may stand there
         --> shop.scope:1:21
          |
        1 | global when service(Example.com/a=b)
          |                     ^^^^^^^^^^^^^
        """);

    [Fact]
    public void An_invalid_value() => Renders(
        "global when service(a=\"b c\")",
        """
        error SL011: the label value `b c` holds U+0020: only ASCII letters, digits, `-`, `_` and `.` may stand there
         --> shop.scope:1:23
          |
        1 | global when service(a="b c")
          |                       ^^^^^
        """);

    [Fact]
    public void An_invalid_name() => Renders(
        "global when namespace named Shop",
        """
        error SL012: the name `Shop` holds `S`: only lower-case ASCII letters, digits, `-` and `.` may stand there
         --> shop.scope:1:29
          |
        1 | global when namespace named Shop
          |                             ^^^^
        """);

    [Fact]
    public void A_let_with_a_reserved_name() => Renders(
        "let when = true",
        """
        error SL013: `when` is a word of the language and cannot name a `let`
         --> shop.scope:1:5
          |
        1 | let when = true
          |     ^^^^
        """);

    [Fact]
    public void A_let_with_a_dot_in_its_name() => Renders(
        "let a.b = true",
        """
        error SL013: `a.b` cannot name a `let`: a name is an ASCII letter followed by ASCII letters, digits, `-` and `_`
         --> shop.scope:1:5
          |
        1 | let a.b = true
          |     ^^^
        """);

    [Fact]
    public void An_undefined_name() => Renders(
        """
        let live = true
        global when lvie
        """,
        """
        error SL020: no `let` defines `lvie`
         --> shop.scope:2:13
          |
        2 | global when lvie
          |             ^^^^
          = did you mean `live`?
        """);

    [Fact]
    public void A_use_before_the_definition() => Renders(
        """
        global when later
        let later = true
        """,
        """
        error SL021: `later` is used before its `let`
         --> shop.scope:1:13
          |
        1 | global when later
          |             ^^^^^
          = move the `let` above its uses
        """);

    [Fact]
    public void A_let_that_uses_itself() => Renders(
        "let a = not a",
        """
        error SL021: `a` is used in its own `let`
         --> shop.scope:1:13
          |
        1 | let a = not a
          |             ^
        """);

    [Fact]
    public void A_second_let_of_a_name() => Renders(
        """
        let a = true
        let a = false
        """,
        """
        error SL022: `a` is defined already, at line 1
         --> shop.scope:2:5
          |
        2 | let a = false
          |     ^
        """);

    [Fact]
    public void A_second_rule_of_a_name() => Renders(
        """
        global "x" when true
        local "x" when false
        """,
        """
        error SL023: a rule is called `x` already, at line 1
         --> shop.scope:2:7
          |
        2 | local "x" when false
          |       ^^^
        """);

    [Fact]
    public void A_rule_name_like_a_place() => Renders(
        "global \"#1\" when true",
        """
        error SL024: the rule name `#1` begins with `#`, which calls rules without a name by their place
         --> shop.scope:1:8
          |
        1 | global "#1" when true
          |        ^^^^
        """);

    [Fact]
    public void A_contradicted_namespace_name() => Renders(
        """
        test "t" {
          namespace shop { kubernetes.io/metadata.name: cart }
          expect global
        }
        """,
        """
        error SL014: the label `kubernetes.io/metadata.name` of namespace `shop` says `cart`
         --> shop.scope:2:49
          |
        2 |   namespace shop { kubernetes.io/metadata.name: cart }
          |                                                 ^^^^
          = leave it out: it is always the namespace's name
        """);

    [Fact]
    public void A_label_given_twice() => Renders(
        "test \"t\" { service a { k: 1, k: 2 } expect local }",
        """
        error SL015: the label `k` is given twice
         --> shop.scope:1:30
          |
        1 | test "t" { service a { k: 1, k: 2 } expect local }
          |                              ^
        """);

    [Fact]
    public void A_test_of_an_undefined_rule() => Renders(
        """
        global "shops" when true
        test "t" { expect global by "shop" }
        """,
        """
        error SL025: no rule is called `shop`
         --> shop.scope:2:29
          |
        2 | test "t" { expect global by "shop" }
          |                             ^^^^^^
          = did you mean `shops`?
        """);

    [Fact]
    public void Several_findings_at_once() => Renders(
        """
        let a = service(=)
        global "x" when a and b
        local "x" when service(c=-)
        """,
        """
        error SL001: expected a label key or `)`, found `=`
         --> shop.scope:1:17
          |
        1 | let a = service(=)
          |                 ^
        error SL020: no `let` defines `b`
         --> shop.scope:2:23
          |
        2 | global "x" when a and b
          |                       ^
        error SL023: a rule is called `x` already, at line 2
         --> shop.scope:3:7
          |
        3 | local "x" when service(c=-)
          |       ^^^
        error SL011: the label value `-` must begin and end with an ASCII letter or digit
         --> shop.scope:3:26
          |
        3 | local "x" when service(c=-)
          |                          ^
        """);

    private static void Renders(string text, string expected) => Assert.Equal(
        expected + "\n",
        string.Concat(ScopePolicy.Parse(text, "shop.scope").Diagnostics.Select(d => DiagnosticText.Render(d, text))));
}
