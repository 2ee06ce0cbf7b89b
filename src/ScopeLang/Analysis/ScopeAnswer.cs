namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>The answer to a question about policies.</summary>
public enum Verdict
{
    /// <summary>No.</summary>
    No,

    /// <summary>Yes.</summary>
    Yes,

    /// <summary>The question was given up, because a diagram would exceed its bounds.</summary>
    NotAnalysed,
}

/// <summary>An answer, with a Service that shows it where one can.</summary>
/// <param name="Verdict">The answer.</param>
/// <param name="Witness">
/// A Service that proves it: for <c>satisfiable</c> where the answer is yes, for every other question where it is no. Its
/// namespace is known, it has no more labels than the rule needs that it was found by, and the same question always gets
/// the same.
/// </param>
public readonly record struct ScopeAnswer(Verdict Verdict, ScopeFacts? Witness);

/// <summary>A Service that two policies decide on differently.</summary>
/// <param name="Facts">The Service.</param>
/// <param name="Before">What the first policy decides, and by which rule.</param>
/// <param name="After">What the second one decides.</param>
public readonly record struct ScopeChange(ScopeFacts Facts, ScopeDecision Before, ScopeDecision After);

/// <summary>Where two policies differ.</summary>
/// <param name="Same">Whether they are equivalent: yes, no, or not analysed.</param>
/// <param name="Services">Of the Services that were given, those whose scope differs, in the order given.</param>
/// <param name="Beyond">
/// Services that show all there is to know beyond those: one for each product of an irredundant sum of products of the
/// difference.
/// </param>
/// <param name="IsComplete">Whether there are no more products than <paramref name="Beyond"/> shows.</param>
public sealed record ScopeDifference(Verdict Same, ValueList<ScopeChange> Services, ValueList<ScopeChange> Beyond, bool IsComplete);
