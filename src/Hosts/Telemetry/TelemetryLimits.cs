namespace ScopeMesh.Hosts.Telemetry;

/// <summary>The bounds of what a host tells of itself.</summary>
internal sealed record TelemetryLimits
{
    /// <summary>The limits that hold where nothing else is said.</summary>
    public static TelemetryLimits Default { get; } = new();

    /// <summary>
    /// How many sets of labels connections are counted apart by. What comes beyond is counted as one for each reporter, of
    /// which nothing else is known, and how much that was is counted too.
    /// </summary>
    public int ConnectionSeries { get; init; } = 10_000;

    /// <summary>How many log lines wait to be written. A line that comes while so many wait is dropped, and counted.</summary>
    public int LogLines { get; init; } = 10_000;
}
