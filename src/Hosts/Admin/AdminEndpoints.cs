using System.Text.Json;
using System.Text.Json.Serialization;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts.Admin;

/// <summary>The endpoints that every host has.</summary>
internal static class AdminEndpoints
{
    /// <summary><c>/healthz/ready</c>: 200 <c>ready</c>, or 500 with what is pending (as ztunnel answers).</summary>
    public static void MapReadiness(this IEndpointRouteBuilder endpoints, Func<IReadOnlyCollection<string>> pending) =>
        endpoints.MapGet("/healthz/ready", () => pending() is { Count: > 0 } tasks
            ? Results.Text($"not ready, pending: {string.Join(", ", tasks.Order(StringComparer.Ordinal))}\n", statusCode: 500)
            : Results.Text("ready\n"));

    /// <summary><c>/metrics</c> in Prometheus' text format.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder endpoints, Action<MetricsText> write) =>
        endpoints.MapGet("/metrics", () =>
        {
            var text = new MetricsText();
            text.Gauge("istio_build", "What runs here.", 1, ("component", "scopemesh"), ("tag", ProductVersion.Text));
            write(text);
            return Results.Text(text.ToString(), "text/plain; version=0.0.4");
        });

    /// <summary><c>/metrics</c> of a host through which connections go.</summary>
    public static void MapConnectionMetrics(this IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var connections = services.GetRequiredService<ConnectionMetrics>();
        var limits = services.GetRequiredService<TunnelLimitCounts>();
        var revocations = services.GetRequiredService<RevocationWatch>();
        endpoints.MapMetrics(text =>
        {
            limits.Write(text);
            connections.Write(text);
            RevocationMetrics.Write(text, revocations);
        });
    }
}

/// <summary>JSON as admin endpoints write it.</summary>
internal static class AdminJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>What somebody else's admin endpoint wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static T? Read<T>(Stream body) => JsonSerializer.Deserialize<T>(body, Options);

    public static IResult Of<T>(T value) => Results.Text(JsonSerializer.Serialize(value, Options), "application/json");
}
