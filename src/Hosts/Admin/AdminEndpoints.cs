using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Hosts.Admin;

/// <summary>The endpoints that hosts have in common.</summary>
internal static class AdminEndpoints
{
    /// <summary>What every host of the data plane serves at its admin address.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="services">The host's.</param>
    /// <param name="title">What it is, for people.</param>
    /// <param name="host">What the host serves elsewhere too.</param>
    public static void MapOperations(this IEndpointRouteBuilder endpoints, IServiceProvider services, string title, HostEndpoints host)
    {
        endpoints.MapDashboard(title);
        host.Readiness(endpoints, services);
        host.Metrics(endpoints, services);
        endpoints.MapQuit(services.GetRequiredService<StopRequest>());
        endpoints.MapLogging(services.GetService<LogLevels>());
    }

    /// <summary><c>/healthz/ready</c>: 200 <c>ready</c>, or 500 with what is pending (as ztunnel answers).</summary>
    public static void MapReadiness(
        this IEndpointRouteBuilder endpoints, Func<IReadOnlyCollection<string>> pending, Func<string?>? notice = null) =>
        endpoints.MapGet("/healthz/ready", () => pending() is { Count: > 0 } tasks
            ? Results.Text($"not ready, pending: {string.Join(", ", tasks.Order(StringComparer.Ordinal))}\n", statusCode: 500)
            : Results.Text(notice?.Invoke() is { } known ? $"ready\n{known}\n" : "ready\n"));

    /// <summary><c>/metrics</c>, and the same at <c>/stats/prometheus</c>.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="component">What runs here, as <c>istio_build</c> says it.</param>
    /// <param name="write">Writes the rest.</param>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints, string component, Action<MetricsText> write)
    {
        foreach (var path in new[] { "/metrics", "/stats/prometheus" })
        {
            endpoints.MapGet(path, (HttpContext context) => MetricsResponse.WriteAsync(context, text =>
            {
                text.Gauge("istio_build", "What runs here.", 1, ("component", component), ("tag", ProductVersion.Text));
                write(text);
            }));
        }
    }

    /// <summary><c>/metrics</c> of all that counts in a host.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints, string component, IServiceProvider services)
    {
        IMetricSource[] sources = [.. services.GetServices<IMetricSource>()];
        endpoints.MapMetrics(component, text =>
        {
            foreach (var source in sources)
                source.Write(text);
        });
    }

    /// <summary><c>POST /quitquitquit</c>: the host stops, and drains before it does.</summary>
    private static void MapQuit(this IEndpointRouteBuilder endpoints, StopRequest stop) =>
        endpoints.MapPost("/quitquitquit", () =>
        {
            stop.Make();
            return Results.Text("shutdown now\n");
        });

    /// <summary><c>/logging</c>: which levels are logged, and a POST that changes them.</summary>
    private static void MapLogging(this IEndpointRouteBuilder endpoints, LogLevels? levels)
    {
        endpoints.Map("/logging", (HttpRequest request) =>
        {
            var answer = LoggingEndpoint.Answer(
                levels, request.Method, request.Query["level"].ToString(), request.Query.ContainsKey("level"), request.Query.ContainsKey("reset"));
            return Results.Text(answer.Body, statusCode: answer.Status);
        });
    }

    /// <summary><c>/</c>: what there is.</summary>
    private static void MapDashboard(this IEndpointRouteBuilder endpoints, string title) =>
        endpoints.Map("/", () => Results.Text(Dashboard.Html(title), "text/html; charset=utf-8"));
}
