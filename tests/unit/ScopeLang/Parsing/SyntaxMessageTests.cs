using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Parsing;

/// <summary>What a text that does not parse is told, in full.</summary>
public sealed class SyntaxMessageTests
{
    [Fact]
    public void A_misspelt_keyword() => Renders(
        "global \"x\" whne service(a)",
        """
        error SL001: expected `when`, found `whne`
         --> shop.scope:1:12
          |
        1 | global "x" whne service(a)
          |            ^^^^
          = did you mean `when`?
        """);

    [Fact]
    public void A_misspelt_item() => Renders(
        "globl when true",
        """
        error SL001: expected an item (`let`, `global`, `local` or `test`), found `globl`
         --> shop.scope:1:1
          |
        1 | globl when true
          | ^^^^^
          = did you mean `global`?
        """);

    [Fact]
    public void Two_expressions_in_a_row() => Renders(
        """
        global when service(a)
        namespace(b)
        """,
        """
        error SL001: expected `and`, `or` or an item (`let`, `global`, `local` or `test`), found `namespace`
         --> shop.scope:2:1
          |
        2 | namespace(b)
          | ^^^^^^^^^
        """);

    [Fact]
    public void A_misspelt_subject() => Renders(
        "global when servce(a=b)",
        """
        error SL007: expected `service`, `namespace` or `cluster`, found `servce`
         --> shop.scope:1:13
          |
        1 | global when servce(a=b)
          |             ^^^^^^
          = did you mean `service`?
        """);

    [Fact]
    public void A_misspelt_subject_of_a_name() => Renders(
        "global when naemspace named shop",
        """
        error SL007: expected `service`, `namespace` or `cluster`, found `naemspace`
         --> shop.scope:1:13
          |
        1 | global when naemspace named shop
          |             ^^^^^^^^^
          = did you mean `namespace`?
        """);

    [Fact]
    public void A_misspelt_not() => Renders(
        "global when nto service(a)",
        """
        error SL001: expected an expression, found `nto`
         --> shop.scope:1:13
          |
        1 | global when nto service(a)
          |             ^^^
          = did you mean `not`?
        """);

    [Fact]
    public void A_misspelt_and() => Renders(
        "global when service(a) adn service(b)",
        """
        error SL001: expected `and`, `or` or an item (`let`, `global`, `local` or `test`), found `adn`
         --> shop.scope:1:24
          |
        1 | global when service(a) adn service(b)
          |                        ^^^
          = did you mean `and`?
        """);

    [Fact]
    public void An_open_parenthesis() => Renders(
        "global when (service(a) or true",
        """
        error SL001: expected `and`, `or` or `)`, found the end of the item
         --> shop.scope:1:32
          |
        1 | global when (service(a) or true
          |                                ^
        """);

    [Fact]
    public void Two_requirements_without_a_comma() => Renders(
        "global when service(a b)",
        """
        error SL001: expected an operator, `,` or `)`, found `b`
         --> shop.scope:1:23
          |
        1 | global when service(a b)
          |                       ^
        """);

    [Fact]
    public void A_set_without_parentheses() => Renders(
        "global when service(a in b)",
        """
        error SL001: expected `(`, found `b`
         --> shop.scope:1:26
          |
        1 | global when service(a in b)
          |                          ^
        """);

    [Fact]
    public void Two_values_without_a_comma() => Renders(
        "global when service(a in (b c))",
        """
        error SL001: expected `,` or `)`, found `c`
         --> shop.scope:1:29
          |
        1 | global when service(a in (b c))
          |                             ^
        """);

    [Fact]
    public void A_comparison_of_fields() => Renders(
        "global when service(size > 3)",
        """
        error SL006: `>` compares fields, and labels have no order
         --> shop.scope:1:26
          |
        1 | global when service(size > 3)
          |                          ^
          = list the values: `key in (a, b)`
        """);

