using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Serves one captured connection of a pod to its end.</summary>
/// <param name="pod">The pod, as the table knows it.</param>
/// <param name="transport">The connection.</param>
/// <param name="stop">How it is told to end.</param>
internal delegate Task CapturedHandler(Workload pod, SocketTransport transport, ConnectionStop stop);

/// <summary>What serves the captured connections of all pods of a node.</summary>
internal sealed class CaptureServices(
    SnapshotSource<RouteTable> tables,
    CapturedOutbound outbound,
    PlaintextInbound plaintext,
    InboundProxy inbound,
    PodDns dns,
    CapturedPods pods,
    PodCertificates certificates,
    CaptureSettings settings,
    NodeLimits limits,
    ConnectionListeners listeners,
    ConnectionLog connections,
    ILogger<CapturedPod> log,
    TimeProvider time)
{
    public CapturedPods Pods => pods;

    public PodCertificates Certificates => certificates;

    /// <summary>Answers names; null where that is not wanted.</summary>
    public PodDns? Dns => settings.AnswersDns ? dns : null;

    /// <summary>The ports that connections are redirected to, with what serves them.</summary>
    public IReadOnlyList<(int Port, ConnectionDirection Direction, CapturedHandler Handler)> Ports =>
    [
        (settings.OutboundPort, ConnectionDirection.Outbound, outbound.ServeAsync),
        (settings.PlaintextPort, ConnectionDirection.Inbound, plaintext.ServeAsync),
        (settings.HbonePort, ConnectionDirection.Inbound, ServeTunnelsAsync),
    ];

    /// <summary>Listens at a port of a pod.</summary>
    /// <exception cref="ListenException">The port is taken, or the process may not listen there.</exception>
    public ConnectionListener Listen(
        PodSockets sockets, int port, ConnectionDirection direction, Func<SocketTransport, ConnectionStop, Task> serve) =>
        listeners.Start(sockets.ListenAnywhere(port), direction, serve, limits.ConnectionsPerListener, log);

    /// <summary>The pod as the table knows it now, or null.</summary>
    public Workload? Find(LocalPod pod) => pod.FindIn(tables.Current.Value);

    /// <summary>The pod as the table knows it. One that has just come is waited for; one that stays unknown is told of.</summary>
    public async ValueTask<Workload?> FindAsync(
        LocalPod pod, ConnectionDirection direction, SocketTransport transport, CancellationToken stopping)
    {
        if (await pod.WaitForAsync(tables, TimeSpan.FromSeconds(settings.UnknownPodSeconds), time, stopping) is { } known)
            return known;
        if (transport is { RemoteEndPoint: { } peer, LocalEndPoint: { } local })
            connections.Refused(direction, peer, local, $"failed to fetch information about local workload: {pod}");
        return null;
    }

    private Task ServeTunnelsAsync(Workload pod, SocketTransport transport, ConnectionStop stop) =>
        transport is { RemoteEndPoint: { } peer, LocalEndPoint: { } local }
            ? inbound.ServeAsync(pod, transport, peer, local, stop.Draining)
            : Task.CompletedTask;
}

/// <summary>What one pod has of its node proxy where its traffic is captured: the listeners that redirection leads to.</summary>
internal sealed class CapturedPod : IAsyncDisposable
{
    private readonly List<ConnectionListener> _listeners = [];
    private readonly LocalPod _pod;
    private readonly PodSockets _sockets;
    private readonly CaptureServices _services;
    private DnsProxy? _dns;
    private IAsyncDisposable? _certificate;

    private CapturedPod(LocalPod pod, PodSockets sockets, CaptureServices services) =>
        (_pod, _sockets, _services) = (pod, sockets, services);

    /// <summary>Opens the listeners of a pod.</summary>
    /// <param name="pod">Which one.</param>
    /// <param name="sockets">Makes its sockets.</param>
    /// <param name="services">What serves what comes.</param>
    /// <exception cref="ListenException">A port is taken, or the process may not listen there.</exception>
    public static CapturedPod Start(LocalPod pod, PodSockets sockets, CaptureServices services)
    {
        var captured = new CapturedPod(pod, sockets, services);
        try
        {
            foreach (var (port, direction, handler) in services.Ports)
                captured._listeners.Add(services.Listen(sockets, port, direction, captured.Serve(direction, handler)));
            captured._dns = services.Dns?.Start(pod, sockets);
            captured._certificate = services.Certificates.Hold(pod);
            return captured;
        }
        catch
        {
            captured.Close();
            throw;
        }
    }

    /// <summary>Frees the ports at once, and waits until the connections have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        if (_dns is not null)
            await _dns.DisposeAsync();
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
        _services.Pods.Remove(_sockets);
        if (_certificate is not null)
            await _certificate.DisposeAsync();
    }

    private Func<SocketTransport, ConnectionStop, Task> Serve(ConnectionDirection direction, CapturedHandler handler) =>
        (transport, stop) => _services.Find(_pod) is { } known
            ? ServeAsync(known, handler, transport, stop)
            : WaitAndServeAsync(direction, handler, transport, stop);

    private Task ServeAsync(Workload known, CapturedHandler handler, SocketTransport transport, ConnectionStop stop)
    {
        // The pod's own connections are made by its sockets, which are found by its addresses.
        _services.Pods.Add(known.Addresses, _sockets);
        return handler(known, transport, stop);
    }

    private async Task WaitAndServeAsync(
        ConnectionDirection direction, CapturedHandler handler, SocketTransport transport, ConnectionStop stop)
    {
        if (await _services.FindAsync(_pod, direction, transport, stop.Draining) is { } known)
            await ServeAsync(known, handler, transport, stop);
        else
            transport.Abort();
    }

    /// <summary>Ends all of it now, with what is open.</summary>
    public void Cut()
    {
        foreach (var listener in _listeners)
            listener.Cut();
    }

    private void Close()
    {
        foreach (var listener in _listeners)
            listener.Close();
    }
}
