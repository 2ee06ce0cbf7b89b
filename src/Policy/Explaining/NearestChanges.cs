using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>A change that could alter an answer: of the mesh, or of what is asked.</summary>
/// <param name="Text">What to change, in one line.</param>
/// <param name="Edit">The mesh after it.</param>
/// <param name="Ask">What is asked instead; null where it is the same.</param>
internal sealed record ProposedChange(string Text, Func<Mesh, Mesh> Edit, Destination? Ask = null);

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
        var restricted = MeshView.Of(MeshRestriction.Of(view.Mesh, journey.Source, journey.Destination, groups));
        var same = Journeys.Of(restricted, journey.Source, journey.Destination);
        var (mesh, start) = Answer.Of(same) == Answer.Of(journey) ? (restricted, same) : (view, journey);
        return journey.Verdict == JourneyVerdict.Reached ? Alter(mesh, start) : Mend(mesh, start, view);
    }

    private static NearestAnswer? Alter(MeshView mesh, Journey journey)
    {
        foreach (var proposal in Proposals.ToAlter(mesh, journey))
        {
            if (Try(mesh, journey, proposal) is { } altered && Answer.Of(altered.Journey) != Answer.Of(journey))
                return new NearestAnswer([proposal.Text], altered.Journey);
        }

        return null;
    }

    /// <summary>Where one change shows the next fault behind the first, both are changed.</summary>
    private static NearestAnswer? Mend(MeshView mesh, Journey journey, MeshView all)
    {
        var changes = new List<string>();
        for (var step = 0; step < MaxSteps; step++)
        {
            (MeshView Mesh, Journey Journey, string Text)? further = null;
            foreach (var proposal in Proposals.ToMend(mesh, journey, all))
            {
                if (Try(mesh, journey, proposal) is not { } tried)
                    continue;
                if (tried.Journey.Verdict < journey.Verdict)
                    return new NearestAnswer([.. changes, proposal.Text], tried.Journey);
                if (further is null && Answer.Progress(tried.Journey) > Answer.Progress(journey))
                    further = (tried.Mesh, tried.Journey, proposal.Text);
            }

            if (further is not { } next)
                return null;
            changes.Add(next.Text);
            (mesh, journey) = (next.Mesh, next.Journey);
        }

        return null;
    }

    private static (MeshView Mesh, Journey Journey)? Try(MeshView mesh, Journey journey, ProposedChange proposal)
    {
        var edited = MeshView.Of(proposal.Edit(mesh.Mesh));
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

    /// <summary>How far connections come that are refused: the stage of the first refusal, then how many of them arrive.</summary>
    public static int Progress(Journey journey) => journey.Ends
        .Select(end => end.End.Arrival is Arrival.Stopped stopped ? (int)stopped.Stage : int.MaxValue)
        .DefaultIfEmpty(0)
        .Min();

    private static string Of(Way way, Arrival arrival) => arrival.Match(
        delivered => $"{way.Decision.GetType().Name} to {delivered.At.Uid}",
        at => $"{way.Decision.GetType().Name} to {at.At?.Uid} {at.Address}",
        unread => $"into {unread.Through.Uid}",
        stopped => $"{stopped.Stage} {stopped.Reason} {stopped.At?.Uid}");
}
