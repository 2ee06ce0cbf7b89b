using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Hosts.NodeProxy.Local;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>The node proxy of one Node as a host of its own.</summary>
internal static class NodeHost
{
    /// <summary>Whom to ask for names that are not the mesh's.</summary>
    private const string ResolverFile = "/etc/resolv.conf";

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
            .AddSupply(options)
            .AddSingleton(services => new HbonePools(
                (target, cancellationToken) =>
                    services.GetRequiredService<IPodNetwork>().ConnectOutAsync(target.Source, target.Destination, cancellationToken),
                services.GetRequiredService<ICertificateSource>(),
                options.Limits,
                TimeProvider.System))
            .AddMetrics<HostLookupMetrics>()
            .AddSingleton<HostLookup>()
            .AddSingleton<OutboundProxy>()
            .AddSingleton<InboundProxy>()
            .AddAdmin(options.Admin, options.Operations, NodeAdmin.Endpoints);
        if (options.Settings is { } settings)
            builder.Services.AddSingleton(settings);
        _ = options.Mode.Match(
            socks => AddSocks(builder.Services, options, socks),
            dedicated => AddDedicated(builder.Services, options, dedicated),
            shared => AddShared(builder.Services, options, shared));
        return builder.Build();
    }

    private static IServiceCollection AddSupply(this IServiceCollection services, NodeOptions options) => options.Supply.Match(
        control => services.AddControlPlaneLink(Link(options, control), new Viewpoint(options.Cluster, options.NetworkName, ViewpointRole.Node)),
        local => services.AddLocalConfiguration(LocalConfigurationOptions.Of(options, local)));

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
        .AddSingleton<PodCertificates>()
        .AddSingleton<IPodNetwork>(provider => provider.GetRequiredService<CapturedPods>())
        .AddSingleton(DnsLimits.Default)
        .AddSingleton(_ => ResolverSettings.Parse(File.Exists(ResolverFile) ? File.ReadAllText(ResolverFile) : ""))
        .AddMetrics<DnsMetrics>()
        .AddSingleton<DnsProxies>()
        .AddSingleton<PodDns>()
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

    private static IServiceCollection AddShared(IServiceCollection services, NodeOptions options, NodeMode.Shared mode) =>
        AddOwnPod(AddCapture(services, options), options)
            .AddSingleton(new PodAgentOptions { Socket = mode.AgentSocket })
            .AddSingleton<IPodProxies>(provider => new SharedPods(
                options.Cluster, provider.GetRequiredService<CaptureServices>(), options.Capture, options.Limits, TimeProvider.System))
            .AddSingleton<PodAgent>()
            .AddMetrics<SharedPodsView>()
            .AddSingleton<IServedPods>(provider => provider.GetRequiredService<SharedPodsView>())
            .AddSingleton<IConfigDumpPart>(provider => provider.GetRequiredService<SharedPodsView>())
            .AddHostedService(provider => provider.GetRequiredService<PodAgent>());

    private static IServiceCollection AddOwnPod(IServiceCollection services, NodeOptions options) =>
        options.OwnPod is { } own && OwnPodProxy.IsServed(options.Operations)
            ? services.AddHostedService(provider => OwnPodProxy.Of(provider, options, own))
            : services;

    private static ControlPlaneLinkOptions Link(NodeOptions options, NodeSupply.ControlPlane control) => new()
    {
        Address = control.Address,
        Roots = control.Roots,
        Token = control.Token,
        Identity = options.Identity,
        Sockets = options.Mode.Match(
            _ => SocketMaking.Ordinary,
            _ => new SocketMaking { Mark = options.Capture.PacketMark },
            _ => SocketMaking.Ordinary),
        Node = new XdsNode
        {
            Kind = XdsNodeKind.Ztunnel,
            Address = "127.0.0.1",
            Name = $"{NodeOptions.ServiceAccount}-{options.Node}",
            Namespace = options.Identity.Namespace,
            ServiceAccount = options.Identity.ServiceAccount,
            Cluster = options.Cluster,
            Network = options.NetworkName,
            NodeName = options.Node,
        },
    };
}
