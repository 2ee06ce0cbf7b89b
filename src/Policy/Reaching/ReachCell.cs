using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>What becomes of the connections of one client to one service port now.</summary>
/// <param name="Verdict">Whether they arrive.</param>
/// <param name="Paths">The paths that they take, at least one, each once; their parts sum up to 1.</param>
public sealed record ReachCell(JourneyVerdict Verdict, ValueList<ReachPath> Paths)
{
    /// <summary>Whether some of them go through an east-west gateway.</summary>
    public bool Crosses => Paths.Any(path => path.Means == ReachMeans.DoubleTunnel);

    /// <inheritdoc/>
    public override string ToString() => ReachWords.Of(this);
}

/// <summary>How connections are carried.</summary>
public enum ReachMeans
{
    /// <summary>Not at all: the caller's node proxy sends nothing.</summary>
    None,

    /// <summary>In one tunnel, within a network.</summary>
    Tunnel,

    /// <summary>In a tunnel within a tunnel, through an east-west gateway.</summary>
    DoubleTunnel,

    /// <summary>As they are.</summary>
    Plain,
}

/// <summary>One path from a client to where its connections end, and its part of them.</summary>
/// <param name="Means">How they are carried.</param>
/// <param name="Gateway">The east-west gateway as <c>CLUSTER/NAMESPACE/NAME</c>, where there is one.</param>
/// <param name="IsToWaypoint">Whether they end at the waypoint of what was called, whose own rules decide further.</param>
/// <param name="End">What becomes of them there.</param>
/// <param name="Part">Its part of all connections, more than 0 and at most 1, to nine decimal places.</param>
public sealed record ReachPath(ReachMeans Means, string? Gateway, bool IsToWaypoint, ReachEnd End, double Part);

/// <summary>What becomes of connections where their path ends.</summary>
public abstract record ReachEnd
{
    private ReachEnd()
    {
    }

    /// <summary>A workload takes them.</summary>
    /// <param name="By">What made the workload, or the workload itself where nothing did.</param>
    /// <param name="IsChecked">Whether a node proxy stands before it, which authorized them.</param>
    /// <param name="Policies">The policies that allow them, ordered; none where nothing needs to.</param>
    public sealed record Answered(WorkloadName By, bool IsChecked, ValueList<NamespacedName> Policies) : ReachEnd;

    /// <summary>They go to an address or a name that belongs to no workload.</summary>
    /// <param name="To">The address and port, or the name.</param>
    public sealed record Outside(string To) : ReachEnd;

    /// <summary>They go on into a cluster that is not read.</summary>
    /// <param name="Cluster">Its id.</param>
    public sealed record Unread(string Cluster) : ReachEnd;

    /// <summary>They are refused.</summary>
    /// <param name="Stage">By whom.</param>
    /// <param name="Reason">Why, in the word that logs, traces and expectations use.</param>
    /// <param name="At">What made the endpoint that refuses them or is refused, where they came so far.</param>
    /// <param name="Policies">The policies that determine it, ordered, where it is authorization.</param>
    public sealed record Refused(Stage Stage, string Reason, WorkloadName? At, ValueList<NamespacedName> Policies) : ReachEnd;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Answered, T> answered, Func<Outside, T> outside, Func<Unread, T> unread, Func<Refused, T> refused) =>
        this switch
        {
            Answered end => answered(end),
            Outside end => outside(end),
            Unread end => unread(end),
            Refused end => refused(end),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
