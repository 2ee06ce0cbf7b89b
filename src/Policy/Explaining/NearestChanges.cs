using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>A change that could alter an answer: of the mesh, or of what is asked.</summary>
/// <param name="Text">What to change, in one line.</param>
/// <param name="Edit">The mesh after it.</param>
/// <param name="Ask">What is asked instead; null where it is the same.</param>
/// <param name="In">The part of the mesh that has what is asked instead; null where it is the same part.</param>
internal sealed record ProposedChange(string Text, Func<Mesh, Mesh> Edit, Destination? Ask = null, MeshView? In = null);

/// <summary>
/// Finds the nearest change that alters what becomes of a connection: of one that is refused one that lets it through, of
/// one that arrives one that leads it elsewhere or stops it. Each is tried, so that what is named does what it says.
/// </summary>
internal static class NearestChanges
{
    /// <summary>How many faults one after another are looked behind.</summary>
    private const int MaxSteps = 4;

    /// <summary>The nearest change, or null where none of those that are tried alters the answer.</summary>
    /// <param name="view">The mesh.</param>
    /// <param name="journey">What becomes of the connection.</param>
    /// <param name="groups">The Services that it may be about.</param>
    public static NearestAnswer? Find(MeshView view, Journey journey, ValueList<ServiceGroup> groups)
    {
        var restricted = MeshView.Of(MeshRestriction.Of(view.Index, journey.Source, journey.Destination, groups));
        var same = Journeys.Of(restricted, journey.Source, journey.Destination);
        var (mesh, start) = Answer.Of(same) == Answer.Of(journey) ? (restricted, same) : (view, journey);
        var about = groups.Select(group => group.Key).ToHashSet();
        return journey.Verdict == JourneyVerdict.Reached ? Alter(mesh, start, about) : Mend(mesh, start, about, view);
    }

    private static NearestAnswer? Alter(MeshView mesh, Journey journey, HashSet<NamespacedName> about)
    {
        foreach (var proposal in Proposals.ToAlter(mesh, journey, about))
        {
            if (Try(mesh, journey, proposal) is { } altered && Answer.Of(altered.Journey) != Answer.Of(journey))
                return new NearestAnswer([proposal], altered.Journey);
        }

        return null;
    }

    /// <summary>Where one change shows the next fault behind the first, both are changed.</summary>
    private static NearestAnswer? Mend(MeshView mesh, Journey journey, HashSet<NamespacedName> about, MeshView all)
    {
        var changes = new List<ProposedChange>();
        for (var step = 0; step < MaxSteps; step++)
        {
            (MeshView Mesh, Journey Journey, ProposedChange Change)? further = null;
            foreach (var proposal in Proposals.ToMend(mesh, journey, about, step == 0 ? all : null))
            {
                if (Try(mesh, journey, proposal) is not { } tried)
                    continue;
                if (tried.Journey.Verdict < journey.Verdict)
                    return new NearestAnswer([.. changes, proposal], tried.Journey);
                if (further is null && Answer.Progress(tried.Journey) > Answer.Progress(journey))
                    further = (tried.Mesh, tried.Journey, proposal);
            }

            if (further is not { } next)
                return null;
            changes.Add(next.Change);
            (mesh, journey) = (next.Mesh, next.Journey);
        }

        return null;
    }

    private static (MeshView Mesh, Journey Journey)? Try(MeshView mesh, Journey journey, ProposedChange proposal)
    {
        var edited = proposal.In ?? MeshView.Of(proposal.Edit(mesh.Mesh));
        var source = edited.Mesh.Find(journey.Source.Cluster)?.Workloads
            .FirstOrDefault(workload => workload.Uid == journey.Source.Uid);
        return source is null ? null : (edited, Journeys.Of(edited, source, proposal.Ask ?? journey.Destination));
    }
}

/// <summary>What of a journey is its answer: the rest is how it is said.</summary>
/// <param name="Verdict">Whether connections arrive.</param>
/// <param name="Ends">Where they end, each way of ending once, ordered.</param>
internal sealed record Answer(JourneyVerdict Verdict, ValueList<string> Ends)
{
    /// <summary>The answer of a journey.</summary>
    public static Answer Of(Journey journey) => new(
        journey.Verdict,
        journey.Ends.Select(end => Of(end.Way, end.End.Arrival)).Distinct().Order(StringComparer.Ordinal).ToValueList());

    /// <summary>How far the first connection comes that is refused: its stage, and at the caller's node proxy what it failed for.</summary>
    public static int Progress(Journey journey) => journey.Ends.Select(end => Progress(end.Way, end.End.Arrival)).DefaultIfEmpty(0).Min();

    private static int Progress(Way way, Arrival arrival) => (arrival, way.Decision) switch
    {
        (Arrival.Stopped { Stage: Stage.Route }, RouteDecision.Refused refused) => refused.Reason switch
        {
            RefusalReason.UnknownSource => 0,
            RefusalReason.UnknownHost or RefusalReason.NotInRegistry => 1,
            RefusalReason.UnknownWaypoint => 2,
            RefusalReason.UnknownPort => 3,
            _ => 4,
        },
        (Arrival.Stopped stopped, _) => 5 + (int)stopped.Stage,
        _ => int.MaxValue,
    };

    private static string Of(Way way, Arrival arrival) => arrival.Match(
        delivered => $"{way.Decision.GetType().Name} to {delivered.At.Uid}",
        at => $"{way.Decision.GetType().Name} to {at.At?.Uid} {at.Address}",
        unread => $"into {unread.Through.Uid}",
        stopped => $"{stopped.Stage} {stopped.Reason} {stopped.At?.Uid}");
}
