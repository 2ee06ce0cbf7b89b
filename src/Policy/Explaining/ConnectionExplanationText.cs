using System.Globalization;
using System.Text;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Explaining;

/// <summary>An explanation as text for people: the answer first, then the chain that leads to it.</summary>
public static class ConnectionExplanationText
{
    private const int Indent = 13;

    /// <summary>How many lines of one kind are written unless all are asked for.</summary>
    private const int MaxLines = 12;

    /// <summary>The explanation, a part a paragraph.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="all">Whether everything is written, however long.</param>
    public static string Render(ConnectionExplanation explanation, bool all = false)
    {
        var text = new StringBuilder();
        var journey = explanation.Journey;
        text.Append(Headline(journey)).Append('\n');
        Part(text, "caller", [Caller(journey.Source, explanation.Alike)], all);
        Part(text, "name", explanation.Names.Select(name => $"{(name.IsFound ? "yes" : "no ")}  {name.Name} {name.Why}"), all);
        Part(text, "service", explanation.Service is { } service ? Service(service) : [], all);
        Part(text, "copies", explanation.Copies.Select(Copy), all);
        Part(text, "conflicts", explanation.Conflicts.Select(conflict => conflict.ToString()), all);
        Part(text, "candidates", explanation.Candidates.Select(Candidate), all);
        Part(text, "ways", Ways(journey), all);
        Part(text, "policies", explanation.Policies.Select(Policy), all);
        Part(text, "ends", Ends(journey), all);
        Part(text, "to change it", Nearest(explanation.Nearest), all);
        return text.ToString();
    }

    /// <summary>What becomes of a connection, without why.</summary>
    /// <param name="journey">What becomes of it.</param>
    /// <param name="all">Whether everything is written, however long.</param>
    public static string Render(Journey journey, bool all = false)
    {
        var text = new StringBuilder();
        text.Append(Headline(journey)).Append('\n');
        Part(text, "caller", [Caller(journey.Source, alike: 0)], all);
        Part(text, "ways", Ways(journey), all);
        Part(text, "ends", Ends(journey), all);
        return text.ToString();
    }

    /// <summary>The question and its answer in one line.</summary>
    /// <param name="journey">What becomes of the connection.</param>
    public static string Headline(Journey journey) =>
        $"{journey.Source.Display} to {journey.Destination}: {Word(journey.Verdict)}{Outcome(journey)}";

    private static string Word(JourneyVerdict verdict) => verdict switch
    {
        JourneyVerdict.Reached => "reached",
        JourneyVerdict.Partly => "reached partly",
        JourneyVerdict.Refused => "refused",
    };

    private static string Outcome(Journey journey)
    {
        if (journey.Verdict == JourneyVerdict.Refused)
        {
            var stopped = journey.Ends.Select(end => end.End.Arrival).OfType<Arrival.Stopped>().First();
            return $" ({stopped.Reason}): {stopped.Message}";
        }

        var where = journey.Ends
            .Where(end => end.End.Arrival is not Arrival.Stopped)
            .GroupBy(end => (Cluster: Where(end.End.Arrival), Kind: WayText.Kind(end.Way.Decision)))
            .Select(group => $"{WayText.Percent(group.Sum(end => end.Part))} {group.Key.Cluster} by {group.Key.Kind}");
        return $", {string.Join(", ", where)}";
    }

    private static string Where(Arrival arrival) => arrival.Match(
        delivered => $"in {delivered.At.Cluster}",
        at => at.At is { } known ? $"in {known.Cluster}" : "outside of the mesh",
        unread => $"in {unread.Through.Cluster}",
        _ => "");

