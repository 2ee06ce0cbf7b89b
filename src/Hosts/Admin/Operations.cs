using System.Net;

namespace ScopeMesh.Hosts.Admin;

/// <summary>What a host serves to those who watch it.</summary>
/// <param name="All">Everything, at its admin address.</param>
/// <param name="Metrics">What it counts.</param>
/// <param name="Readiness">Whether it is ready.</param>
internal sealed record HostEndpoints(
    Action<IEndpointRouteBuilder, IServiceProvider> All,
    Action<IEndpointRouteBuilder, IServiceProvider> Metrics,
    Action<IEndpointRouteBuilder, IServiceProvider> Readiness);

/// <summary>Puts together what a host is watched by.</summary>
internal static class Operations
{
    /// <summary>Serves at the admin address, and metrics and readiness at addresses of their own where there are any.</summary>
    public static IServiceCollection AddAdmin(
        this IServiceCollection services, IPEndPoint admin, OperationsOptions options, HostEndpoints endpoints) => services
        .AddServer(admin, endpoints.All)
        .AddServer(options.Metrics, endpoints.Metrics)
        .AddServer(options.Readiness, endpoints.Readiness);

    private static IServiceCollection AddServer(
        this IServiceCollection services, IPEndPoint? listen, Action<IEndpointRouteBuilder, IServiceProvider> map) => listen is null
        ? services
        : services.AddSingleton<IHostedService>(provider => new AdminServer(
            listen, endpoints => map(endpoints, provider), provider.GetRequiredService<ILoggerFactory>()));
}
