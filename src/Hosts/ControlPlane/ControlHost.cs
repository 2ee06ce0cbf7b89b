using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>The control plane of one cluster as a host of its own.</summary>
internal static class ControlHost
{
    /// <summary>Puts the host together; nothing runs yet.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="logging">Where its logs go.</param>
    /// <exception cref="MeshFolderException">There is no mesh folder to serve.</exception>
    public static IHost Build(ControlOptions options, Action<ILoggingBuilder> logging)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        logging(builder.Logging);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new MeshFolder(options.MeshFolder, MeshFolderLimits.Default))
            .AddSingleton<MeshSource>()
            .AddSingleton(services => new RouteTablePublisher(
                options.Cluster,
                services.GetRequiredService<MeshSource>().Compilation,
                services.GetRequiredService<ILogger<RouteTablePublisher>>()))
            .AddHostedService(services => services.GetRequiredService<MeshSource>())
            .AddHostedService(services => services.GetRequiredService<RouteTablePublisher>())
            .AddHostedService<ControlServer>()
            .AddHostedService(services => new AdminServer(
                options.Admin,
                endpoints => ControlAdmin.Map(endpoints, services),
                services.GetRequiredService<ILoggerFactory>()));
        return builder.Build();
    }
}
