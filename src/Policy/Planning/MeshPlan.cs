using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>What a change of a mesh would do: every difference between the mesh before and after, and nothing else.</summary>
public sealed record MeshPlan
{
    /// <summary>Nothing would be different.</summary>
    public static MeshPlan Nothing { get; } = new();

    /// <summary>Services that become global or local, ordered by cluster and name.</summary>
    public ValueList<ScopeChange> Scopes { get; init; }

    /// <summary>Copies of Services that other clusters begin or cease to take, ordered by service and owner.</summary>
    public ValueList<ShareChange> Shares { get; init; }

    /// <summary>Tables that differ, ordered by viewpoint.</summary>
    public ValueList<TableChange> Tables { get; init; }

    /// <summary>Connections of pods that are there before and after that would have another outcome, ordered by destination and caller.</summary>
    public ValueList<JourneyChange> Journeys { get; init; }

    /// <summary>Open connections that would close, ordered by destination and caller.</summary>
    public ValueList<ClosingConnections> Closing { get; init; }

    /// <summary>Pods that come, go, or change their readiness, ordered by name.</summary>
    public ValueList<PodChange> Pods { get; init; }

    /// <summary>In what copies of one Service begin or cease to differ, ordered by service and viewer.</summary>
    public ValueList<ConflictChange> Conflicts { get; init; }

    /// <summary>Where clusters begin or cease to follow different rules, ordered by service, owner and consumer.</summary>
    public ValueList<DriftChange> Drift { get; init; }

    /// <summary>Names that are shared before and after and have another virtual address, ordered.</summary>
    public ValueList<AddressMove> Addresses { get; init; }

    /// <summary>Findings that come or go.</summary>
    public ValueList<FindingChange> Findings { get; init; }

    /// <summary>How much there is of which nothing is said: it stays as it is.</summary>
    public PlanExtent Extent { get; init; } = new(0, 0, 0);

    /// <summary>Whether nothing would be different.</summary>
    public bool IsEmpty => this with { Extent = Nothing.Extent } == Nothing;

    /// <summary>Whether some connections would be refused that are not refused before.</summary>
    public bool Refuses => Journeys.Any(journey => journey.Kind is JourneyChangeKind.Lost or JourneyChangeKind.Worse);
}

/// <summary>How much a plan looked at.</summary>
/// <param name="Tables">The viewpoints before and after.</param>
/// <param name="Destinations">The ports of Services that some pod sees before or after.</param>
/// <param name="Pods">The pods that are there before and after.</param>
public sealed record PlanExtent(int Tables, int Destinations, int Pods);
