using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What a node proxy tells of itself.</summary>
internal static class NodeAdmin
{
    /// <summary>What <c>istio_build</c> calls it: dashboards look for this word.</summary>
    public const string Component = "ztunnel";

    public static HostEndpoints Endpoints { get; } = new(Map, MapMetrics, MapReadiness);

    private static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var supply = services.GetRequiredService<IMeshSupply>();
        var tables = services.GetRequiredService<SnapshotSource<RouteTable>>();
        var proxies = services.GetRequiredService<IServedPods>();
        var connections = services.GetRequiredService<LiveConnectionSet>();
        var traces = services.GetRequiredService<TraceLog>();
        var options = services.GetRequiredService<NodeOptions>();
        IConfigDumpPart[] parts = [.. services.GetServices<IConfigDumpPart>()];

        endpoints.MapOperations(services, $"scopemesh node proxy of {options.Cluster}/{options.Node}", Endpoints);
        endpoints.Map("/config_dump", () => AdminJson.Of(HostDump.Of(
            tables.Current.Value,
            supply,
            Config(options),
            new
            {
                supply.Connection,
                tables.Current.Value.ContentHash,
                IsRegistryOnly = OutboundTraffic.IsRegistryOnly(tables.Current.Value),
                BelievedDomains = BelievedDomains.Of(tables.Current.Value),
                Pods = Pods(proxies),
                Connections = connections.Open.Select(open => open.Subject).OfType<LiveConnection>().Select(subject => subject.ToString()),
            },
            parts)));
        endpoints.MapGet("/table", () => AdminJson.Of(LiveTable.OfNode(tables.Current.Value, options.Cluster, options.Node)));
        endpoints.MapGet("/pods", () => AdminJson.Of(Pods(proxies)));
        endpoints.MapGet("/traces/{id}", (string id) =>
            traces.Find(id) is { } trace ? AdminJson.Of(trace) : Results.NotFound());
    }

    private static void MapMetrics(IEndpointRouteBuilder endpoints, IServiceProvider services) =>
        endpoints.MapMetrics(Component, services);

    private static void MapReadiness(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var supply = services.GetRequiredService<IMeshSupply>();
        var proxies = services.GetRequiredService<IServedPods>();
        endpoints.MapReadiness(() => [.. supply.Pending, .. proxies.Pending], () => supply.Notice);
    }

    /// <summary>By what it runs where nobody has settings; those take the place of this.</summary>
    private static object Config(NodeOptions options) => new
    {
        ClusterId = options.Cluster,
        LocalNode = options.Node,
        AdminAddr = options.Admin.ToString(),
        StatsAddr = options.Operations.Metrics?.ToString(),
        ReadinessAddr = options.Operations.Readiness?.ToString(),
        SelfTerminationDeadline = $"{options.Operations.Drain.Deadline.TotalSeconds}s",
        XdsAddress = options.Supply.Match(control => control.Address.ToString(), _ => null),
        WindowSize = options.Limits.ServerHttp2.StreamWindowBytes,
        ConnectionWindowSize = options.Limits.ServerHttp2.ConnectionWindowBytes,
        FrameSize = options.Limits.ServerHttp2.MaxFrameBytes,
        PoolMaxStreamsPerConn = options.Limits.MaxStreamsPerConnection,
        PoolUnusedReleaseTimeout = $"{options.Limits.PoolIdleSeconds}s",
    };

    private static IEnumerable<PodDump> Pods(IServedPods pods) => pods.Served.OrderBy(pod => pod.Name, StringComparer.Ordinal);
}
