namespace ScopeMesh.Policy.Reaching;

/// <summary>How large a matrix may be.</summary>
/// <param name="Cells">How many cells it may have, clients times services, and how many connections may be followed for them.</param>
public sealed record ReachLimits(int Cells)
{
    /// <summary>A million: some tens of seconds, and some tens of megabytes.</summary>
    public static ReachLimits Default { get; } = new(1_000_000);
}
