using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Gateway;

/// <summary>Listens at the gateway's addresses.</summary>
internal sealed partial class GatewayListeners(
    GatewayOptions options, GatewayProxy proxy, ConnectionListeners listeners, ILogger<GatewayListeners> log) : IHostedService
{
    private readonly List<ConnectionListener> _listeners = [];

    /// <exception cref="ListenException">An address is taken.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var local in options.Listen)
        {
            _listeners.Add(listeners.Start(
                options.Network.Listen(local),
                ConnectionDirection.Relayed,
                (transport, stop) => proxy.ServeAsync(transport, local, stop.Draining),
                options.ConnectionsPerListener,
                log));
            Log.Listening(log, options.Name.ToString(), local.ToString(), options.GatewayNetwork);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in _listeners)
            listener.Close();
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(2201, LogLevel.Information, "gateway {Name} listens at {Address} for network {Network}")]
        public static partial void Listening(ILogger log, string name, string address, string network);
    }
}
