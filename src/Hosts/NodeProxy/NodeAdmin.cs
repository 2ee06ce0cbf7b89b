using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What a node proxy tells of itself.</summary>
internal static class NodeAdmin
{
    public static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var link = services.GetRequiredService<ControlPlaneLink>();
        var tables = services.GetRequiredService<SnapshotSource<RouteTable>>();
        var proxies = services.GetRequiredService<IServedPods>();
        var connections = services.GetRequiredService<LiveConnectionSet>();
        var traces = services.GetRequiredService<TraceLog>();
        var options = services.GetRequiredService<NodeOptions>();

        endpoints.MapReadiness(() => [.. link.Pending, .. proxies.Failed.Count > 0 ? ["proxy"] : Array.Empty<string>()]);
        endpoints.MapConnectionMetrics(services);
        endpoints.MapGet("/config_dump", () => AdminJson.Of(new
        {
            link.Connection,
            Table = RouteTableDump.Of(tables.Current.Value),
            Pods = Pods(proxies),
            Certificates = link.Certificates.Identities.Select(id => id.ToString()),
            Connections = connections.Open.Select(connection => connection.ToString()),
        }));
        endpoints.MapGet("/table", () => AdminJson.Of(LiveTable.OfNode(tables.Current.Value, options.Cluster, options.Node)));
        endpoints.MapGet("/pods", () => AdminJson.Of(Pods(proxies)));
        endpoints.MapGet("/traces/{id}", (string id) =>
            traces.Find(id) is { } trace ? AdminJson.Of(trace) : Results.NotFound());
    }

    private static IEnumerable<PodDump> Pods(IServedPods pods) => pods.Served.OrderBy(pod => pod.Name, StringComparer.Ordinal);
}
