using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Testing;

public sealed class CoverageTextTests
{
    [Fact]
    public void Everything_that_is_not_covered_has_a_line() => Assert.Equal(
        """
        coverage: 1 of 4 rules and conditions
          shop.scope:1:1: missing: rule "b" decides in no test
          shop.scope:1:1: infeasible: rule "c" cannot decide
          shop.scope:1:1: not analysed: rule "d" is too large
          shop.scope:1:1: missing: service(x) in "a" is never false where it matters
          shop.scope:1:1: infeasible: service(y) in "a" cannot matter

        """,
        CoverageText.Render(new CoverageReport(
            [Rule("a", Exercise.Covered), Rule("b", Exercise.Missing), Rule("c", Exercise.Infeasible), Rule("d", Exercise.NotAnalysed)],
            [Condition("service(x)", Exercise.Missing, whenTrue: true), Condition("service(y)", Exercise.Infeasible, whenTrue: false)])));

    [Fact]
    public void What_a_policy_measures_can_be_read() => Assert.Equal(
        """
        coverage: 2 of 3 rules and conditions
          2:23: missing: service(b) in "#1" is never true where it matters

        """,
        CoverageText.Render(ScopeCoverage.Measure(ScopePolicy.Parse(
            """
            global when service(a)
                       or service(b)
            test "none" { expect local }
            test "a" { service s { a: x } expect global }
            """).Policy!)));

    private static RuleCoverage Rule(string name, Exercise exercise) => new(name, exercise, Place);

    private static ConditionCoverage Condition(string text, Exercise exercise, bool whenTrue) =>
        new(text, "a", exercise, whenTrue, WhenFalse: false, Place);

    private static SourceSpan Place => new("shop.scope", 1, 1);
}
