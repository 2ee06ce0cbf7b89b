using System.Net;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>The pod that a node proxy itself runs in, as Kubernetes tells it (ztunnel's <c>POD_NAMESPACE</c>, <c>POD_NAME</c>, <c>SERVICE_ACCOUNT</c>).</summary>
internal sealed record OwnPod(string Namespace, string Name, string ServiceAccount);

/// <summary>
/// Takes tunnels to the node proxy's own pod, so that metrics are collected through the mesh: by an identity, and by the
/// policies of that pod (ztunnel's self proxy).
/// </summary>
/// <param name="pod">The pod.</param>
/// <param name="port">Where tunnels come to.</param>
/// <param name="sockets">Makes its sockets.</param>
/// <param name="services">Knows pods, their certificates, and how to listen.</param>
/// <param name="inbound">Serves tunnels into <see cref="OwnPodNetwork"/>.</param>
internal sealed class OwnPodProxy(LocalPod pod, int port, PodSockets sockets, CaptureServices services, InboundProxy inbound) : IHostedService
{
    private ConnectionListener? _listener;
    private IAsyncDisposable? _certificate;

    /// <summary>Whether there is anything for tunnels to lead to.</summary>
    public static bool IsServed(OperationsOptions operations) => operations is not { Metrics: null, Readiness: null };

    /// <summary>What serves the pod, from the parts of a host.</summary>
    public static OwnPodProxy Of(IServiceProvider provider, NodeOptions options, OwnPod own)
    {
        var sockets = new PodSockets(place: null, options.Capture, options.Limits, TimeProvider.System);
        var inbound = new InboundProxy(
            provider.GetRequiredService<SnapshotSource<RouteTable>>(),
            provider.GetRequiredService<ConnectionRelay>(),
            provider.GetRequiredService<ICertificateSource>(),
            new OwnPodNetwork(sockets, options.Operations),
            provider.GetRequiredService<ConnectionLog>(),
            provider.GetRequiredService<TunnelLimits>(),
            provider.GetRequiredService<TimeProvider>());
        var pod = new LocalPod(options.Cluster, own.Namespace, own.Name, own.ServiceAccount);
        return new OwnPodProxy(pod, options.Capture.HbonePort, sockets, provider.GetRequiredService<CaptureServices>(), inbound);
    }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="Underlay.ListenException">The port is taken, or the process may not listen there.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = services.Listen(sockets, port, ConnectionDirection.Inbound, ServeAsync);
        _certificate = services.Certificates.Hold(pod);
        return Task.CompletedTask;
    }

    /// <summary>Frees the port, and waits until the connections have ended.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_listener is not null)
            await _listener.DisposeAsync();
        if (_certificate is not null)
            await _certificate.DisposeAsync();
    }

    private async Task ServeAsync(SocketTransport transport, ConnectionStop stop)
    {
        if (transport is { RemoteEndPoint: { } peer, LocalEndPoint: { } local }
            && await services.FindAsync(pod, ConnectionDirection.Inbound, transport, stop.Draining) is { } known)
            await inbound.ServeAsync(known, transport, peer, local, stop.Draining);
        else
            transport.Abort();
    }
}

/// <summary>
/// Connects to the node proxy itself, and there to what it serves to others. Callers' addresses are not borrowed, as at
/// ztunnel: an answer to one would not come back to this process.
/// </summary>
internal sealed class OwnPodNetwork(PodSockets sockets, OperationsOptions operations) : IPodNetwork
{
    /// <inheritdoc/>
    public ValueTask<ITransport> ConnectOutAsync(IPAddress? pod, IPEndPoint target, CancellationToken cancellationToken) =>
        sockets.ConnectOutAsync(target, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ITransport> ConnectToApplicationAsync(
        IPAddress pod, IPAddress peer, IPEndPoint application, CancellationToken cancellationToken) =>
        Served.Contains(application.Port)
            ? sockets.ConnectOutAsync(application, cancellationToken)
            : throw new TunnelException(
                TunnelLayer.Transport,
                TunnelFault.ConnectFailed,
                $"tunnels to the node proxy's own pod lead to what it serves to others ({string.Join(", ", Served)}), and not to port {application.Port}");

    private IEnumerable<int> Served =>
        new[] { operations.Metrics, operations.Readiness }.OfType<IPEndPoint>().Select(served => served.Port).Distinct();
}
