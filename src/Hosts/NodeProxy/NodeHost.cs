using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>The node proxy of one Node as a host of its own.</summary>
internal static class NodeHost
{
    /// <summary>Puts the host together; nothing runs yet.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="logging">Where its logs go.</param>
    public static IHost Build(NodeOptions options, Action<ILoggingBuilder> logging)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        logging(builder.Logging);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(options.Operations.Drain.Within(options.Limits))
            .AddSingleton(NodeLimits.Default)
            .AddSingleton(TimeProvider.System)
            .AddDrain(options.Operations.Drain)
            .AddConnectionTelemetry()
            .AddRevocations(options.RevocationFile)
            .AddControlPlaneLink(Link(options), new Viewpoint(options.Cluster, "", ViewpointRole.Node))
            .AddSingleton(services => new HbonePools(
                (target, cancellationToken) =>
                    services.GetRequiredService<IPodNetwork>().ConnectOutAsync(target.Source, target.Destination, cancellationToken),
                services.GetRequiredService<ICertificateSource>(),
                options.Limits,
                TimeProvider.System))
            .AddSingleton<OutboundProxy>()
            .AddSingleton<InboundProxy>()
            .AddAdmin(options.Admin, options.Operations, NodeAdmin.Endpoints);
        _ = options.Mode.Match(
            socks => AddSocks(builder.Services, options, socks),
            dedicated => AddDedicated(builder.Services, options, dedicated));
        return builder.Build();
    }

    private static IServiceCollection AddSocks(IServiceCollection services, NodeOptions options, NodeMode.Socks mode) => services
        .AddSingleton(mode)
        .AddSingleton(options.Network)
        .AddSingleton<IPodNetwork>(new UnderlayPods(options.Network, options.Limits, TimeProvider.System))
        .AddSingleton<SocksProxy>()
        .AddSingleton<WorkloadProxies>()
        .AddSingleton<IServedPods>(provider => provider.GetRequiredService<WorkloadProxies>())
        .AddHostedService(provider => provider.GetRequiredService<WorkloadProxies>());

    private static IServiceCollection AddCapture(IServiceCollection services, NodeOptions options) => services
        .AddSingleton(options.Capture)
        .AddSingleton<CapturedPods>()
        .AddSingleton<IPodNetwork>(provider => provider.GetRequiredService<CapturedPods>())
        .AddSingleton<CapturedOutbound>()
        .AddSingleton<PlaintextInbound>()
        .AddSingleton<CaptureServices>();

    private static IServiceCollection AddDedicated(IServiceCollection services, NodeOptions options, NodeMode.Dedicated mode) =>
        AddCapture(services, options)
            .AddSingleton(provider => new DedicatedPod(
                new LocalPod(options.Cluster, mode.Namespace, mode.Name, mode.ServiceAccount),
                new PodSockets(place: null, options.Capture, options.Limits, TimeProvider.System),
                provider.GetRequiredService<CaptureServices>(),
                provider.GetRequiredService<SnapshotSource<RouteTable>>()))
            .AddSingleton<IServedPods>(provider => provider.GetRequiredService<DedicatedPod>())
            .AddHostedService(provider => provider.GetRequiredService<DedicatedPod>());

    private static ControlPlaneLinkOptions Link(NodeOptions options) => new()
    {
        Address = options.Control,
        Roots = options.Roots,
        Token = options.Token,
        Identity = options.Identity,
        Sockets = options.Mode.Match(
            _ => SocketMaking.Ordinary,
            _ => new SocketMaking { Mark = options.Capture.PacketMark }),
        Node = new XdsNode
        {
            Kind = XdsNodeKind.Ztunnel,
            Address = "127.0.0.1",
            Name = $"{NodeOptions.ServiceAccount}-{options.Node}",
            Namespace = options.Identity.Namespace,
            ServiceAccount = options.Identity.ServiceAccount,
            Cluster = options.Cluster,
            NodeName = options.Node,
        },
    };
}
