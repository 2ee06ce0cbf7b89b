using ScopeMesh.ScopeLang.Editing;
using static ScopeMesh.Tests.Unit.ScopeLang.Editing.Cursors;

namespace ScopeMesh.Tests.Unit.ScopeLang.Editing;

public sealed class ScopeCompletionTests
{
    [Theory]
    [InlineData("^", "global local let test")]
    [InlineData("glo^", "global local let test")]
    [InlineData("global ^", "when")]
    [InlineData("global \"a\" w^", "when")]
    [InlineData("global when true ^", "and or global local let test")]
    [InlineData("global when (true ^", "and or")]
    [InlineData("global when service ^", "named")]
    [InlineData("global when service(tier ^", "= != in notin")]
    [InlineData("let a ^", "=")]
    [InlineData("let ^", "")]
    [InlineData("test \"t\" { ^", "cluster namespace service expect")]
    [InlineData("test \"t\" { namespace a ^", "service expect")]
    [InlineData("test \"t\" { namespace a { b: c } ^", "service expect")]
    [InlineData("test \"t\" { expect ^", "global local")]
    [InlineData("test \"t\" { expect global ^", "by")]
    [InlineData("global when true # or ^", "")]
    public void Words_are_offered_by_their_place(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Offers(text)));

    [Fact]
    public void An_expression_may_begin_with_any_let_above_it()
    {
        const string Text = "let a = true\nlet b = ns(x)\nglobal when ^ or true\nlet c = true\n";
        Assert.Equal(["a", "b"], Offers(Text, CompletionKind.Let));
        Assert.Equal(["a", "b", "service", "namespace", "cluster", "not", "true", "false"], Offers(Text));
        Assert.Equal(["a"], Offers("let a = true\nlet b = ^", CompletionKind.Let));
    }

    [Theory]
    [InlineData("global when service(^", "istio.io/global tier")]
    [InlineData("global when service(t^i)", "istio.io/global tier")]
    [InlineData("global when service(!^", "istio.io/global tier")]
    [InlineData("global when ns(a=b, ^)", "a env kubernetes.io/metadata.name")]
    [InlineData("test \"t\" { namespace shop { env: prod, ^ } }\nglobal when ns(data)", "data")]
    [InlineData("test \"t\" { service s { ^ tier: gold } }", "istio.io/global")]
    public void Keys_are_those_of_the_mesh_and_of_the_text(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Offers(text, CompletionKind.Key)));

    [Theory]
    [InlineData("global when service(tier=^", "gold silver")]
    [InlineData("global when ns(env!=^)", "prod staging test")]
    [InlineData("global when ns(env in (prod, ^", "staging test")]
    [InlineData("global when ns(env in (prod, te^))", "staging test")]
    [InlineData("global when service(tier=gold, tier=^)", "gold silver")]
    [InlineData("let a = service(tier=lead)\nglobal when service(tier=^)", "gold lead silver")]
    [InlineData("test \"t\" { service a { tier: ^ } }", "gold silver")]
    public void Values_are_those_of_the_key(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Offers(text, CompletionKind.Value)));

    [Theory]
    [InlineData("global when service named ^", "cart probe till")]
    [InlineData("global when ns named (lab, ^", "empty shop")]
    [InlineData("global when cluster named (^", "east west")]
    [InlineData("test \"t\" { cluster ^", "east west")]
    [InlineData("test \"t\" { namespace unknown ^", "empty lab shop")]
    public void Names_are_those_of_the_mesh(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Offers(text, CompletionKind.ObjectName)));

    [Fact]
    public void A_rule_is_expected_by_its_name_or_by_its_place() =>
        Assert.Equal(
            ["\"a \\\" b\"", "\"#2\""],
            Offers("global \"a \\\" b\" when true\nlocal when false\ntest \"t\" { expect local by ^ }"));

    [Theory]
    [InlineData("global when service(ti^)", "tier", "global when service(tier)")]
    [InlineData("global when service(^tier)", "tier", "global when service(tiertier)")]
    [InlineData("global when service(\"ti^\")", "\"tier\"", "global when service(\"tier\")")]
    [InlineData("global \"a\" when true\ntest \"t\" { expect global by \"^ }", "\"a\"", "global \"a\" when true\ntest \"t\" { expect global by \"a\" }")]
    public void The_word_that_is_being_written_gives_way(string text, string offer, string expected) =>
        Assert.Equal(expected, Taken(text, offer));
}
