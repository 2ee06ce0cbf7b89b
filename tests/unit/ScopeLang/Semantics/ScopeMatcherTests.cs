using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.ScopeLang.Semantics;

public sealed class ScopeMatcherTests
{
    [Theory]
    [InlineData("service(team=t{0})", "env=prod", "team=t150", "rule-150")]
    [InlineData("not service(team!=t{0})", "env=prod", "team=t150", "rule-150")]
    [InlineData("service(team in (t{0}, u{0}))", "env=prod", "team=u150", "rule-150")]
    [InlineData("namespace(env=prod) and service(k{0})", "env=prod", "k150=", "rule-150")]
    [InlineData("namespace(env=prod) and not service(!k{0})", "env=prod", "k170=,k150=", "rule-150")]
    [InlineData("namespace(team=t{0}) or namespace(team=u{0})", "team=u150", "", "rule-150")]
    [InlineData("namespace named (n{0}, n) and service(a)", "", "a=", "rule-0")]
    [InlineData("service named (s{0}, s) and service(a)", "", "a=", "rule-0")]
    [InlineData("cluster named (c{0}, c) and service(team=t{0})", "", "team=t7", "rule-7")]
    [InlineData("service(team!=t{0})", "", "team=t0", "rule-1")]
    [InlineData("service(team=t{0}) and service(team=u{0})", "", "team=t0", null)]
    [InlineData("service(team=t{0}) and false", "", "team=t0", null)]
    [InlineData("service(all) and service(team=t{0}) or service(all) and service(team=u{0})", "", "all=,team=u3", "rule-3")]
    public void Of_many_rules_the_first_that_matches_is_found(string condition, string nsLabels, string labels, string? rule)
    {
        var rules = Enumerable.Range(0, 200).Select(i => $"global \"rule-{i}\" when {string.Format(null, condition, i)}");
        var policy = ScopePolicy.Parse(string.Join('\n', rules)).Policy!;
        var facts = new ScopeFacts("c", NamespaceFacts.Known("n", Labels(nsLabels)), "s", Labels(labels));
        Assert.Equal(rule, policy.Decide(facts).Rule);
    }

    [Fact]
    public void A_local_rule_at_the_end_of_many_comes_before_all_global_ones()
    {
        var rules = Enumerable.Range(0, 200).Select(i => $"global \"rule-{i}\" when service(team in (t{i}, t))");
        var policy = ScopePolicy.Parse($"{string.Join('\n', rules)}\nlocal \"pinned\" when service(pin)").Policy!;
        var facts = new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", Labels("team=t"));
        Assert.Equal("rule-0", policy.Decide(facts).Rule);
        Assert.Equal(200, policy.Matches(facts).Count);
        facts = facts with { ServiceLabels = Labels("team=t,pin=") };
        Assert.Equal("pinned", policy.Decide(facts).Rule);
        Assert.Equal(["pinned"], policy.Matches(facts));
    }

    [Fact]
    public void A_decision_by_many_rules_and_lets_allocates_nothing()
    {
        var lets = Enumerable.Range(0, 500).Select(i => $"let l{i} = service(k{i}) or namespace named (n{i}) or service named (x, y)");
        var rules = Enumerable.Range(0, 500).Select(i => $"global when l{i} and not l{499 - i} or cluster named c{i}");
        var policy = ScopePolicy.Parse(string.Join('\n', lets.Concat(rules))).Policy!;
        var facts = new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", Labels("k400=,team=t"));
        Assert.Equal("#401", policy.Decide(facts).Rule);
        Assert.Equal(0, Allocation.InRound(() => policy.Decide(facts)));
    }

    [Fact]
    public void A_let_of_many_values_that_many_rules_use_is_compiled_once()
    {
        var values = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"v{i}"));
        var rules = Enumerable.Range(0, 5_000).Select(i => $"global when many and {(i % 2 == 0 ? "" : "not ")}many and service(k{i})");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var policy = ScopePolicy.Parse($"let many = service(k in ({values}))\n{string.Join('\n', rules)}").Policy!;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(bytes / 5_000, 0, 50_000);
        var facts = new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", Labels("k=v7,k3=,k4998="));
        Assert.Equal("#4999", policy.Decide(facts).Rule);
    }

    private static LabelSet Labels(string text) => LabelSet.Create(
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('='))
            .Select(parts => KeyValuePair.Create(parts[0], parts[1])));
}
