using ScopeMesh.Policy.Explaining;
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
    private readonly Dictionary<(PlannedDestination To, ReachCell Before, ReachCell After), List<Workload>> _changes = [];
    private readonly Dictionary<ClosingConnections, int> _closing = [];

    /// <summary>Follows all connections that may have another outcome.</summary>
    /// <param name="comparison">The mesh before and after.</param>
    public JourneyComparison(MeshComparison comparison)
    {
        _comparison = comparison;
        _callersBefore = CallerGroups.Of(comparison.Before);
        _callersAfter = CallerGroups.Of(comparison.After);
        var destinations = DestinationsOf(comparison);
        var concerned = ConcernedHosts.Of(comparison);
        var touched = destinations.Where(to => concerned.Contains(to.Host)).ToArray();
        (Destinations, Pods) = (destinations.Length, comparison.Before.Mesh.Clusters.Sum(cluster => cluster.Pods.Count));
        foreach (var crowd in CallerCrowd.Of(comparison, _callersBefore, _callersAfter, everybody: touched.Length > 0))
        {
            foreach (var to in crowd.IsOther ? destinations : touched)
                Follow(crowd, to);
        }
    }

    /// <summary>How many destinations there are before or after.</summary>
    public int Destinations { get; }

    /// <summary>How many pods there are before.</summary>
    public int Pods { get; }

    /// <summary>The connections that have another outcome, by destination and caller.</summary>
    public ValueList<JourneyChange> Changes => _changes
        .Select(change => new JourneyChange(change.Key.To, PlannedCallers.Of(change.Value), change.Key.Before, change.Key.After))
        .OrderBy(change => change.To.Host, StringComparer.Ordinal)
        .ThenBy(change => change.To.Port)
        .ThenBy(change => change.Callers[0].Owner.ToString(), StringComparer.Ordinal)
        .ThenBy(change => change.Callers[0].Pods[0], StringComparer.Ordinal)
        .ToValueList();

    /// <summary>The open connections that close, by destination and caller.</summary>
    public ValueList<ClosingConnections> Closing => _closing
        .Select(closing => closing.Key with { Count = closing.Value })
        .OrderBy(closing => closing.To.Host, StringComparer.Ordinal)
        .ThenBy(closing => closing.To.Port)
        .ThenBy(closing => closing.From.ToString(), StringComparer.Ordinal)
        .ThenBy(closing => closing.At.ToString(), StringComparer.Ordinal)
        .ThenBy(closing => closing.Reasons.ToString(), StringComparer.Ordinal)
        .ToValueList();

    /// <summary>The ports of Services that some cluster has before or after; patterns of names cannot be called.</summary>
    internal static PlannedDestination[] DestinationsOf(MeshComparison comparison) =>
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

    private void Follow(CallerCrowd crowd, PlannedDestination to)
    {
        var destination = Destination.Of(to.Host, to.Port);
        if (_callersBefore.AreKept(crowd.Before, destination) || (crowd.After is { } after && _callersAfter.AreKept(after, destination)))
        {
            for (var place = 0; place < crowd.Before.Members.Count; place++)
                Follow([crowd.Before.Members[place]], crowd.After?.Members[place], to, destination);
        }
        else
        {
            Follow(crowd.Before.Members, crowd.After?.First, to, destination);
        }
    }

    private void Follow(ValueList<Workload> callers, Workload? later, PlannedDestination to, Destination destination)
    {
        var before = Journeys.Of(_comparison.Before, callers[0], destination);
        Close(callers, to, before);
        if (later is null)
            return;
        var after = Journeys.Of(_comparison.After, later, destination);
        if (before == after)
            return;
        var (cell, now) = (ReachCells.Of(_comparison.Before.Mesh, before), ReachCells.Of(_comparison.After.Mesh, after));
        if (cell == now)
            return;
        if (!_changes.TryGetValue((to, cell, now), out var pods))
            _changes.Add((to, cell, now), pods = []);
        pods.AddRange(callers);
    }

    private void Close(ValueList<Workload> callers, PlannedDestination to, Journey journey)
    {
        foreach (var (at, reasons) in OpenConnections.Closing(_comparison, journey))
        {
            foreach (var caller in callers)
            {
                var key = new ClosingConnections(ReachCells.OwnerOf(caller), to, ReachCells.OwnerOf(at), reasons, 0);
                _closing[key] = _closing.GetValueOrDefault(key) + 1;
            }
        }
    }
}
