using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What may happen to a mesh.</summary>
internal enum Happening
{
    /// <summary>Somebody calls something.</summary>
    Call,

    /// <summary>Somebody edits manifests of a cluster, well or badly.</summary>
    Edit,

    /// <summary>Somebody edits the mesh's scope policy, well or badly.</summary>
    ScopeEdit,

    /// <summary>A cluster leaves the mesh, or comes back.</summary>
    ClusterTurn,

    /// <summary>Two hosts do not hear of each other for a while.</summary>
    Partition,

    /// <summary>A node proxy or a gateway dies, and starts again with nothing.</summary>
    ProxyCrash,

    /// <summary>A control plane dies, and starts again with nothing.</summary>
    ControlCrash,

    /// <summary>A stream is reset.</summary>
    StreamReset,

    /// <summary>A proxy reads nothing for a while.</summary>
    Slowness,
}

/// <summary>Something that is to happen.</summary>
/// <param name="At">When.</param>
/// <param name="What">What.</param>
/// <param name="Seed">Chance in it.</param>
internal sealed record PlannedEvent(TimeSpan At, Happening What, ulong Seed);

/// <summary>All that is to happen in one simulation: a function of its seed, of which a part can be left out.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Events">What happens, in order.</param>
internal sealed record SimulationPlan(ulong Seed, ValueList<PlannedEvent> Events)
{
    /// <summary>When the hosts have started.</summary>
    public static readonly TimeSpan Beginning = TimeSpan.FromSeconds(1.5);

    /// <summary>When nothing happens any more.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(14);

    /// <summary>When all has settled: longer than any wait between two tries.</summary>
    public static readonly TimeSpan End = TimeSpan.FromSeconds(50);

    private static readonly (Happening What, int Least, int Most)[] Parts =
    [
        (Happening.Call, 80, 140),
        (Happening.Edit, 8, 18),
        (Happening.ScopeEdit, 0, 3),
        (Happening.ClusterTurn, 0, 2),
        (Happening.Partition, 0, 4),
        (Happening.ProxyCrash, 0, 3),
        (Happening.ControlCrash, 0, 2),
        (Happening.StreamReset, 0, 4),
        (Happening.Slowness, 0, 3),
    ];

    /// <summary>The plan of a seed.</summary>
    public static SimulationPlan Of(ulong seed)
    {
        var dice = new Dice(seed);
        var events = new List<PlannedEvent>();
        foreach (var (what, least, most) in Parts)
        {
            for (var count = dice.Between(least, most); count > 0; count--)
                events.Add(new PlannedEvent(Beginning + dice.Milliseconds(0, 12_000), what, dice.Roll()));
        }

        return new SimulationPlan(seed, events.OrderBy(one => one.At).ThenBy(one => one.Seed).ToValueList());
    }
}

/// <summary>Something did not hold.</summary>
internal sealed class SimulationFailure(SimulationPlan plan, int step, string came, string message) : Exception(message)
{
    public SimulationPlan Plan => plan;

    public int Step => step;

    public string Came => came;
}
