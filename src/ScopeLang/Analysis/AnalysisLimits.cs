namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// The bounds of an analysis. What would exceed them is told to be not analysed; it is never guessed.
/// </summary>
public sealed record AnalysisLimits
{
    /// <summary>The bounds that hold unless others are asked for.</summary>
    public static AnalysisLimits Default { get; } = new();

    /// <summary>The most nodes that the diagrams of one question (a rule, a comparison) may add.</summary>
    public int QuestionNodes { get; init; } = 200_000;

    /// <summary>The most steps that one question may take; a step joins two nodes.</summary>
    public int QuestionSteps { get; init; } = 2_000_000;

    /// <summary>The most nodes that all questions of one analysis may add.</summary>
    public int TotalNodes { get; init; } = 2_000_000;

    /// <summary>The most steps that all questions of one analysis may take.</summary>
    public int TotalSteps { get; init; } = 12_000_000;

    /// <summary>The most variables on one path through two diagrams that are joined; it bounds the stack.</summary>
    public int PathVariables { get; init; } = 800;
}
