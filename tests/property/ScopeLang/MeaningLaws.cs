using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class MeaningLaws
{
    private static readonly Gen<string> Expressions = ScopeTexts.ClosedExpressions.Select(e => string.Join(' ', e));

    private static readonly Gen<(string Policy, ScopeFacts Facts)> Decisions =
        ScopeTexts.Policies.Zip(ScopeVocabulary.Facts, ValueTuple.Create);

    [Fact]
    public void The_matcher_agrees_with_the_evaluator() => Law.Holds(Decisions, given =>
    {
        var policy = Valid(given.Policy);
        Assert.Equal(ScopeEvaluator.Decide(policy.Items, given.Facts), policy.Decide(given.Facts));
        Assert.Equal(ScopeEvaluator.Determining(policy.Items, given.Facts).Rules, policy.Matches(given.Facts));
    });

    [Fact]
    public void The_matcher_agrees_with_the_evaluator_on_large_policies() => Law.Holds(
        ScopeTexts.LargePolicies.Zip(ScopeVocabulary.WideFacts.ArrayOf(5)),
        given =>
        {
            var policy = Valid(given.Item1);
            foreach (var facts in given.Item2)
            {
                Assert.Equal(ScopeEvaluator.Decide(policy.Items, facts), policy.Decide(facts));
                Assert.Equal(ScopeEvaluator.Determining(policy.Items, facts).Rules, policy.Matches(facts));
            }
        },
        cases: Law.DefaultCases / 5);

    [Fact]
    public void Rules_that_seldom_match_are_found_among_many() => Law.Holds(
        Gen.Choose(0, 400).SelectMany(count => SeldomRule.ArrayOf(count)).Zip(ScopeVocabulary.WideFacts.ArrayOf(10)),
        given =>
        {
            var policy = Valid(string.Join('\n', given.Item1));
            Assert.All(given.Item2, facts => Assert.Equal(ScopeEvaluator.Decide(policy.Items, facts), policy.Decide(facts)));
        },
        cases: Law.DefaultCases / 10);

    [Fact]
    public void Generated_decisions_are_of_every_kind()
    {
        var decisions = Decisions.Sample(2_000).Select(given => Valid(given.Policy).Decide(given.Facts)).ToList();
        foreach (var kind in new[] { (Scope.Global, true), (Scope.Local, true), (Scope.Local, false) })
            Assert.InRange(decisions.Count(d => (d.Scope, d.Rule is not null) == kind), 100, 1_900);
    }

    [Fact]
    public void A_decision_names_the_first_determining_rule() => Law.Holds(Decisions, given =>
    {
        var policy = Valid(given.Policy);
        Assert.Equal(policy.Matches(given.Facts).AsSpan() is [var first, ..] ? first : null, policy.Decide(given.Facts).Rule);
    });

    [Fact]
    public void Not_of_and_is_or_of_nots() => SameMeaning(
        (a, b) => $"not (({a}) and ({b}))", (a, b) => $"(not ({a})) or (not ({b}))");

    [Fact]
    public void Not_of_or_is_and_of_nots() => SameMeaning(
        (a, b) => $"not (({a}) or ({b}))", (a, b) => $"(not ({a})) and (not ({b}))");

    [Fact]
    public void Not_twice_is_nothing() => SameMeaning((a, _) => $"not not ({a})", (a, _) => a);

    [Fact]
    public void A_let_means_what_it_stands_for() => Law.Holds(Expressions.Zip(ScopeVocabulary.Facts), given =>
    {
        var (expression, facts) = given;
        Assert.Equal(
            Valid($"global when not ({expression}) or ({expression})").Decide(facts).Scope,
            Valid($"let a = {expression}\nlet b = not a\nglobal when b or a").Decide(facts).Scope);
    });

    [Theory]
    [InlineData("env in (prod, true)", "env notin (prod, true)")]
    [InlineData("env=prod", "env!=prod")]
    [InlineData("env=", "env!=")]
    [InlineData("istio.io/global", "!istio.io/global")]
    public void Of_a_requirement_and_its_complement_exactly_one_holds(string requirement, string complement) =>
        Law.Holds(ScopeVocabulary.Facts, facts =>
        {
            foreach (var subject in new[] { "service", "namespace" })
                Assert.NotEqual(
                    Valid($"global when {subject}({requirement})").Decide(facts).Scope,
                    Valid($"global when {subject}({complement})").Decide(facts).Scope);
        });

    [Fact]
    public void Neither_order_nor_repetition_of_rules_changes_a_scope() =>
        Law.Holds(
            from rules in Rules
            from shuffled in Gen.Shuffle(rules)
            from repeated in Gen.SubListOf(rules)
            from facts in ScopeVocabulary.Facts
            select (rules, other: shuffled.Concat(repeated), facts),
            given => Assert.Equal(
                Valid(string.Join('\n', given.rules)).Decide(given.facts).Scope,
                Valid(string.Join('\n', given.other)).Decide(given.facts).Scope));

    [Fact]
    public void A_local_rule_that_matches_beats_all_global_rules() =>
        Law.Holds(Rules.Zip(ScopeVocabulary.Facts), given =>
        {
            var policy = Valid($"global when true\n{string.Join('\n', given.Item1)}\nlocal \"pin\" when true");
            var decision = policy.Decide(given.Item2);
            Assert.Equal((Scope.Local, ScopeReason.RuleMatched), (decision.Scope, decision.Reason));
            Assert.Contains("pin", policy.Matches(given.Item2));
        });

    [Fact]
    public void Another_global_rule_never_makes_a_service_local_and_another_local_rule_never_global() =>
        Law.Holds(Rules.Zip(Expressions).Zip(ScopeVocabulary.Facts), given =>
        {
            var ((rules, expression), facts) = given;
            var text = string.Join('\n', rules);
            var before = Valid(text).Decide(facts).Scope;
            Assert.True(Valid($"{text}\nglobal when {expression}").Decide(facts).Scope >= before);
            Assert.True(Valid($"{text}\nlocal when {expression}").Decide(facts).Scope <= before);
        });

    [Fact]
    public void Without_rules_everything_is_local() => Law.Holds(ScopeVocabulary.Facts, facts =>
        Assert.Equal(new ScopeDecision(Scope.Local, null, ScopeReason.NoRuleMatched), ScopePolicy.Empty.Decide(facts)));

    [Fact]
    public void A_service_of_an_unknown_namespace_is_local() => Law.Holds(Decisions, given =>
    {
        var facts = given.Facts with { Namespace = NamespaceFacts.Unknown(given.Facts.Namespace.Name) };
        var policy = Valid(given.Policy);
        Assert.Equal(new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown), policy.Decide(facts));
        Assert.Equal([], policy.Matches(facts));
        Assert.Equal(ScopeEvaluator.Decide(policy.Items, facts), policy.Decide(facts));
    });

    private static Gen<string> SeldomRule { get; } =
        from scope in Gen.Elements("global", "global", "local")
        from requirements in (
            from subject in Gen.Elements("service", "namespace")
            from requirement in Gen.Elements("env in (prod, true, in)", "env=", "tier=shop", "local", "istio.io/global=global", "in!=in", "c2", "d3=in", "j9=", "n13=true")
            select $"{subject}({requirement})").ArrayOf(2)
        from name in Gen.Elements("cluster named shop", "service named (let, named)", "namespace named (test, a.b)", "not service(!k10)", "true")
        select $"{scope} when {name} and ({requirements[0]} and {requirements[1]} or {requirements[0]} and service(e4))";

    private static Gen<string[]> Rules { get; } =
        from count in Gen.Choose(0, 5)
        from scopes in Gen.Elements("global", "global", "local").ArrayOf(count)
        from expressions in Expressions.ArrayOf(count)
        select scopes.Zip(expressions, (scope, expression) => $"{scope} when {expression}").ToArray();

    private static void SameMeaning(Func<string, string, string> one, Func<string, string, string> other) =>
        Law.Holds(Expressions.Zip(Expressions).Zip(ScopeVocabulary.Facts), given =>
        {
            var ((a, b), facts) = given;
            Assert.Equal(
                Valid($"global when {one(a, b)}").Decide(facts).Scope,
                Valid($"global when {other(a, b)}").Decide(facts).Scope);
        });

    private static ScopePolicy Valid(string text)
    {
        var parsed = ScopePolicy.Parse(text);
        Assert.True(parsed.Policy is not null, $"{text}\n{string.Join('\n', parsed.Diagnostics)}");
        return parsed.Policy;
    }
}
