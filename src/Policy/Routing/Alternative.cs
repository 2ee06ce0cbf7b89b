using System.Collections.Immutable;

namespace ScopeMesh.Policy.Routing;

/// <summary>One of the decisions that connections of one kind can have.</summary>
/// <typeparam name="T">The type of the decisions.</typeparam>
/// <param name="Decision">The decision.</param>
/// <param name="Tier">0 for what is chosen now; what waits until those before are gone has a higher one.</param>
/// <param name="Part">Its part of the connections once its tier has them, of 1.</param>
public sealed record Alternative<T>(T Decision, int Tier, double Part);

/// <summary>Makes alternatives of choices.</summary>
internal static class Alternative
{
    /// <summary>What a choice can come to, those of one tier before those of the next.</summary>
    public static ImmutableArray<Alternative<T>> Of<T>(Choice<T> choice)
        where T : class =>
        [.. choice.Leaves().OrderBy(leaf => leaf.Tier).Select(leaf => new Alternative<T>(leaf.Value, leaf.Tier, leaf.Part))];
}
