using System.Collections.Immutable;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>Which table of its cluster a client is to see.</summary>
/// <param name="Role">What the client is.</param>
/// <param name="Network">The network that it names; null for its cluster's, whichever that is.</param>
internal readonly record struct TableKey(ViewpointRole Role, string? Network)
{
    /// <summary>
    /// What a client is to see. A gateway says which network it is for, and a node may say in which one it is; others have
    /// the cluster's.
    /// </summary>
    public static TableKey Of(XdsNode node) => node.Kind == XdsNodeKind.Waypoint
        ? new TableKey(ViewpointRole.Gateway, node.RequestedNetworkView is { IsEmpty: false } view ? view[0] : null)
        : new TableKey(ViewpointRole.Node, node.Network is { Length: > 0 } network ? network : null);
}

/// <summary>A table that has another content than before.</summary>
internal readonly record struct PublishedTable(TableKey Key, RouteTable Table);

/// <summary>
/// The route tables that the clients of one control plane have asked for: a reducer over questions and meshes. A change of the
/// mesh compiles what it touches alone.
/// </summary>
internal sealed record PublishedTables
{
    private readonly string _cluster;

    private PublishedTables(string cluster, MeshTables compiled) => (_cluster, Compiled) = (cluster, compiled);

    /// <summary>What was asked for, and the table of each.</summary>
    public ImmutableDictionary<TableKey, RouteTable> Tables { get; private init; } = ImmutableDictionary<TableKey, RouteTable>.Empty;

    private MeshTables Compiled { get; init; }

    /// <summary>The tables of a cluster of which nothing is known yet.</summary>
    /// <param name="cluster">The cluster.</param>
    public static PublishedTables Of(string cluster) => new(cluster, MeshTables.Of(Mesh.Empty));

    /// <summary>Takes up a question: from now on its table follows the mesh.</summary>
    /// <param name="key">What is asked for.</param>
    public PublishedTables And(TableKey key)
    {
        if (Tables.ContainsKey(key))
            return this;
        var next = Compile(key, out var table);
        return next with { Tables = Tables.Add(key, table) };
    }

    /// <summary>Takes the mesh over as it is now, and says which tables have another content by it.</summary>
    /// <param name="now">The mesh.</param>
    public (PublishedTables Next, ValueList<PublishedTable> Changed) Follow(Mesh now)
    {
        if (ReferenceEquals(Compiled.Index.Mesh, now))
            return (this, []);
        var next = this with { Compiled = Compiled.With(now).After };
        var changed = ImmutableArray.CreateBuilder<PublishedTable>();
        foreach (var (key, before) in Tables)
        {
            next = next.Compile(key, out var table);
            if (table.ContentHash != before.ContentHash)
                changed.Add(new PublishedTable(key, table));
        }

        next = next with { Tables = Tables.SetItems(changed.Select(one => KeyValuePair.Create(one.Key, one.Table))) };
        return (next, new ValueList<PublishedTable>(changed.ToImmutable()));
    }

    private PublishedTables Compile(TableKey key, out RouteTable table)
    {
        var network = key.Network ?? Compiled.Index.FindCluster(_cluster)?.Network ?? "";
        var viewpoint = new Viewpoint(_cluster, network, key.Role);
        var compiled = Compiled.And(viewpoint);
        table = compiled.Find(viewpoint)!;
        return this with { Compiled = compiled };
    }
}
