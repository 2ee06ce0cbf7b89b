using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>Compares expectations with all that can become of the calls that they are about.</summary>
/// <param name="view">The mesh.</param>
public sealed class ExpectedReach(MeshView view)
{
    private const string Lack = "does not answer";

    private readonly CallerGroups _callers = CallerGroups.Of(view);

    /// <summary>Compares one expectation.</summary>
    /// <param name="expected">The expectation.</param>
    public ExpectationResult Check(Expectation expected)
    {
        var callers = (view.Mesh.Find(expected.From.Value.Cluster)?.Pods ?? [])
            .Select(pod => pod.Workload)
            .Where(expected.From.Value.Means)
            .ToArray();
        if (callers.Length == 0)
            return new ExpectationResult(expected, [], [], [], $"there is no pod `{expected.From.Value}` to call as");
        var destination = Destination.Of(expected.Host.Value, expected.Port);
        var ends = _callers.Group(callers)
            .SelectMany(group => _callers.AreKept(group, destination) ? group.Members : [group.First])
            .SelectMany(caller => Journeys.Of(view, caller, destination).Ends)
            .ToArray();
        return new Observation(
            InOrder(ends.SelectMany(end => AnswersOf(expected, end.End.Arrival))),
            InOrder(ends.Select(end => end.End.Arrival).OfType<Arrival.Stopped>().Select(stopped => stopped.Reason)),
            InOrder(ends.Select(end => end.Way.Decision.Via()).OfType<string>())).Compare(expected, Lack);
    }

    private static IEnumerable<string> AnswersOf(Expectation expected, Arrival arrival) => arrival.Match<IEnumerable<string>>(
        delivered => Observation.NamesOf(expected, delivered.At),
        plain => plain.At is { } at ? Observation.NamesOf(expected, at) : [$"what is outside of the mesh at {plain.Address}"],
        unread => [$"cluster {unread.Through.Cluster}, which is not read,"],
        _ => []);

    private static ValueList<string> InOrder(IEnumerable<string> items) =>
        items.Distinct().Order(StringComparer.Ordinal).ToValueList();
}
