namespace ScopeMesh.Policy.Merging;

/// <summary>In what copies of one Service differ. The names are the reasons of the MCS API's <c>Conflict</c> condition.</summary>
public enum ConflictKind
{
    /// <summary>One is headless and another is not (or one is a ServiceEntry).</summary>
    TypeConflict,

    /// <summary>A port has another target or protocol, or one copy has a port that another has not.</summary>
    PortConflict,

    /// <summary>Callers keep their endpoint by one, and not by another.</summary>
    SessionAffinityConflict,

    /// <summary>Endpoints are preferred differently, or count as usable differently.</summary>
    TrafficDistributionConflict,

    /// <summary>Other waypoints stand before it.</summary>
    WaypointConflict,

    /// <summary>Other address families are called.</summary>
    IpFamilyConflict,

    /// <summary>Clusters share its connections by other weights.</summary>
    ClusterWeightConflict,
}

/// <summary>A difference between two copies of one Service, and whose word counts.</summary>
/// <param name="Kind">In what they differ.</param>
/// <param name="Winner">The cluster whose copy counts.</param>
/// <param name="WinnerValue">What it says.</param>
/// <param name="Other">The other cluster.</param>
/// <param name="OtherValue">What that one says.</param>
public sealed record MergeConflict(ConflictKind Kind, string Winner, string WinnerValue, string Other, string OtherValue)
{
    /// <summary>One line that names both sides.</summary>
    public override string ToString() =>
        $"{Kind}: `{Winner}` says {WinnerValue}, which counts, and `{Other}` says {OtherValue}";
}
