using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Testing;

public sealed class ScopeTestsTests
{
    private const string Rules =
        """
        global "a" when service(a)
        global "b" when service(b)
        local when namespace(l)

        """;

    [Theory]
    [InlineData("service s { a: x } expect global", true)]
    [InlineData("service s { a: x } expect global by \"a\"", true)]
    [InlineData("service s { a: x } expect global by \"b\"", false)]
    [InlineData("service s { a: x, b: x } expect global by \"b\"", true)]
    [InlineData("service s { a: x } expect local", false)]
    [InlineData("namespace n { l: x } service s { a: x } expect local by \"#3\"", true)]
    [InlineData("namespace n { l: x } service s { a: x } expect global by \"a\"", false)]
    [InlineData("namespace unknown n service s { a: x } expect local", true)]
    [InlineData("namespace unknown n service s { a: x } expect global", false)]
    [InlineData("expect local", true)]
    public void A_test_passes_when_scope_and_rule_are_as_expected(string body, bool passes) =>
        Assert.Equal(passes, Assert.Single(Run($"{Rules}test \"t\" {{ {body} }}")).Passes);

    [Fact]
    public void A_result_says_what_was_decided_by_which_rules()
    {
        var result = Assert.Single(Run(Rules + "test \"t\" { service s { a: x, b: x } expect local }"));
        Assert.Equal(new ScopeDecision(Scope.Global, "a", ScopeReason.RuleMatched), result.Decision);
        Assert.Equal(["a", "b"], result.Rules);
        Assert.Equal(4, result.Test.Origin.Span.Line);
    }

    [Fact]
    public void What_a_test_leaves_out_is_filled_in() => Assert.Equal(
        new ScopeFacts("c", NamespaceFacts.Known("default", LabelSet.Empty), "default", LabelSet.Empty),
        ScopeTests.Facts((TestItem)ScopePolicy.Parse("test \"t\" { expect local }").Policy!.Items[0]));

    [Fact]
    public void A_policy_without_tests_has_no_results() => Assert.Empty(Run(Rules));

    private static ValueList<ScopeTestResult> Run(string text) => ScopeTests.Run(ScopePolicy.Parse(text).Policy!);
}
