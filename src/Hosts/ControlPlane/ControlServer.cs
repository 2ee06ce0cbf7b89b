using System.Net.Sockets;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>Serves discovery and certificates over gRPC.</summary>
internal sealed partial class ControlServer(
    ControlOptions options,
    MeshSource mesh,
    RouteTablePublisher tables,
    TimeProvider time,
    ILoggerFactory logs) : IHostedService
{
    private readonly ILogger _log = logs.CreateLogger<ControlServer>();
    private WebApplication? _application;

    /// <exception cref="MeshFolderException">The mesh folder has no such cluster.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var known = mesh.Compilation.Current.Value.Mesh.Clusters;
        if (known.All(cluster => cluster.Id != options.Cluster))
        {
            throw new MeshFolderException(
                $"`{options.MeshFolder}` has no cluster `{options.Cluster}`, only {string.Join(", ", known.Select(cluster => $"`{cluster.Id}`"))}");
        }

        var certificate = new ControlPlaneCertificate(options.Authority, [ControlOptions.DnsName], CertificateLimits.Default, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore().AddSingleton(logs).AddSingleton(time);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureGrpc(GrpcLimits.Default);
            kestrel.Listen(options.Listen, listen => listen.UseGrpcTls(certificate.Current));
        });
        _application = builder.Build();
        new DeltaDiscoveryService(
            options.Tokens, tables.For, Refused, XdsLimits.Default, time, logs.CreateLogger<DeltaDiscoveryService>()).Map(_application);
        new CertificateService(
            options.Authority, options.Tokens, RunsThere, time, logs.CreateLogger<CertificateService>()).Map(_application);
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new ListenException(options.Listen, options.Listen, error.Message, error);
        }

        Log.Serving(_log, options.Cluster, options.Listen.ToString());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_application is null)
            return;
        await _application.StopAsync(cancellationToken);
        await _application.DisposeAsync();
    }

    /// <summary>A node proxy speaks for the pods of its own node, and for no other.</summary>
    private bool RunsThere(CallerIdentity caller, SpiffeId identity) =>
        mesh.Compilation.Current.Value.Mesh.Find(options.Cluster) is { } cluster
        && cluster.Pods.Any(pod => pod.Workload.Node == caller.Node && pod.Workload.Identity == identity);

    private void Refused(XdsRefusal refusal) =>
        Log.Nack(_log, refusal.Client.Node.Id, refusal.TypeUrl, refusal.Reason);

    private static partial class Log
    {
        [LoggerMessage(1011, LogLevel.Information, "the control plane of cluster {Cluster} serves at {Address}")]
        public static partial void Serving(ILogger log, string cluster, string address);

        [LoggerMessage(1012, LogLevel.Error, "{Node} refused {Type} and keeps what it had: {Reason}")]
        public static partial void Nack(ILogger log, string node, string type, string reason);
    }
}
