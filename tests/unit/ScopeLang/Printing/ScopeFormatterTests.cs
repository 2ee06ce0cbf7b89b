using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Printing;

public sealed class ScopeFormatterTests
{
    [Fact]
    public void Spellings_are_long_and_nothing_is_aligned() => Formats(
        """
        # shop.scope
        let live  = ns(env in ("prod",staging))
        let optIn = svc( istio.io/global == true )

        global "opt-in"   when live && optIn
        global "payments" when (namespace named (payments, billing)) and !svc(internal)
        local  "pinned"   when service(shop.example/pin-local)||namespace(data-residency=eu)

        test "a labelled service in prod crosses" {
          namespace shop { env: prod }
          service   cart { istio.io/global: "true" }
          expect global by "opt-in"
        }
        """,
        """
        # shop.scope
        let live = namespace(env in (prod, staging))
        let optIn = service(istio.io/global=true)

        global "opt-in" when live and optIn
        global "payments" when namespace named (payments, billing) and not service(internal)
        local "pinned" when service(shop.example/pin-local) or namespace(data-residency=eu)

        test "a labelled service in prod crosses" {
          namespace shop { env: prod }
          service cart { istio.io/global: true }
          expect global by "opt-in"
        }

        """);

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n\n")]
    [InlineData("\uFEFF")]
    public void A_text_of_nothing_is_empty(string text) => Formats(text, "");

    [Fact]
    public void Comments_may_be_all_there_is() => Formats("\n\n  # one\n\n\n\n\t# two", "# one\n\n# two\n");

    [Fact]
    public void Blank_lines_between_items_are_kept_one_in_a_row() => Formats(
        "\n\nlet a = true\nlet b = false\n\n\n\nlet c =\n\ntrue\n  \n# of the rule\nglobal when a\n\n# the end\n\n\n",
        "let a = true\nlet b = false\n\nlet c = true\n\n# of the rule\nglobal when a\n\n# the end\n");

    [Fact]
    public void Items_on_one_line_get_a_line_each() => Formats(
        "let a = true let b = false # b\nglobal when a # when\n# alone\n",
        "let a = true\nlet b = false # b\nglobal when a # when\n# alone\n");

    [Fact]
    public void CRLF_lone_CR_and_a_byte_order_mark_become_LF() => Formats(
        "\uFEFF# one \r\n\r\nlet a =\r\n  true # two\r\rglobal when a",
        "# one\n\nlet a = true # two\n\nglobal when a\n");

    [Fact]
    public void A_comment_in_an_expression_breaks_it_at_every_operand() => Formats(
        """
        # before
        global "x" when # head
          a or # of a
          # of b
          b ||
          c # of c
        """,
        """
        # before
        global "x" when # head
          a # of a
          # of b
          or b
          or c # of c

        """);

    [Fact]
    public void A_comment_breaks_what_holds_it_and_nothing_else() => Formats(
        """
        local when a and b or (b or c) and service(x in (p, # why
          q), y) and (c or a)
        """,
        """
        local when
          a and b
          or (b or c)
            and service(
              x in (
                p, # why
                q
              ),
              y
            )
            and (c or a)

        """);

    [Fact]
    public void Comments_inside_a_requirement_move_behind_it() => Formats(
        """
        let x # 1
        = service # 2
        ( a # 3
        # 4
        in # 5
        ( # 6
        ) # 7
        , ! # 8
        b # 9
        ) # 10
        """,
        """
        let x = # 1
          service( # 2
            a=, # 3
            # 4
            # 5
            # 6
            # 7
            !b # 8
            # 9
          ) # 10

        """);

    [Fact]
    public void Comments_in_an_item_without_a_break_after_them_follow_it() => Formats(
        "global when service # 1\nnamed # 2\n( # 3\ncart # 4\n) # 5\n\n# 6\n",
        "global when service named cart # 1\n# 2\n# 3\n# 4\n# 5\n\n# 6\n");

    [Fact]
    public void Comments_in_parentheses_that_go_stay_in_their_order() => Formats(
        "global when ( # 1\n(a # 2\n# 3\n) and ( # 4\nb) # 5\n) # 6\n",
        "global when # 1\n  a # 2\n  # 3\n  # 4\n  and b # 5\n# 6\n");

    [Fact]
    public void Comments_in_parentheses_that_stay_stay_inside() => Formats(
        """
        global when (
          # first
          a or b # last
          # end
        ) and not ( # second
          b or c
        ) and # third
        ( # inside
          b or c) # last
        """,
        """
        global when
          (
            # first
            a
            or b # last
            # end
          )
          and not ( # second
            b
            or c
          ) # third
          and ( # inside
            b
            or c
          ) # last

        """);

    [Fact]
    public void A_long_expression_is_broken_at_or_before_and() => Formats(
        $"""
        global "p" when namespace(env=production) and service(tier=gold) or b and {Long(40)} or not c
        global "q" when namespace(env=production) and service(tier=gold) and {Long(40)} and not c
        global "r" when a or b and {Long(60)} and {Long(30)} or c
        """,
        $"""
        global "p" when
          namespace(env=production) and service(tier=gold)
          or b and {Long(40)}
          or not c
        global "q" when
          namespace(env=production)
          and service(tier=gold)
          and {Long(40)}
          and not c
        global "r" when
          a
          or b
            and {Long(60)}
            and {Long(30)}
          or c

        """);

