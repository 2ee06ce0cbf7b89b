using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;

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
            .AddSingleton(options.Network)
            .AddSingleton(NodeLimits.Default)
            .AddSingleton(TimeProvider.System)
            .AddDrain(options.Operations.Drain)
            .AddConnectionTelemetry()
            .AddRevocations(options.RevocationFile)
            .AddControlPlaneLink(Link(options), new Viewpoint(options.Cluster, "", ViewpointRole.Node))
            .AddSingleton(services => new HbonePools(
                async (target, cancellationToken) => await options.Network.ConnectAsync(
                    target.Source, target.Destination, options.Limits, TimeProvider.System, cancellationToken),
                services.GetRequiredService<ICertificateSource>(),
                options.Limits,
                TimeProvider.System))
            .AddSingleton<OutboundProxy>()
            .AddSingleton<InboundProxy>()
            .AddSingleton<SocksProxy>()
            .AddSingleton<WorkloadProxies>()
            .AddHostedService(services => services.GetRequiredService<WorkloadProxies>())
            .AddAdmin(options.Admin, options.Operations, NodeAdmin.Endpoints);
        return builder.Build();
    }

    private static ControlPlaneLinkOptions Link(NodeOptions options) => new()
    {
        Address = options.Control,
        Roots = options.Roots,
        Token = options.Token,
        Identity = options.Identity,
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
