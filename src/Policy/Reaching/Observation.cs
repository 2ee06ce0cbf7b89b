using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>What came of all calls of one kind: those that were made, or all that can be.</summary>
/// <param name="Answered">Who answered, as <c>CLUSTER/NAMESPACE/NAME</c>, ordered.</param>
/// <param name="Refused">The reasons of refusals, ordered.</param>
/// <param name="Via">The ways that calls took, ordered.</param>
public sealed record Observation(ValueList<string> Answered, ValueList<string> Refused, ValueList<string> Via)
{
    /// <summary>Compares it with what somebody expects of these calls.</summary>
    /// <param name="expected">The expectation.</param>
    /// <param name="lack">What those who should have answered did instead, such as <c>does not answer</c>.</param>
    public ExpectationResult Compare(Expectation expected, string lack) => new(expected, Answered, Refused, Via, Differs(expected, lack));

    /// <summary>Whether everything that an expectation wants to see has been seen.</summary>
    /// <param name="expected">The expectation.</param>
    public bool Holds(Expectation expected) => expected.Outcome.Match(
        answers => Names(answers.By).IsSubsetOf(Answered),
        refused => Refused.Contains(refused.Reason.Value),
        partly => Names(partly.By).IsSubsetOf(Answered) && Refused.Contains(partly.Reason.Value));

    /// <summary>A workload by the names that an expectation uses for it; where it uses none, by that of what made it.</summary>
    /// <param name="expected">The expectation.</param>
    /// <param name="workload">The workload.</param>
    public static IEnumerable<string> NamesOf(Expectation expected, Workload workload)
    {
        var names = expected.Outcome
            .Match<ValueList<Located<WorkloadName>>>(answers => answers.By, _ => [], partly => partly.By)
            .Where(name => name.Value.Means(workload))
            .Select(name => name.Value.ToString())
            .ToArray();
        return names.Length > 0 ? names : [ReachCells.OwnerOf(workload).ToString()];
    }

    private string? Differs(Expectation expected, string lack) => expected.Outcome.Match(
        answers => Unrefused() ?? Unanswered(Names(answers.By), lack),
        refused => Answered.IsEmpty ? OtherReason(refused.Reason.Value) : $"{List(Answered)} answered",
        partly => Unanswered(Names(partly.By), lack) ?? OtherReason(partly.Reason.Value)) ?? OtherWay(expected);

    private string? Unrefused() => Refused.IsEmpty ? null : $"refused: {List(Refused)}";

    private string? OtherReason(string reason) => Refused switch
    {
        [] => "not refused",
        [var only] when only == reason => null,
        _ => $"refused for another reason: {List(Refused)}",
    };

    private string? Unanswered(HashSet<string> wanted, string lack)
    {
        var (others, missing) = (Answered.Where(name => !wanted.Contains(name)).ToArray(), wanted.Except(Answered).Order(StringComparer.Ordinal));
        if (others.Length > 0)
            return $"{List(others)} answered too";
        return wanted.IsSubsetOf(Answered) ? null : $"{List(missing)} {lack}";
    }

    private string? OtherWay(Expectation expected)
    {
        var via = expected.Via?.Value.ToString().ToLowerInvariant();
        return via is null || Via is [var only] && only == via ? null : $"went by {(Via.IsEmpty ? "no way" : List(Via))}";
    }

    private static HashSet<string> Names(ValueList<Located<WorkloadName>> by) =>
        by.Select(name => name.Value.ToString()).ToHashSet(StringComparer.Ordinal);

    private static string List(IEnumerable<string> items) => string.Join(", ", items);
}

/// <summary>What one expectation came to.</summary>
/// <param name="Expected">The expectation.</param>
/// <param name="Answered">Who answered, ordered.</param>
/// <param name="Refused">The reasons of refusals, ordered.</param>
/// <param name="Via">The ways that calls took, ordered.</param>
/// <param name="Why">What differs; null where all is as expected.</param>
public sealed record ExpectationResult(
    Expectation Expected, ValueList<string> Answered, ValueList<string> Refused, ValueList<string> Via, string? Why)
{
    /// <summary>Whether all is as expected.</summary>
    public bool Holds => Why is null;
}