    [Fact]
    public void Long_parentheses_are_broken_inside() => Formats(
        $"let x = (a or b) and not ({Long(50)} or {Long(50)} and b or (b or c) and {Long(50)} and {Long(50)})",
        $"""
        let x =
          (a or b)
          and not (
            {Long(50)}
            or {Long(50)} and b
            or (b or c)
              and {Long(50)}
              and {Long(50)}
          )

        """);

    [Fact]
    public void Long_lists_have_an_element_a_line() => Formats(
        $"""
        let x = service(k in ({Word(50)}, {Word(51)}), tier notin (a, b), !c)
        let y = namespace named ({Word(50)}, {Word(51)}, c) or a
        let z = service({Word(50)}, {Word(51)}=b)
        """,
        $"""
        let x =
          service(
            k in (
              {Word(50)},
              {Word(51)}
            ),
            tier notin (a, b),
            !c
          )
        let y =
          namespace named (
            {Word(50)},
            {Word(51)},
            c
          )
          or a
        let z =
          service(
            {Word(50)},
            {Word(51)}=b
          )

        """);

    [Fact]
    public void An_empty_value_gets_no_line_of_its_own() => Formats(
        "let x = service(k in (,a,# 1\n,\"\",# 2\n\"\"# 3\n))",
        """
        let x =
          service(
            k in (
              ,
              a, # 1
              ,
              , # 2
              # 3
            )
          )

        """);

    [Fact]
    public void A_head_that_is_too_long_moves_nothing() => Formats(
        $"global \"{Word(110)}\" when a\nglobal \"{Word(81)}\" when a\nglobal \"{Word(84)}\" when a\nglobal \"{Word(85)}\" when a",
        $"""
        global "{Word(110)}" when
          a
        global "{Word(81)}" when a
        global "{Word(84)}" when a
        global "{Word(85)}" when
          a

        """);

    [Fact]
    public void A_comment_at_the_end_of_a_line_takes_no_columns() => Formats(
        $"global \"{Word(80)}\" when a #{Word(80)}\n",
        $"global \"{Word(80)}\" when a #{Word(80)}\n");

    [Fact]
    public void Comments_in_a_test_stay_with_its_parts() => Formats(
        """
        test # 1
        "t" { # 2
          # 3
          cluster east # 4

          namespace # 5
          unknown "service" # 6
          service cart {} # 7
          expect # 8
          global # 9
          by "r" # 10
          # 11
        } # 12
        global "r" when true
        """,
        """
        test "t" { # 1
          # 2
          # 3
          cluster east # 4
          namespace unknown "service" # 5
          # 6
          service cart # 7
          expect global by "r" # 8
          # 9
          # 10
          # 11
        } # 12
        global "r" when true

        """);

    [Fact]
    public void Labels_that_are_too_long_or_have_comments_get_a_line_each() => Formats(
        $$"""
        test "t" {
          namespace shop { a: {{Word(50)}} b:"", c: {{Word(50)}} }
          service cart { # 1
            a: b # 2
            # 3
          } # 4
          expect # 5
          local
        }
        """,
        $$"""
        test "t" {
          namespace shop {
            a: {{Word(50)}},
            b: "",
            c: {{Word(50)}}
          }
          service cart { # 1
            a: b # 2
            # 3
          } # 4
          expect local # 5
        }

        """);

    [Fact]
    public void A_comment_that_looks_like_code_stays_a_comment() => Formats(
        "global when a #\"\nor # ) or (\nb #{ # }",
        "global when\n  a #\"\n  # ) or (\n  or b #{ # }\n");

    [Fact]
    public void Of_a_text_with_an_error_nothing_is_formatted()
    {
        var format = ScopeFormatter.Format("let  a = true\nglobal when (", "f");
        Assert.Null(format.Text);
        Assert.Equal(ScopePolicy.Parse("let  a = true\nglobal when (", "f").Diagnostics, format.Diagnostics);
    }

    private const string Lets = "let a = true\nlet b = false\nlet c = true\n";

    private static void Formats(string written, string formatted)
    {
        // The names that expressions use are defined on lines of their own, which are formatted already.
        var lets = ScopePolicy.Parse(written).Policy is null ? Lets : "";
        var format = ScopeFormatter.Format(lets + written);
        Assert.Equal([], format.Diagnostics);
        Assert.Equal(lets + formatted, format.Text);
        Assert.Equal(format.Text, ScopeFormatter.Format(format.Text!).Text);
        Assert.Equal(ScopePolicy.Parse(lets + written).Policy, ScopePolicy.Parse(format.Text!).Policy);
    }

    private static string Long(int length) => $"service({Word(length)})";

    private static string Word(int length) => new('w', length);
}
