using System.Net.Sockets;
using System.Net;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Admin;

/// <summary>Serves health, metrics and dumps of one host over HTTP/1.1.</summary>
/// <param name="listen">Where; port 0 takes any free one.</param>
/// <param name="map">What is served.</param>
/// <param name="logs">Where its own log goes.</param>
internal sealed class AdminServer(IPEndPoint listen, Action<IEndpointRouteBuilder> map, ILoggerFactory logs)
    : IHostedService
{
    private WebApplication? _application;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore().AddSingleton(logs);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        _application = builder.Build();
        map(_application);
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new ListenException(listen, listen, error.Message, error);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_application is null)
            return;
        await _application.StopAsync(cancellationToken);
        await _application.DisposeAsync();
    }
}
