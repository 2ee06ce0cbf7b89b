using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>Plans changes of one mesh. Its tables are made once; a plan costs what the change touches.</summary>
public sealed class MeshPlanner
{
    private readonly MeshTables _tables;
    private readonly ValueList<Viewpoint> _viewpoints;

    private MeshPlanner(MeshTables tables, ValueList<Viewpoint> viewpoints) => (_tables, _viewpoints) = (tables, viewpoints);

    /// <summary>A planner of changes of a mesh.</summary>
    /// <param name="mesh">The mesh before.</param>
    public static MeshPlanner Of(Mesh mesh)
    {
        var tables = MeshTables.Of(mesh);
        var viewpoints = MeshView.Of(tables).Viewpoints.ToValueList();
        return new MeshPlanner(With(tables, viewpoints), viewpoints);
    }

    /// <summary>What differs between the mesh before and another one; findings are not looked at.</summary>
    /// <param name="mesh">The mesh after.</param>
    public MeshPlan Plan(Mesh mesh)
    {
        var comparison = Compare(mesh);
        var journeys = new JourneyComparison(comparison);
        var services = new ServiceComparison(comparison.Before.Index, comparison.After.Index);
        return new MeshPlan
        {
            Scopes = ScopeChanges.Between(comparison.Before.Mesh, mesh),
            Shares = services.Shares(),
            Tables = comparison.Viewpoints
                .Where(comparison.Deltas.ContainsKey)
                .Select(at => TableChanges.Of(comparison.Before.Table(at), comparison.After.Table(at), comparison.Deltas[at]))
                .OfType<TableChange>()
                .ToValueList(),
            Journeys = journeys.Changes,
            Closing = journeys.Closing,
            Pods = PodChanges.Between(comparison.Before.Mesh, mesh),
            Conflicts = services.Conflicts(),
            Drift = services.Drift(),
            Addresses = services.Moves(),
            Extent = new PlanExtent(comparison.Viewpoints.Count, journeys.Destinations, journeys.Pods),
        };
    }

    private MeshComparison Compare(Mesh mesh)
    {
        var viewpoints = _viewpoints.Concat(MeshView.Of(mesh).Viewpoints)
            .Distinct()
            .OrderBy(at => at.Cluster, StringComparer.Ordinal)
            .ThenBy(at => at.Network, StringComparer.Ordinal)
            .ThenBy(at => at.Role)
            .ToValueList();
        var before = With(_tables, viewpoints);
        var (after, touched) = before.With(mesh);
        var deltas = touched.Keys
            .Select(at => (At: at, Delta: RouteTableDelta.Between(before.Find(at)!, after.Find(at)!)))
            .Where(change => !change.Delta.IsEmpty)
            .ToDictionary(change => change.At, change => change.Delta);
        return new MeshComparison(MeshView.Of(before), MeshView.Of(after), viewpoints, deltas);
    }

    private static MeshTables With(MeshTables tables, ValueList<Viewpoint> viewpoints) =>
        viewpoints.Aggregate(tables, (all, viewpoint) => all.And(viewpoint));
}
