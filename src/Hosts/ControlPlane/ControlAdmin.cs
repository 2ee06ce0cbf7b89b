using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>What a control plane tells of itself.</summary>
internal static class ControlAdmin
{
    public static void Map(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var mesh = services.GetRequiredService<MeshSource>();
        var tables = services.GetRequiredService<RouteTablePublisher>();
        endpoints.MapReadiness(() => []);
        endpoints.MapMetrics("scopemesh-control", metrics =>
        {
            var compilation = mesh.Compilation.Current.Value;
            metrics.Gauge("scopemesh_clusters", "Clusters in the mesh.", compilation.Mesh.Clusters.Count);
            metrics.Gauge(
                "scopemesh_source_in_error",
                "1 while a policy or manifest has an error and the last good state is in force.",
                compilation.HasErrors ? 1 : 0);
        });
        endpoints.MapGet("/config_dump", () => AdminJson.Of(new
        {
            Diagnostics = mesh.Compilation.Current.Value.Diagnostics.Select(diagnostic => diagnostic.ToString()),
            Tables = tables.Tables.Select(RouteTableDump.Of),
        }));
    }
}
