using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.ScopeLang.Testing;
using ScopeMesh.Tests.Support;
using static ScopeMesh.Tests.Support.ScopeLang.SmallWorld;

namespace ScopeMesh.Tests.Property.ScopeLang;

/// <summary>Coverage, against a look at every pair of Services of a small world with each condition flipped.</summary>
public sealed class CoverageLaws
{
    private const int Cases = 300;

    private static readonly Gen<(ScopePolicy Policy, ScopeFacts[] Tests)> Given =
        from text in Policies
        from count in Gen.Choose(0, 6)
        from tests in Gen.Elements(Services.ToArray()).ArrayOf(count)
        select (Valid($"{text}\n{string.Join('\n', tests.Select((facts, i) => Test($"t{i}", facts)))}"), tests);

    [Fact]
    public void A_rule_is_covered_exactly_when_it_determines_the_decision_of_a_test() => Law.Holds(Given, given =>
    {
        var (policy, tests) = given;
        Assert.Equal(
            policy.Rules.Select((rule, i) => Exercised(
                tests.Any(facts => policy.Matches(facts).Contains(rule.NameAt(i + 1))),
                Services.Any(facts => policy.Matches(facts).Contains(rule.NameAt(i + 1))))),
            ScopeCoverage.Measure(policy).Rules.Select(rule => rule.Exercise));
    }, Cases);

    [Fact]
    public void A_condition_is_covered_exactly_when_two_tests_show_that_it_matters() => Law.Holds(Given, given =>
    {
        var (policy, tests) = given;
        Assert.Equal(
            SlowTruth.Occurrences(policy).Select(occurrence => Exercised(
                SlowTruth.IsShown(policy, occurrence, tests), SlowTruth.IsShown(policy, occurrence, Services))),
            ScopeCoverage.Measure(policy).Conditions.Select(condition => condition.Exercise));
    }, Cases);

    [Fact]
    public void The_missing_tests_pass_and_cover_all_that_can_be() => Law.Holds(Given, given =>
    {
        var missing = ScopeCoverage.Missing(given.Policy);
        Assert.True(missing.IsComplete);
        var completed = With(given.Policy, missing.Tests);
        Assert.All(missing.Tests, test =>
        {
            var facts = TestFacts.Of(test);
            Assert.Equal(test.Expect, completed.Decide(facts).Scope);
            Assert.Equal(test.By?.Text, completed.Decide(facts).Rule);
        });
        var (covered, feasible) = ScopeCoverage.Measure(completed).Count;
        Assert.Equal(feasible, covered);
    }, Cases);

    [Fact]
    public void None_of_the_missing_tests_can_be_left_out() => Law.Holds(Given, given =>
    {
        var tests = ScopeCoverage.Missing(given.Policy).Tests;
        for (var i = 0; i < tests.Count; i++)
        {
            var (covered, feasible) = ScopeCoverage.Measure(With(given.Policy, new ValueList<TestItem>(tests.Items.RemoveAt(i)))).Count;
            Assert.NotEqual(feasible, covered);
        }
    }, Cases);

    private static Exercise Exercised(bool isCovered, bool isFeasible) =>
        isCovered ? Exercise.Covered : isFeasible ? Exercise.Missing : Exercise.Infeasible;

    private static ScopePolicy With(ScopePolicy policy, ValueList<TestItem> tests) =>
        Valid(ScopePrinter.Print(policy) + string.Concat(tests.Select(test => ScopePrinter.Print(test) + "\n")));

    private static string Test(string name, ScopeFacts facts) => ScopePrinter.Print(TestFacts.Test(name, facts, default));

    private static ScopePolicy Valid(string text) => ScopePolicy.Parse(text).Policy ?? throw new InvalidOperationException(text);

    /// <summary>The meaning of policies with one condition flipped, written to be obvious.</summary>
    private static class SlowTruth
    {
        public static IEnumerable<object> Occurrences(ScopePolicy policy) => policy.Items.SelectMany(item => item switch
        {
            LetItem let => Occurrences(let.Value),
            RuleItem rule => Occurrences(rule.Condition),
            _ => [],
        });

        /// <summary>Some rule has two tests in which the condition matters, once true, once false, and the rule differs.</summary>
        public static bool IsShown(ScopePolicy policy, object occurrence, IReadOnlyCollection<ScopeFacts> tests)
        {
            foreach (var rule in policy.Rules)
            {
                var seen = tests
                    .Where(facts => rule.Scope == Scope.Local || !policy.Rules.Any(other => other.Scope == Scope.Local && Holds(policy, other, facts, null)))
                    .Where(facts => Holds(policy, rule, facts, null) != Holds(policy, rule, facts, occurrence))
                    .Select(facts => (Condition: Leaf(occurrence, policy, facts), Rule: Holds(policy, rule, facts, null)))
                    .ToHashSet();
                if ((seen.Contains((true, true)) && seen.Contains((false, false))) || (seen.Contains((true, false)) && seen.Contains((false, true))))
                    return true;
            }
            return false;
        }

        private static IEnumerable<object> Occurrences(ScopeExpr expr) => expr switch
        {
            NotExpr not => Occurrences(not.Operand),
            AndExpr and => and.Operands.SelectMany(Occurrences),
            OrExpr or => or.Operands.SelectMany(Occurrences),
            SelectorExpr selector => selector.Requirements,
            NamedExpr named => [named],
            _ => [],
        };

        private static bool Leaf(object occurrence, ScopePolicy policy, ScopeFacts facts) => occurrence is NamedExpr named
            ? Named(named, facts)
            : Selectors(policy).Where(selector => selector.Requirements.Any(r => ReferenceEquals(r, occurrence)))
                .Select(selector => Meets(selector.Subject, (Requirement)occurrence, facts)).Single();

        private static IEnumerable<SelectorExpr> Selectors(ScopePolicy policy) => policy.Items
            .SelectMany(item => item is LetItem let ? ScopeExprs.Leaves(let.Value) : item is RuleItem rule ? ScopeExprs.Leaves(rule.Condition) : [])
            .OfType<SelectorExpr>();

        private static bool Holds(ScopePolicy policy, RuleItem rule, ScopeFacts facts, object? flipped)
        {
            var lets = policy.Items.OfType<LetItem>().ToDictionary(let => let.Name.Text, let => let.Value);
            bool Of(ScopeExpr expr) => expr switch
            {
                ConstantExpr constant => constant.Value,
                UseExpr use => Of(lets[use.Name.Text]),
                NotExpr not => !Of(not.Operand),
                AndExpr and => and.Operands.All(Of),
                OrExpr or => or.Operands.Any(Of),
                SelectorExpr selector => selector.Requirements.All(r => Meets(selector.Subject, r, facts) != ReferenceEquals(r, flipped)),
                NamedExpr named => Named(named, facts) != ReferenceEquals(named, flipped),
                _ => throw new InvalidOperationException(),
            };
            return Of(rule.Condition);
        }

        private static bool Meets(Subject subject, Requirement requirement, ScopeFacts facts) =>
            requirement.ToLabelRequirement().Matches(subject == Subject.Service ? facts.ServiceLabels : facts.Namespace.Labels!);

        private static bool Named(NamedExpr named, ScopeFacts facts) => named.Names.Any(name => name.Text == (named.Subject switch
        {
            Subject.Service => facts.Service,
            Subject.Namespace => facts.Namespace.Name,
            Subject.Cluster => facts.Cluster,
        }));
    }
}
