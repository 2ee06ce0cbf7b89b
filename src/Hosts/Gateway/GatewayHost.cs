using System.Collections.Immutable;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Gateway;

/// <summary>An east-west gateway as a host of its own.</summary>
internal static class GatewayHost
{
    /// <summary>Puts the host together; nothing runs yet.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="logging">Where its logs go.</param>
    public static IHost Build(GatewayOptions options, Action<ILoggingBuilder> logging)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        logging(builder.Logging);
        builder.Services
            .AddSingleton(options with { Limits = options.Operations.Drain.Within(options.Limits) })
            .AddSingleton(TimeProvider.System)
            .AddDrain(options.Operations.Drain)
            .AddConnectionTelemetry()
            .AddRevocations(options.RevocationFile)
            .AddControlPlaneLink(Link(options), new Viewpoint(options.Cluster, options.GatewayNetwork, ViewpointRole.Gateway))
            .AddSingleton<GatewayProxy>()
            .AddHostedService<GatewayListeners>()
            .AddAdmin(options.Admin, options.Operations, GatewayAdmin.Endpoints);
        return builder.Build();
    }

    private static ControlPlaneLinkOptions Link(GatewayOptions options) => new()
    {
        Address = options.Control,
        Roots = options.Roots,
        Token = options.Token,
        Identity = options.Identity,
        Node = new XdsNode
        {
            Kind = XdsNodeKind.Waypoint,
            Address = options.Listen[0].Address.ToString(),
            Name = options.Name.Name,
            Namespace = options.Identity.Namespace,
            ServiceAccount = options.Identity.ServiceAccount,
            Cluster = options.Cluster,
            Network = options.GatewayNetwork,
            RequestedNetworkView = [options.GatewayNetwork],
            Labels = ImmutableSortedDictionary<string, string>.Empty.Add(XdsNode.EastWestLabel.Key, XdsNode.EastWestLabel.Value),
        },
    };
}
