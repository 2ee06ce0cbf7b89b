using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>
/// What becomes of connections before and after a change. Only destinations are looked at that tables differ in, and callers
/// that are others themselves; of callers that nothing tells apart before and after, one stands for all.
/// </summary>
internal sealed class JourneyComparison
{
    private readonly MeshComparison _comparison;
    private readonly CallerGroups _callersBefore;
    private readonly CallerGroups _callersAfter;
    private readonly CallerBook _callers = new();
    private readonly Dictionary<(PlannedDestination To, ReachCell Before, ReachCell After), List<int>> _changes = [];
    private readonly Dictionary<(PlannedDestination To, WorkloadName At, ValueList<ClosingReason> Reasons), List<int>> _closing = [];

    /// <summary>Follows all connections that may have another outcome.</summary>
    /// <param name="comparison">The mesh before and after.</param>
    public JourneyComparison(MeshComparison comparison)
    {
        _comparison = comparison;
        _callersBefore = CallerGroups.Of(comparison.Before);
        _callersAfter = CallerGroups.Of(comparison.After);
        var destinations = DestinationsOf(comparison);
        var concerned = ConcernedHosts.Of(comparison);
        var touched = Array.FindAll(destinations, to => concerned.Contains(to.Host));
        var pods = CallerCrowd.PodsOf(comparison).ToArray();
        (Destinations, Pods) = (destinations.Length, pods.Length);
        if (touched.Length > 0)
            FollowTouched(Array.FindAll(pods, pod => !pod.IsOther), touched);

        // Who is another after may do anything else, wherever it calls.
        Follow(CallerCrowd.Of(Array.FindAll(pods, pod => pod.IsOther), _callersBefore.Group, _callersAfter.Group), destinations);
    }

    /// <summary>How many destinations there are before or after.</summary>
    public int Destinations { get; }

    /// <summary>How many pods there are before.</summary>
    public int Pods { get; }

    /// <summary>The connections that have another outcome, by destination and caller.</summary>
    public ValueList<JourneyChange> Changes => _changes
        .Select(change => new JourneyChange(change.Key.To, _callers.Of(change.Value), change.Key.Before, change.Key.After))
        .OrderBy(change => change.To.Host, StringComparer.Ordinal)
        .ThenBy(change => change.To.Port)
        .ThenBy(change => change.Callers[0].Owner.ToString(), StringComparer.Ordinal)
        .ThenBy(change => change.Callers[0].Pods[0], StringComparer.Ordinal)
        .ToValueList();

    /// <summary>The open connections that close, by destination and callee.</summary>
    public ValueList<ClosingConnections> Closing => _closing
        .Select(closing => new ClosingConnections(
            _callers.Of(closing.Value.Distinct()), closing.Key.To, closing.Key.At, closing.Key.Reasons, closing.Value.Sum(_callers.CountOf)))
        .OrderBy(closing => closing.To.Host, StringComparer.Ordinal)
        .ThenBy(closing => closing.To.Port)
        .ThenBy(closing => closing.At.ToString(), StringComparer.Ordinal)
        .ThenBy(closing => closing.Reasons.ToString(), StringComparer.Ordinal)
        .ToValueList();

    /// <summary>The ports of Services that some cluster has before or after; patterns of names cannot be called.</summary>
    private static PlannedDestination[] DestinationsOf(MeshComparison comparison) =>
    [
        .. comparison.Before.Mesh.Clusters.Concat(comparison.After.Mesh.Clusters)
            .SelectMany(cluster => cluster.Services)
            .Where(service => !service.Hostname.Contains('*'))
            .SelectMany(service => service.Ports.Select(port => (service.Hostname, port.ServicePort)))
            .Distinct()
            .OrderBy(to => to.Hostname, StringComparer.Ordinal)
            .ThenBy(to => to.ServicePort)
            .Select(to => new PlannedDestination(to.Hostname, to.ServicePort)),
    ];

    private void FollowTouched(PlannedPod[] pods, PlannedDestination[] touched)
    {
        var (before, after) = (new IndifferentHosts(_comparison.Before), new IndifferentHosts(_comparison.After));
        var byIndifference = touched.ToLookup(to => before.Contains(to.Host) && after.Contains(to.Host)

            // What no longer serves it may have policies now that name callers, and open connections still.
            && before.MembersOf(to.Host).SetEquals(after.MembersOf(to.Host)));
        if (byIndifference.Contains(true))
            Follow(CallerCrowd.Of(pods, _callersBefore.GroupOfAnyName, _callersAfter.GroupOfAnyName), [.. byIndifference[true]]);
        if (byIndifference.Contains(false))
            Follow(CallerCrowd.Of(pods, _callersBefore.Group, _callersAfter.Group), [.. byIndifference[false]]);
    }

    private void Follow(IEnumerable<CallerCrowd> crowds, PlannedDestination[] destinations)
    {
        foreach (var crowd in crowds)
        {
            var place = _callers.Enter(crowd.Before.Members);
            foreach (var to in destinations)
                Follow(crowd, place, to);
        }
    }

    private void Follow(CallerCrowd crowd, int place, PlannedDestination to)
    {
        var destination = Destination.Of(to.Host, to.Port);
        if (!_callersBefore.AreKept(crowd.Before, destination) && !(crowd.After is { } after && _callersAfter.AreKept(after, destination)))
        {
            Follow(place, crowd.Before.First, crowd.After?.First, to, destination);
            return;
        }

        for (var member = 0; member < crowd.Before.Members.Count; member++)
        {
            var caller = crowd.Before.Members[member];
            Follow(_callers.Enter([caller]), caller, crowd.After?.Members[member], to, destination);
        }
    }

    private void Follow(int crowd, Workload caller, Workload? later, PlannedDestination to, Destination destination)
    {
        var before = Journeys.Of(_comparison.Before, caller, destination);
        foreach (var (at, reasons) in OpenConnections.Closing(_comparison, before))
            Add(_closing, (to, ReachCells.OwnerOf(at), reasons), crowd);
        if (later is null)
            return;
        var after = Journeys.Of(_comparison.After, later, destination);
        if (before == after)
            return;
        var (cell, now) = (ReachCells.Of(_comparison.Before.Mesh, before), ReachCells.Of(_comparison.After.Mesh, after));
        if (cell != now)
            Add(_changes, (to, cell, now), crowd);
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> crowds, TKey key, int crowd)
        where TKey : notnull
    {
        if (!crowds.TryGetValue(key, out var of))
            crowds.Add(key, of = []);
        of.Add(crowd);
    }
}
