using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>How far the tests of a policy exercise a rule, or one truth of a condition.</summary>
public enum Exercise
{
    /// <summary>Some test does.</summary>
    Covered,

    /// <summary>No test does, and one could.</summary>
    Missing,

    /// <summary>No test could.</summary>
    Infeasible,

    /// <summary>Not analysed: a diagram would exceed its bounds.</summary>
    NotAnalysed,
}

/// <summary>What the tests of a policy exercise.</summary>
/// <param name="Rules">The rules, in file order.</param>
/// <param name="Conditions">The conditions, in file order.</param>
public sealed record CoverageReport(ValueList<RuleCoverage> Rules, ValueList<ConditionCoverage> Conditions)
{
    /// <summary>How many of what could be covered is: rules, and conditions.</summary>
    public (int Covered, int Feasible) Count
    {
        get
        {
            Exercise[] all = [.. Rules.Select(rule => rule.Exercise), .. Conditions.Select(condition => condition.Exercise)];
            return (all.Count(one => one == Exercise.Covered), all.Count(one => one != Exercise.Infeasible));
        }
    }
}

/// <summary>Whether a test makes a rule a determining one.</summary>
/// <param name="Name">How decisions call the rule.</param>
/// <param name="Exercise">Whether one does. A rule that local rules always overrule is infeasible.</param>
/// <param name="Span">Where the rule stands.</param>
public sealed record RuleCoverage(string Name, Exercise Exercise, SourceSpan Span);

/// <summary>
/// Whether tests show that a condition matters, by masking modified condition/decision coverage: in two tests it is once
/// true and once false; in both it matters to one rule, that is, had it alone been the opposite, so had the rule; and the
/// rule itself matches in one and not in the other. Where a local rule overrules it, a global rule shows nothing.
/// </summary>
/// <param name="Text">The condition: one requirement, or a condition on a name.</param>
/// <param name="Within">The rule that it stands in, or the <c>let</c>, whose conditions count once.</param>
/// <param name="Exercise">Whether there are two such tests.</param>
/// <param name="WhenTrue">Whether there is the first of them.</param>
/// <param name="WhenFalse">Whether there is the second.</param>
/// <param name="Span">Where the condition stands.</param>
public sealed record ConditionCoverage(
    string Text, string Within, Exercise Exercise, bool WhenTrue, bool WhenFalse, SourceSpan Span);
