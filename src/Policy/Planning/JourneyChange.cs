using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>A port of a service, as callers name it in full.</summary>
/// <param name="Host">The full host name.</param>
/// <param name="Port">The service port.</param>
public sealed record PlannedDestination(string Host, int Port)
{
    /// <summary><c>HOST:PORT</c>.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

/// <summary>Pods of one owner.</summary>
/// <param name="Owner">What made them, or the pod where nothing did.</param>
/// <param name="Pods">Their names, ordered, at least one.</param>
public sealed record PlannedCaller(WorkloadName Owner, ValueList<string> Pods);

/// <summary>Connections to one destination that would have another outcome, the same for all of their callers.</summary>
/// <param name="To">Where they go.</param>
/// <param name="Callers">Whose they are, ordered by owner.</param>
/// <param name="Before">What becomes of them before.</param>
/// <param name="After">What becomes of them after.</param>
public sealed record JourneyChange(
    PlannedDestination To, ValueList<PlannedCaller> Callers, ReachCell Before, ReachCell After)
{
    /// <summary>For better or worse.</summary>
    public JourneyChangeKind Kind => (Before.Verdict, After.Verdict) switch
    {
        (JourneyVerdict.Refused, JourneyVerdict.Reached or JourneyVerdict.Partly) => JourneyChangeKind.Gained,
        (JourneyVerdict.Reached or JourneyVerdict.Partly, JourneyVerdict.Refused) => JourneyChangeKind.Lost,
        (JourneyVerdict.Reached, JourneyVerdict.Partly) => JourneyChangeKind.Worse,
        (JourneyVerdict.Partly, JourneyVerdict.Reached) => JourneyChangeKind.Better,
        (JourneyVerdict.Refused, JourneyVerdict.Refused) => JourneyChangeKind.RefusedOtherwise,
        _ => JourneyChangeKind.Moved,
    };
}

/// <summary>What happens to connections.</summary>
public enum JourneyChangeKind
{
    /// <summary>All were received, or some, and none is any more.</summary>
    Lost,

    /// <summary>All were received, and now it depends on chance.</summary>
    Worse,

    /// <summary>None was received, and now all are, or some.</summary>
    Gained,

    /// <summary>It depended on chance, and now all are received.</summary>
    Better,

    /// <summary>They are received as before, on other ways, by others, or in other parts.</summary>
    Moved,

    /// <summary>They are refused as before, by another or for another reason.</summary>
    RefusedOtherwise,
}

/// <summary>Open connections of one kind that would close.</summary>
/// <param name="From">Whose pods have opened them.</param>
/// <param name="To">Where they go.</param>
/// <param name="At">Whose pods have taken them.</param>
/// <param name="Reasons">At which hosts they close and why, in the order of their way; at least one.</param>
/// <param name="Count">How many there are if each pod has one open by each path that it may take.</param>
public sealed record ClosingConnections(
    WorkloadName From, PlannedDestination To, WorkloadName At, ValueList<ClosingReason> Reasons, int Count);

/// <summary>Why a host closes connections.</summary>
/// <param name="Host">The host.</param>
/// <param name="Why">Why, as its log says it.</param>
public sealed record ClosingReason(ClosingHost Host, string Why);

/// <summary>A host that a connection passes, in the order of its way.</summary>
public enum ClosingHost
{
    /// <summary>The caller's node proxy.</summary>
    Caller,

    /// <summary>The east-west gateway.</summary>
    Gateway,

    /// <summary>The callee's node proxy.</summary>
    Callee,
}

/// <summary>Pods of one owner that come, go, or change their readiness.</summary>
/// <param name="Pods">The pods.</param>
/// <param name="Change">What happens to them.</param>
public sealed record PodChange(PlannedCaller Pods, PodChangeKind Change);

/// <summary>What happens to pods.</summary>
public enum PodChangeKind
{
    /// <summary>They come.</summary>
    Added,

    /// <summary>They go.</summary>
    Removed,

    /// <summary>They become ready.</summary>
    Ready,

    /// <summary>They become unready.</summary>
    Unready,
}
