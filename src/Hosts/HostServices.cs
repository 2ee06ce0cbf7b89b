using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts;

/// <summary>What the hosts of the data plane have in common.</summary>
internal static class HostServices
{
    /// <summary>How long a host may take to end when all connections have been cut.</summary>
    private static readonly TimeSpan EndOfDrain = TimeSpan.FromSeconds(10);

    /// <summary>One log line a connection, metrics, and traces.</summary>
    public static IServiceCollection AddConnectionTelemetry(this IServiceCollection services) => services
        .AddSingleton(TelemetryLimits.Default)
        .AddSingleton<AccessLog>()
        .AddSingleton<ConnectionLog>()
        .AddSingleton<TraceLog>()
        .AddMetrics<ConnectionMetrics>()
        .AddMetrics<OpenSockets>()
        .AddMetrics<TunnelLimitCounts>()
        .AddMetrics<RevocationMetrics>()
        .AddMetrics<XdsCounts>()
        .AddMetrics<ProcessMetrics>();

    /// <summary>Listeners that drain when the host is told to stop, and the time that the host has for it.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services, DrainOptions options) => services
        .AddSingleton(options)
        .AddSingleton<HostDrain>()
        .AddSingleton<StopRequest>()
        .AddSingleton<ConnectionListeners>()
        .AddHostedService<DrainAtStop>()
        .Configure<HostOptions>(host => host.ShutdownTimeout = options.Deadline + EndOfDrain);

    /// <summary>The route table and the certificates of a host, and the connections that live by them.</summary>
    public static IServiceCollection AddControlPlaneLink(
        this IServiceCollection services, ControlPlaneLinkOptions options, Viewpoint viewpoint) =>
        services
            .AddSingleton(provider => new RouteTableCell(viewpoint, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => provider.GetRequiredService<RouteTableCell>().Tables)
            .AddSingleton(options)
            .AddSingleton<ControlPlaneLink>()
            .AddSingleton<IMeshSupply>(provider => provider.GetRequiredService<ControlPlaneLink>())
            .AddHostedService(provider => provider.GetRequiredService<ControlPlaneLink>())
            .AddLiveConnections();

    /// <summary>What follows from a route table and certificates, wherever they come from: whom to trust, and which connections may stay.</summary>
    public static IServiceCollection AddLiveConnections(this IServiceCollection services) => services
        .AddSingleton<RevocationWatch>()
        .AddSingleton<ICertificateSource>(provider => new TrustingCertificates(
            provider.GetRequiredService<IMeshSupply>().Certificates,
            provider.GetRequiredService<SnapshotSource<RouteTable>>(),
            provider.GetRequiredService<RevocationWatch>(),
            provider.GetRequiredService<ILogger<TrustingCertificates>>()))
        .AddSingleton<LiveConnectionSet>()
        .AddSingleton<ConnectionRelay>()
        .AddHostedService<LiveConnectionWatch>();

    /// <summary>Follows a file of revocation lists, if there is one; before anything listens it has been looked at.</summary>
    public static IServiceCollection AddRevocations(this IServiceCollection services, string? file) => file is null
        ? services
        : services.AddHostedService(provider => new RevocationFile(
            file,
            provider.GetRequiredService<RevocationWatch>(),
            CertificateLimits.Default,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RevocationFile>>()));
}

/// <summary>Closes open connections that new route tables no longer allow.</summary>
internal sealed class LiveConnectionWatch(LiveConnectionSet connections) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => connections.WatchAsync(stoppingToken);
}
