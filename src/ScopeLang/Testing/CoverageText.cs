using System.Text;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>Shows what tests exercise to people: a line with the counts, then one for everything that is not covered.</summary>
public static class CoverageText
{
    /// <summary>Renders a report, ended by a line feed.</summary>
    /// <param name="report">The report.</param>
    public static string Render(CoverageReport report)
    {
        var (covered, feasible) = report.Count;
        var text = new StringBuilder();
        text.Append($"coverage: {covered} of {feasible} rules and conditions\n");
        foreach (var rule in report.Rules.Where(rule => rule.Exercise != Exercise.Covered))
            Line(rule.Exercise, rule.Span, $"rule {DecisionText.Rules([rule.Name])} {Words(rule.Exercise)}", text);
        foreach (var condition in report.Conditions.Where(condition => condition.Exercise != Exercise.Covered))
            Line(condition.Exercise, condition.Span,
                $"{Quoting.Printable(condition.Text)} in {DecisionText.Rules([condition.Within])} {Words(condition)}", text);
        return text.ToString();
    }

    /// <summary>The word for an exercise: <c>covered</c>, <c>missing</c>, <c>infeasible</c> or <c>not analysed</c>.</summary>
    /// <param name="exercise">The exercise.</param>
    public static string Word(Exercise exercise) => exercise switch
    {
        Exercise.Covered => "covered",
        Exercise.Missing => "missing",
        Exercise.Infeasible => "infeasible",
        Exercise.NotAnalysed => "not analysed",
    };

    private static void Line(Exercise exercise, SourceSpan span, string what, StringBuilder text) =>
        text.Append("  ").Append(Quoting.Printable(span.ToString())).Append(": ").Append(Word(exercise)).Append(": ")
            .Append(what).Append('\n');

    private static string Words(Exercise exercise) => exercise switch
    {
        Exercise.Covered => "decides",
        Exercise.Missing => "decides in no test",
        Exercise.Infeasible => "cannot decide",
        Exercise.NotAnalysed => "is too large",
    };

    private static string Words(ConditionCoverage condition) => (condition.Exercise, condition.WhenTrue, condition.WhenFalse) switch
    {
        (Exercise.Infeasible, _, _) => "cannot matter",
        (Exercise.NotAnalysed, _, _) => "is too large",
        (_, true, true) => "matters",
        (_, true, false) => "is never false where it matters",
        (_, false, true) => "is never true where it matters",
        (_, false, false) => "matters in no test",
    };
}
