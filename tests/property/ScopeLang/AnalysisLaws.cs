using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.Tests.Support;
using static ScopeMesh.Tests.Support.ScopeLang.SmallWorld;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class AnalysisLaws
{
    private static readonly Gen<(ScopePolicy P, ScopePolicy Q)> Pairs =
        from p in Policies.Select(Valid)
        from q in Gen.Frequency((3, Policies.Select(Valid)), (1, Gen.Constant(p)))
        select (p, q);

    [Fact]
    public void A_policy_is_satisfiable_exactly_when_some_service_is_global() => Law.Holds(Policies.Select(Valid), policy =>
    {
        var answer = ScopeAnalysis.Satisfiable(policy);
        Assert.Equal(Services.Any(facts => IsGlobal(policy, facts)) ? Verdict.Yes : Verdict.No, answer.Verdict);
        Assert.Equal(answer.Verdict == Verdict.Yes, answer.Witness is { } witness && IsGlobal(policy, witness));
    });

    [Fact]
    public void A_policy_implies_another_exactly_when_all_its_global_services_are_global_there() => Law.Holds(Pairs, pair =>
    {
        var answer = ScopeAnalysis.Implies(pair.P, pair.Q);
        Assert.Equal(Services.All(facts => !IsGlobal(pair.P, facts) || IsGlobal(pair.Q, facts)) ? Verdict.Yes : Verdict.No, answer.Verdict);
        Assert.Equal(answer.Verdict == Verdict.No, answer.Witness is { } w && IsGlobal(pair.P, w) && !IsGlobal(pair.Q, w));
    });

    [Fact]
    public void Policies_are_equivalent_exactly_when_they_agree_on_every_service() => Law.Holds(Pairs, pair =>
    {
        var answer = ScopeAnalysis.Equivalent(pair.P, pair.Q);
        Assert.Equal(Services.All(facts => IsGlobal(pair.P, facts) == IsGlobal(pair.Q, facts)) ? Verdict.Yes : Verdict.No, answer.Verdict);
        Assert.Equal(answer.Verdict == Verdict.No, answer.Witness is { } w && IsGlobal(pair.P, w) != IsGlobal(pair.Q, w));
    });

    [Fact]
    public void Policies_are_disjoint_exactly_when_no_service_is_global_by_both() => Law.Holds(Pairs, pair =>
    {
        var answer = ScopeAnalysis.Disjoint(pair.P, pair.Q);
        Assert.Equal(Services.Any(facts => IsGlobal(pair.P, facts) && IsGlobal(pair.Q, facts)) ? Verdict.No : Verdict.Yes, answer.Verdict);
        Assert.Equal(answer.Verdict == Verdict.No, answer.Witness is { } w && IsGlobal(pair.P, w) && IsGlobal(pair.Q, w));
    });

    [Fact]
    public void A_difference_lists_the_given_services_that_change_and_no_others() => Law.Holds(Pairs, pair =>
    {
        var difference = ScopeAnalysis.Diff(pair.P, pair.Q, Services);
        Assert.Equal(Services.Where(facts => IsGlobal(pair.P, facts) != IsGlobal(pair.Q, facts)), difference.Services.Select(change => change.Facts));
        Assert.All(difference.Services, change =>
            Assert.Equal((pair.P.Decide(change.Facts), pair.Q.Decide(change.Facts)), (change.Before, change.After)));
    });

    [Fact]
    public void A_difference_shows_a_service_on_which_the_policies_differ_for_each_of_its_products() => Law.Holds(Pairs, pair =>
    {
        var difference = ScopeAnalysis.Diff(pair.P, pair.Q, [], maxWitnesses: 3);
        Assert.Equal(ScopeAnalysis.Equivalent(pair.P, pair.Q).Verdict, difference.Same);
        Assert.Equal(difference.Same == Verdict.Yes, difference.Beyond.IsEmpty);
        Assert.InRange(difference.Beyond.Count, 0, 3);
        Assert.All(difference.Beyond, change => Assert.NotEqual(change.Before.Scope, change.After.Scope));
        Assert.Equal(difference.Beyond.Select(change => change.Facts).Distinct(), difference.Beyond.Select(change => change.Facts));
    });

    [Fact]
    public void A_witness_of_one_rule_has_as_few_labels_as_any() => Law.Holds(Expressions, expression =>
    {
        var policy = Valid($"global when {expression}");
        if (ScopeAnalysis.Satisfiable(policy).Witness is { } witness)
            Assert.Equal(Services.Where(facts => IsGlobal(policy, facts)).Min(Labels), Labels(witness));
    });

    [Fact]
    public void Diagrams_are_equal_exactly_when_conditions_mean_the_same() => Law.Holds(Expressions.Zip(Expressions), pair =>
    {
        var (p, q) = (Valid($"global when {pair.Item1}"), Valid($"global when {pair.Item2}"));
        var (first, second) = PolicyDiagrams.Of(p, q, AnalysisLimits.Default);
        Assert.Equal(
            Services.All(facts => IsGlobal(p, facts) == IsGlobal(q, facts)),
            first.Rules[0].Diagram == second.Rules[0].Diagram);
    });

    [Fact]
    public void What_is_given_up_is_never_answered_wrongly() => Law.Holds(
        Pairs.Zip(Gen.Choose(0, 30)), given =>
    {
        var (pair, steps) = given;
        var limits = AnalysisLimits.Default with { QuestionSteps = steps, QuestionNodes = steps, PathVariables = 3 };
        foreach (var (bounded, full) in new[]
        {
            (ScopeAnalysis.Implies(pair.P, pair.Q, limits), ScopeAnalysis.Implies(pair.P, pair.Q)),
            (ScopeAnalysis.Equivalent(pair.P, pair.Q, limits), ScopeAnalysis.Equivalent(pair.P, pair.Q)),
            (ScopeAnalysis.Disjoint(pair.P, pair.Q, limits), ScopeAnalysis.Disjoint(pair.P, pair.Q)),
        })
            Assert.True(bounded.Verdict == Verdict.NotAnalysed || bounded.Verdict == full.Verdict);
    });

    private static bool IsGlobal(ScopePolicy policy, ScopeFacts facts) => policy.Decide(facts).Scope == Scope.Global;

    private static int Labels(ScopeFacts facts) => facts.ServiceLabels.Count + facts.Namespace.Labels!.Count;

    private static ScopePolicy Valid(string text) => ScopePolicy.Parse(text).Policy ?? throw new InvalidOperationException(text);
}
