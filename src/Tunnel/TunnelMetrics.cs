using System.Diagnostics.Metrics;

namespace ScopeMesh.Tunnel;

/// <summary>What the tunnel counts, for whoever listens to the meter of this name.</summary>
public static class TunnelMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "ScopeMesh.Tunnel";

    /// <summary>The name of the counter of limits that peers have met; its tag <c>limit</c> says which.</summary>
    public const string LimitsReachedName = "limits_reached";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> LimitsReached =
        Meter.CreateCounter<long>(LimitsReachedName, description: "Streams and connections ended because the peer met a limit.");

    internal static void CountLimit(string limit) => LimitsReached.Add(1, new KeyValuePair<string, object?>("limit", limit));
}