    [Fact]
    public void One_ampersand() => Renders(
        "global when service(a) & service(b)",
        """
        error SL002: unexpected `&`
         --> shop.scope:1:24
          |
        1 | global when service(a) & service(b)
          |                        ^
          = did you mean `&&`?
        """);

    [Fact]
    public void A_quote_that_does_not_end() => Renders(
        """
        global "x when true
        local when true
        """,
        """
        error SL003: this quote does not end on its line
         --> shop.scope:1:8
          |
        1 | global "x when true
          |        ^^^^^^^^^^^^
          = close it with `"`
        """);

    [Fact]
    public void An_unknown_escape() => Renders(
        "global \"a\\nb\" when true",
        """
        error SL004: `\n` is no escape
         --> shop.scope:1:10
          |
        1 | global "a\nb" when true
          |          ^^
          = only `\"` and `\\` are
        """);

    [Fact]
    public void Typographic_quotes() => Renders(
        "global “x” when true",
        """
        error SL002: unexpected `“`
         --> shop.scope:1:8
          |
        1 | global “x” when true
          |        ^
          = quotes are `"`
        error SL002: unexpected `”`
         --> shop.scope:1:10
          |
        1 | global “x” when true
          |          ^
          = quotes are `"`
        """);

    [Fact]
    public void A_rule_without_a_condition() => Renders(
        "global \"x\" when",
        """
        error SL001: expected an expression, found the end of the item
         --> shop.scope:1:16
          |
        1 | global "x" when
          |                ^
        """);

    [Fact]
    public void A_rule_that_breaks_off() => Renders(
        "global",
        """
        error SL001: expected a name in quotes or `when`, found the end of the item
         --> shop.scope:1:7
          |
        1 | global
          |       ^
        """);

    [Fact]
    public void Labels_of_a_cluster() => Renders(
        "global when cluster(a)",
        """
        error SL001: expected `named`, found `(`
         --> shop.scope:1:20
          |
        1 | global when cluster(a)
          |                    ^
        """);

    [Fact]
    public void Expressions_joined_by_a_comma() => Renders(
        "global when true, false",
        """
        error SL001: expected `and`, `or` or an item (`let`, `global`, `local` or `test`), found `,`
         --> shop.scope:1:17
          |
        1 | global when true, false
          |                 ^
          = join expressions with `and` or `or`
        """);

    [Fact]
    public void A_misspelt_part_of_a_test() => Renders(
        """
        test "t" {
          servce cart
          expect global
        }
        """,
        """
        error SL001: expected `cluster`, `namespace`, `service` or `expect`, found `servce`
         --> shop.scope:2:3
          |
        2 |   servce cart
          |   ^^^^^^
          = did you mean `service`?
        """);

    [Fact]
    public void A_stray_character_after_a_tab() => Renders(
        "global when\tservice(a\t§)",
        $$"""
        error SL002: unexpected `§`
         --> shop.scope:1:23
          |
        1 | global when{{'\t'}}service(a{{'\t'}}§)
          |            {{'\t'}}         {{'\t'}}^
        """);

    [Fact]
    public void A_stray_character_in_a_long_line() => Renders(
        $"global when service({string.Join(", ", Enumerable.Range(0, 20).Select(i => $"key{i}=value{i}"))} ?, b)",
        """
        error SL002: unexpected `?`
         --> shop.scope:1:300
          |
        1 | …7=value17, key18=value18, key19=value19 ?, b)
          |                                          ^
        """);

    [Fact]
    public void A_control_character() => Renders(
        "global when service(a\u001b[31m)",
        """
        error SL002: unexpected character U+001B
         --> shop.scope:1:22
          |
        1 | global when service(a�[31m)
          |                      ^^
        """);

    private static void Renders(string text, string expected) => Assert.Equal(
        expected + "\n",
        string.Concat(ScopePolicy.Parse(text, "shop.scope").Diagnostics.Select(d => DiagnosticText.Render(d, text))));
}
