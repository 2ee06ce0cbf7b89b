using System.Collections.Concurrent;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>
/// Compiles a route table for every viewpoint that is asked for, and publishes it anew when its content changes. A change
/// of the mesh compiles what it touches alone.
/// </summary>
internal sealed partial class RouteTablePublisher(
    string cluster, SnapshotSource<MeshCompilation> mesh, ILogger<RouteTablePublisher> log) : BackgroundService
{
    private readonly ConcurrentDictionary<(ViewpointRole Role, string? Network), Publication> _publications = new();
    private readonly Lock _compiling = new();
    private MeshTables _tables = MeshTables.Of(Mesh.Empty);

    /// <summary>
    /// What a client is to see. A gateway says which network it is for, and a node may say in which one it is; others have
    /// the cluster's.
    /// </summary>
    public SnapshotSource<XdsSnapshot> For(XdsClient client) =>
        client.Node.Kind == XdsNodeKind.Waypoint
            ? For(ViewpointRole.Gateway, client.Node.RequestedNetworkView is { IsEmpty: false } view ? view[0] : null)
            : For(ViewpointRole.Node, client.Node.Network is { Length: > 0 } network ? network : null);

    /// <summary>The tables in force, for dumps.</summary>
    public IReadOnlyCollection<RouteTable> Tables => [.. _publications.Values.Select(publication => publication.Table)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var current = mesh.Current;
            lock (_compiling)
                Follow(current.Value.Mesh);
            await current.Superseded.WaitAsync(stoppingToken);
        }
    }

    private SnapshotSource<XdsSnapshot> For(ViewpointRole role, string? network)
    {
        lock (_compiling)
        {
            if (_publications.TryGetValue((role, network), out var known))
                return known.Source;
            Follow(mesh.Current.Value.Mesh);
            var table = Table(role, network);
            var publication = new Publication(table, new SnapshotSource<XdsSnapshot>(RouteTableResources.Of(table)));
            Log.Published(log, table.Viewpoint, table.Services.Count, table.Workloads.Count, table.ContentHash);
            return (_publications[(role, network)] = publication).Source;
        }
    }

    /// <summary>Takes the mesh over as it is now, and publishes what is different by it.</summary>
    private void Follow(Mesh now)
    {
        if (ReferenceEquals(_tables.Index.Mesh, now))
            return;
        _tables = _tables.With(now).After;
        foreach (var ((role, network), publication) in _publications)
        {
            var table = Table(role, network);
            if (table.ContentHash == publication.Table.ContentHash)
                continue;
            publication.Table = table;
            publication.Source.Publish(RouteTableResources.Of(table));
            Log.Published(log, table.Viewpoint, table.Services.Count, table.Workloads.Count, table.ContentHash);
        }
    }

    private RouteTable Table(ViewpointRole role, string? network)
    {
        var viewpoint = new Viewpoint(cluster, network ?? _tables.Index.FindCluster(cluster)?.Network ?? "", role);
        _tables = _tables.And(viewpoint);
        return _tables.Find(viewpoint)!;
    }

    private sealed class Publication(RouteTable table, SnapshotSource<XdsSnapshot> source)
    {
        public RouteTable Table { get; set; } = table;

        public SnapshotSource<XdsSnapshot> Source { get; } = source;
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "route table of {Viewpoint}: {Services} services, {Workloads} workloads, {Hash}")]
        public static partial void Published(ILogger log, Viewpoint viewpoint, int services, int workloads, string hash);
    }
}
