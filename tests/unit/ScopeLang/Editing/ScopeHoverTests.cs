using static ScopeMesh.Tests.Unit.ScopeLang.Editing.Cursors;

namespace ScopeMesh.Tests.Unit.ScopeLang.Editing;

public sealed class ScopeHoverTests
{
    [Fact]
    public void A_let_shows_its_value_and_the_services_that_meet_it() =>
        Assert.Equal(
            "```scope\nlet live = namespace(env=prod)\n```\n\n3 of 4 services match: `east/shop/cart`, `east/shop/till`, `west/shop/cart`.",
            Hover("let live = ns(env=prod)\nglobal when l^ive"));

    [Fact]
    public void A_rule_shows_what_it_asks_for_and_whom_it_matches() =>
        Assert.Equal(
            "A service that a `local` rule matches is **local** (reachable from its own cluster only), whatever `global` rules say."
            + "\n\n1 of 4 services match: `west/lab/probe`.",
            Hover("lo^cal when not ns(env in (prod))"));

    [Fact]
    public void The_name_of_a_rule_shows_the_rule_where_it_is_expected() =>
        Assert.Equal(
            "```scope\nglobal \"x\" when service named probe\n```\n\n1 of 4 services match: `west/lab/probe`.",
            Hover("global \"x\" when service named probe\ntest \"t\" { expect global by \"^x\" }"));

    [Theory]
    [InlineData("global when service(tier^ in (gold, \"\"))", "Holds where the service has the label `tier` with the value `gold` or empty.")]
    [InlineData("global when service(tier notin (gold^))", "Holds where the service has not the label `tier`, or has it with another value than `gold`.")]
    [InlineData("global when service(a, !tier^)", "Holds where the service has not the label `tier`.")]
    [InlineData("global when ns(env^)", "Holds where the namespace has the label `env`, with whatever value.")]
    [InlineData("global when cluster named (east^, west)", "Holds where the cluster is called `east` or `west`.")]
    public void A_part_of_a_selector_says_what_it_asks(string text, string expected) => Assert.StartsWith(expected, Hover(text));

    [Fact]
    public void A_label_shows_the_values_that_it_has_in_the_mesh()
    {
        Assert.Contains("In the mesh, `env` of a namespace is `prod`, `staging` or `test`.", Hover("global when ns(en^v=x)"));
        Assert.Contains("No service of the mesh has the label `nobody`.", Hover("global when service(nobody=a^)"));
    }

    [Fact]
    public void An_operator_speaks_of_the_expression_around_it() =>
        Assert.Equal(
            "Holds where both sides do; binds tighter than `or`.\n\n1 of 4 services match: `east/shop/till`.",
            Hover("global when service(tier) an^d not service(istio.io/global)"));

    [Fact]
    public void What_cannot_be_known_is_not_counted()
    {
        Assert.DoesNotContain("match", Hover("global when missing o^r true"));
        Assert.DoesNotContain("services match", Hover("let a = (\nglobal when a o^r true"));
        Assert.Null(Hover("let a = (\nglobal when ^a"));
        Assert.Null(Hover("^# a comment"));
        Assert.Null(Hover("global when true \n\n ^ "));
    }

    [Fact]
    public void A_broken_item_hides_no_other() =>
        Assert.Contains("2 of 4 services match", Hover("let a = service(istio.io/global)\nlocal when (\nglobal when a^"));
}
