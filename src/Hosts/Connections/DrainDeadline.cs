namespace ScopeMesh.Hosts.Connections;

/// <summary>How long connections may go on after a host was told to stop.</summary>
internal static class DrainDeadline
{
    /// <summary>Where nothing else is said.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(5);

    /// <summary>From how many seconds on a grace period is long enough to leave <see cref="Reserve"/> of it.</summary>
    private const int LongGraceSeconds = 10;

    /// <summary>What of a long grace period is left for the end, before Kubernetes kills.</summary>
    private const int Reserve = 5;

    /// <summary>ztunnel's rule: the deadline as it is, else the grace period less some seconds, else the default.</summary>
    /// <param name="deadline"><c>CONNECTION_TERMINATION_DEADLINE</c>.</param>
    /// <param name="gracePeriodSeconds"><c>TERMINATION_GRACE_PERIOD_SECONDS</c>: the pod's <c>terminationGracePeriodSeconds</c>.</param>
    public static TimeSpan Of(TimeSpan? deadline, int? gracePeriodSeconds) => (deadline, gracePeriodSeconds) switch
    {
        ({ } exactly, _) => exactly,
        (null, { } grace) => TimeSpan.FromSeconds(grace > LongGraceSeconds ? grace - Reserve : Math.Max(1, grace - 1)),
        _ => Default,
    };
}
