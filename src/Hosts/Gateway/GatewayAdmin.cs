using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Gateway;

/// <summary>What an east-west gateway tells of itself.</summary>
internal static class GatewayAdmin
{
    /// <summary>What <c>istio_build</c> calls it.</summary>
    public const string Component = "scopemesh-gateway";

    public static HostEndpoints Endpoints { get; } = new(Map, MapMetrics, MapReadiness);

    private static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var supply = services.GetRequiredService<IMeshSupply>();
        var tables = services.GetRequiredService<SnapshotSource<RouteTable>>();
        var connections = services.GetRequiredService<LiveConnectionSet>();
        var options = services.GetRequiredService<GatewayOptions>();
        IConfigDumpPart[] parts = [.. services.GetServices<IConfigDumpPart>()];
        endpoints.MapOperations(services, $"scopemesh gateway of network {options.GatewayNetwork} in {options.Cluster}", Endpoints);
        endpoints.MapGet("/table", () => AdminJson.Of(LiveTable.OfGateway(
            tables.Current.Value,
            options.Cluster,
            options.GatewayNetwork,
            options.Identity,
            options.Listen.Select(listens => listens.ToString()))));
        endpoints.Map("/config_dump", () => AdminJson.Of(HostDump.Of(
            tables.Current.Value,
            supply,
            Config(options),
            new
            {
                supply.Connection,
                tables.Current.Value.ContentHash,
                Connections = connections.Open.Select(open => open.Subject).OfType<LiveConnection>().Select(subject => subject.ToString()),
            },
            parts)));
    }

    private static void MapMetrics(IEndpointRouteBuilder endpoints, IServiceProvider services) =>
        endpoints.MapMetrics(Component, services);

    private static void MapReadiness(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var supply = services.GetRequiredService<IMeshSupply>();
        endpoints.MapReadiness(() => supply.Pending);
    }

    private static object Config(GatewayOptions options) => new
    {
        ClusterId = options.Cluster,
        Network = options.GatewayNetwork,
        Name = options.Name.ToString(),
        Identity = options.Identity.ToString(),
        InboundAddrs = options.Listen.Select(listens => listens.ToString()),
        AdminAddr = options.Admin.ToString(),
        StatsAddr = options.Operations.Metrics?.ToString(),
        ReadinessAddr = options.Operations.Readiness?.ToString(),
        SelfTerminationDeadline = $"{options.Operations.Drain.Deadline.TotalSeconds}s",
        XdsAddress = options.Control.ToString(),
    };
}
