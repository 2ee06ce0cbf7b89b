using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>Publishes a route table for everything that is asked for, and anew when its content changes (<see cref="PublishedTables"/>).</summary>
internal sealed partial class RouteTablePublisher(
    string cluster, SnapshotSource<MeshCompilation> mesh, ILogger<RouteTablePublisher> log) : BackgroundService
{
    private readonly Dictionary<TableKey, SnapshotSource<XdsSnapshot>> _sources = [];
    private readonly Lock _compiling = new();
    private PublishedTables _tables = PublishedTables.Of(cluster);

    /// <summary>The tables in force, for dumps.</summary>
    public IReadOnlyCollection<RouteTable> Tables => [.. Volatile.Read(ref _tables).Tables.Values];

    /// <summary>What a client is to see, now and later.</summary>
    public SnapshotSource<XdsSnapshot> For(XdsClient client)
    {
        var key = TableKey.Of(client.Node);
        lock (_compiling)
        {
            if (_sources.TryGetValue(key, out var known))
                return known;
            Follow();
            _tables = _tables.And(key);
            var table = _tables.Tables[key];
            Log.Published(log, table.Viewpoint, table.Services.Count, table.Workloads.Count, table.ContentHash);
            return _sources[key] = new SnapshotSource<XdsSnapshot>(RouteTableResources.Of(table));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var current = mesh.Current;
            lock (_compiling)
                Follow();
            await current.Superseded.WaitAsync(stoppingToken);
        }
    }

    /// <summary>Takes the mesh over as it is now, and publishes what is different by it.</summary>
    private void Follow()
    {
        (_tables, var changed) = _tables.Follow(mesh.Current.Value.Mesh);
        foreach (var (key, table) in changed)
        {
            _sources[key].Publish(RouteTableResources.Of(table));
            Log.Published(log, table.Viewpoint, table.Services.Count, table.Workloads.Count, table.ContentHash);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Information, "route table of {Viewpoint}: {Services} services, {Workloads} workloads, {Hash}")]
        public static partial void Published(ILogger log, Viewpoint viewpoint, int services, int workloads, string hash);
    }
}