    private static string Caller(Workload source, int alike)
    {
        var text = new StringBuilder($"{source.Display}, {(source.Identity.IsNone ? "nobody" : source.Identity)}");
        text.Append(CultureInfo.InvariantCulture, $", network {(source.Network.Length == 0 ? "(none)" : source.Network)}");
        if (source.Locality != Locality.Unknown)
            text.Append(CultureInfo.InvariantCulture, $", {source.Locality}");
        if (source.Node.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $", node {source.Node}");
        if (source.TunnelProtocol == TunnelProtocol.None)
            text.Append("; it is not in the mesh: no node proxy takes its connections");
        if (alike > 0)
            text.Append(CultureInfo.InvariantCulture, $"; {alike} more of `{source.Owner}`");
        return text.ToString();
    }

    private static IEnumerable<string> Service(MeshService service)
    {
        var ports = service.Ports.Select(port =>
            $"{port.ServicePort} to {(port.TargetPort == 0 ? "each endpoint's own" : port.TargetPort)}");
        yield return $"{service.Key}, ports {string.Join(", ", ports)}";
        if (service.LoadBalancing.Mode is LoadBalancingMode.Failover or LoadBalancingMode.Strict)
        {
            var scopes = string.Join(", ", service.LoadBalancing.Preferences.Select(Kebab.Of));
            yield return service.LoadBalancing.Mode == LoadBalancingMode.Strict
                ? $"only endpoints of the same {scopes}"
                : $"endpoints of the same {scopes} before others, which wait until those are gone";
        }

        if (service.HasClientAffinity)
            yield return "a caller keeps its endpoint";
    }

    private static string Copy(ExplainedCopy copy) =>
        $"{(copy.IsSeen ? "yes" : "no ")}  {copy.Cluster}, {copy.Ready} of {copy.Members} endpoints ready: {copy.Why}";

    private static string Candidate(ExplainedCandidate candidate)
    {
        var rank = candidate.State switch
        {
            CandidateState.Chosen => $"{WayText.Percent(candidate.Part),5}",
            CandidateState.Waits => $"then {candidate.Tier.ToString(CultureInfo.InvariantCulture)}".PadLeft(5),
            CandidateState.Lost => "   no",
        };
        return $"{rank}  {candidate.Name}: {candidate.Why}";
    }

    private static string Policy(ExplainedPolicy policy)
    {
        var action = policy.Policy.Action.ToString().ToUpperInvariant();
        var dryRun = policy.Policy.IsDryRun ? " in dry run" : "";
        var decides = policy.Determines ? ", and decides" : "";
        return $"{action} {policy.Policy.Key}{dryRun} {(policy.Matches ? "matches" : "does not match")}{decides}: {policy.Why}";
    }

    private static IEnumerable<string> Ways(Journey journey) => GoesOut(journey) ? WayText.Of(journey) : [];

    /// <summary>Where the caller's node proxy refuses at once, the headline has said it.</summary>
    private static bool GoesOut(Journey journey) =>
        journey.Ends.Any(end => end.End.Arrival is not Arrival.Stopped { Stage: Stage.Route });

    private static IEnumerable<string> Ends(Journey journey) =>
        !GoesOut(journey) ? [] : journey.Ends.Select(end => $"{WayText.Percent(end.Part),5}  {WayText.Of(end.End.Arrival)}");

    private static IEnumerable<string> Nearest(NearestAnswer? nearest)
    {
        if (nearest is null)
        {
            yield return "no single change was found that alters the answer";
            yield break;
        }

        foreach (var change in nearest.Changes)
            yield return change;
        yield return $"then it is {Word(nearest.Outcome.Verdict)}{Outcome(nearest.Outcome)}";
    }

    private static void Part(StringBuilder text, string title, IEnumerable<string> lines, bool all)
    {
        var list = lines.ToArray();
        var shown = all || list.Length <= MaxLines ? list : list[..MaxLines];
        for (var line = 0; line < shown.Length; line++)
            text.Append((line == 0 ? title : "").PadRight(Indent)).Append(shown[line]).Append('\n');
        if (shown.Length < list.Length)
            text.Append(' ', Indent).Append(CultureInfo.InvariantCulture, $"… and {list.Length - shown.Length} more (--all)\n");
    }
}
