using System.Collections.Concurrent;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>Compiles a route table for every viewpoint that is asked for, and publishes it anew when its content changes.</summary>
internal sealed partial class RouteTablePublisher(
    string cluster, SnapshotSource<MeshCompilation> mesh, ILogger<RouteTablePublisher> log) : BackgroundService
{
    private readonly ConcurrentDictionary<(ViewpointRole Role, string? Network), Publication> _publications = new();
    private readonly Lock _compiling = new();

    /// <summary>What a client is to see. A gateway says which network it is for; others have the cluster's.</summary>
    public SnapshotSource<XdsSnapshot> For(XdsClient client) =>
        client.Node.Kind == XdsNodeKind.Waypoint
            ? For(ViewpointRole.Gateway, client.Node.RequestedNetworkView is { IsEmpty: false } view ? view[0] : null)
            : For(ViewpointRole.Node, null);

    /// <summary>The tables in force, for dumps.</summary>
    public IReadOnlyCollection<RouteTable> Tables => [.. _publications.Values.Select(publication => publication.Table)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var current = mesh.Current;
            Publish(current.Value);
            await current.Superseded.WaitAsync(stoppingToken);
        }
    }

    private SnapshotSource<XdsSnapshot> For(ViewpointRole role, string? network)
    {
        lock (_compiling)
        {
            if (_publications.TryGetValue((role, network), out var known))
                return known.Source;
            var compilation = mesh.Current.Value;
            var table = Compile(compilation, MeshIndex.Create(compilation.Mesh), role, network);
            var publication = new Publication(table, new SnapshotSource<XdsSnapshot>(RouteTableResources.Of(table)));
            Log.Published(log, table.Viewpoint, table.Services.Count, table.Workloads.Count, table.ContentHash);
            return (_publications[(role, network)] = publication).Source;
        }
    }

    private void Publish(MeshCompilation compilation)
    {
        lock (_compiling)
        {
            var index = MeshIndex.Create(compilation.Mesh);
            foreach (var ((role, network), publication) in _publications)
            {
                var table = Compile(compilation, index, role, network);
                if (table.ContentHash == publication.Table.ContentHash)
                    continue;
                publication.Table = table;
                publication.Source.Publish(RouteTableResources.Of(table));
                Log.Published(log, table.Viewpoint, table.Services.Count, table.Workloads.Count, table.ContentHash);
            }
        }
    }

    private RouteTable Compile(MeshCompilation compilation, MeshIndex index, ViewpointRole role, string? network)
    {
        network ??= compilation.Mesh.Find(cluster)?.Network ?? "";
        return RouteTableCompiler.Compile(index, new Viewpoint(cluster, network, role));
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
