namespace ScopeMesh.Policy.Explaining;

/// <summary>Compares what becomes of connections.</summary>
public static class JourneyComparison
{
    /// <summary>Whether two journeys have one answer: the same verdict, and the same ways of ending, whatever their parts.</summary>
    /// <param name="one">The one.</param>
    /// <param name="other">The other.</param>
    public static bool AreAlike(Journey one, Journey other) => Answer.Of(one) == Answer.Of(other);
}
