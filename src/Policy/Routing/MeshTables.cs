using System.Collections.Immutable;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Routing;

/// <summary>The route tables of several viewpoints of one mesh, which follow its changes together.</summary>
public sealed class MeshTables
{
    private readonly ImmutableDictionary<Viewpoint, TableCompilation> _tables;

    private MeshTables(MeshIndex index, ImmutableDictionary<Viewpoint, TableCompilation> tables) => (Index, _tables) = (index, tables);

    /// <summary>The mesh.</summary>
    public MeshIndex Index { get; }

    /// <summary>A mesh that nobody looks at yet.</summary>
    /// <param name="mesh">The mesh.</param>
    public static MeshTables Of(Mesh mesh) => new(MeshIndex.Create(mesh), ImmutableDictionary<Viewpoint, TableCompilation>.Empty);

    /// <summary>The table of a viewpoint, or null where it is not among them.</summary>
    /// <param name="viewpoint">For whom.</param>
    public RouteTable? Find(Viewpoint viewpoint) => _tables.GetValueOrDefault(viewpoint)?.Table;

    /// <summary>These tables and that of one more viewpoint.</summary>
    /// <param name="viewpoint">For whom.</param>
    public MeshTables And(Viewpoint viewpoint) => _tables.ContainsKey(viewpoint)
        ? this
        : new MeshTables(Index, _tables.Add(viewpoint, TableCompilation.Of(Index, viewpoint)));

    /// <summary>The tables after a change of one cluster, and how each differs; those that do not are not told.</summary>
    /// <param name="change">The change.</param>
    public (MeshTables After, ImmutableDictionary<Viewpoint, RouteTableDelta> Deltas) With(ClusterChange change)
    {
        var (index, touched) = Index.Change(change);
        return Follow(index, compilation => compilation.With(index, touched));
    }

    /// <summary>The tables of the mesh as it is now, and how each differs. What is alike is not compiled anew.</summary>
    /// <param name="mesh">The mesh after any changes.</param>
    public (MeshTables After, ImmutableDictionary<Viewpoint, RouteTableDelta> Deltas) With(Mesh mesh)
    {
        if (mesh.DomainSuffix != Index.Mesh.DomainSuffix
            || !mesh.Clusters.Select(cluster => cluster.Id).SequenceEqual(Index.Mesh.Clusters.Select(cluster => cluster.Id)))
        {
            var anew = MeshIndex.Create(mesh);
            return Follow(anew, compilation =>
            {
                var after = TableCompilation.Of(anew, compilation.Table.Viewpoint);
                return (after, RouteTableDelta.Between(compilation.Table, after.Table));
            });
        }

        var (tables, deltas) = (this, ImmutableDictionary<Viewpoint, RouteTableDelta>.Empty);
        foreach (var (before, after) in Index.Mesh.Clusters.Zip(mesh.Clusters))
        {
            if (ReferenceEquals(before, after) || ClusterChange.Between(before, after) is not { IsEmpty: false } change)
                continue;
            var (next, more) = tables.With(change);
            tables = next;
            foreach (var (viewpoint, delta) in more)
                deltas = deltas.SetItem(viewpoint, deltas.TryGetValue(viewpoint, out var first) ? first.Then(delta) : delta);
        }

        return (tables, deltas);
    }

    private (MeshTables After, ImmutableDictionary<Viewpoint, RouteTableDelta> Deltas) Follow(
        MeshIndex index, Func<TableCompilation, (TableCompilation After, RouteTableDelta Delta)> follow)
    {
        var (tables, deltas) = (_tables.ToBuilder(), ImmutableDictionary.CreateBuilder<Viewpoint, RouteTableDelta>());
        foreach (var (viewpoint, compilation) in _tables)
        {
            var (after, delta) = follow(compilation);
            tables[viewpoint] = after;
            if (!delta.IsEmpty)
                deltas.Add(viewpoint, delta);
        }

        return (new MeshTables(index, tables.ToImmutable()), deltas.ToImmutable());
    }
}
