using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Printing;

public sealed class DecisionTextTests
{
    [Fact]
    public void Decisions_are_said_in_words()
    {
        Assert.Equal("global by \"a\", \"#2\"", Print(Scope.Global, ScopeReason.RuleMatched, ["a", "#2"]));
        Assert.Equal("local by \"p\uFFFD\"", Print(Scope.Local, ScopeReason.RuleMatched, ["p\u001b"]));
        Assert.Equal("local, no rule matches", Print(Scope.Local, ScopeReason.NoRuleMatched, []));
        Assert.Equal("local, its namespace is not known", Print(Scope.Local, ScopeReason.NamespaceUnknown, []));
    }

    [Fact]
    public void So_are_facts()
    {
        var labels = LabelSet.Create([new("a", ""), new("b", "x")]);
        Assert.Equal(
            "service s { a: \"\", b: x } in namespace n of cluster c",
            DecisionText.Print(new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", labels)));
        Assert.Equal(
            "service s in namespace n { a: \"\", b: x } of cluster c",
            DecisionText.Print(new ScopeFacts("c", NamespaceFacts.Known("n", labels), "s", LabelSet.Empty)));
        Assert.Equal(
            "service s in unknown namespace n of cluster c",
            DecisionText.Print(new ScopeFacts("c", NamespaceFacts.Unknown("n"), "s", LabelSet.Empty)));
    }

    private static string Print(Scope scope, ScopeReason reason, ValueList<string> rules) =>
        DecisionText.Print(new ScopeDecision(scope, rules.IsEmpty ? null : rules[0], reason), rules);
}
