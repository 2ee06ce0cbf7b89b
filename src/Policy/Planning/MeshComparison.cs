using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>A mesh before and after a change, with all tables of both, and how these differ.</summary>
/// <param name="Before">The mesh before.</param>
/// <param name="After">The mesh after; what is alike is shared with the one before.</param>
/// <param name="Viewpoints">Every viewpoint that a host has before or after, ordered.</param>
/// <param name="Deltas">For each viewpoint whose table differs, how.</param>
internal sealed record MeshComparison(
    MeshView Before, MeshView After, ValueList<Viewpoint> Viewpoints, IReadOnlyDictionary<Viewpoint, RouteTableDelta> Deltas)
{
    /// <summary>The viewpoints of nodes.</summary>
    public IEnumerable<Viewpoint> Nodes => Viewpoints.Where(viewpoint => viewpoint.Role == ViewpointRole.Node);
}
