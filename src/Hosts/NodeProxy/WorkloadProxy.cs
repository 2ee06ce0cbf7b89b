using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What one pod has of its node proxy: a listener for tunnels to it, and one by which its programs call out.</summary>
internal sealed class WorkloadProxy : IAsyncDisposable
{
    private readonly List<ConnectionListener> _listeners = [];

    private WorkloadProxy(Workload workload) => Workload = workload;

    public Workload Workload { get; }

    /// <summary>Where the pod's programs call out by SOCKS.</summary>
    public IPEndPoint? Socks { get; private set; }

    /// <summary>Opens the listeners of a pod.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="network">What they are made on.</param>
    /// <param name="listeners">What makes them.</param>
    /// <param name="inbound">Serves tunnels to the pod.</param>
    /// <param name="socks">Serves its programs.</param>
    /// <param name="socksPorts">The ports to try for SOCKS, in order.</param>
    /// <param name="limits">How many connections are served at a time.</param>
    /// <param name="log">Where it is told what goes wrong unexpectedly.</param>
    /// <exception cref="ListenException">An address is taken.</exception>
    public static WorkloadProxy Start(
        Workload workload,
        UnderlayNetwork network,
        ConnectionListeners listeners,
        Func<Workload, SocketTransport, IPEndPoint, CancellationToken, Task> inbound,
        Func<string, SocketTransport, ConnectionStop, Task> socks,
        IEnumerable<int> socksPorts,
        NodeLimits limits,
        ILogger log)
    {
        var proxy = new WorkloadProxy(workload);
        try
        {
            foreach (var address in workload.Addresses)
            {
                var local = new IPEndPoint(address, WellKnown.HbonePort);
                proxy._listeners.Add(listeners.Start(
                    network.Listen(local),
                    ConnectionDirection.Inbound,
                    (transport, stop) => inbound(workload, transport, local, stop.Draining),
                    limits.ConnectionsPerListener,
                    log));
            }

            var listener = FirstFree(socksPorts);
            proxy.Socks = (IPEndPoint)listener.LocalEndPoint!;
            proxy._listeners.Add(listeners.Start(
                listener,
                ConnectionDirection.Outbound,
                (transport, stop) => socks(workload.Uid, transport, stop),
                limits.ConnectionsPerListener,
                log));
            return proxy;
        }
        catch
        {
            proxy.Close();
            throw;
        }
    }

    /// <summary>Frees the addresses at once, and waits until the connections have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
    }

    private void Close()
    {
        foreach (var listener in _listeners)
            listener.Close();
    }

    private static Socket FirstFree(IEnumerable<int> ports)
    {
        ListenException? last = null;
        var loopback = new UnderlayNetwork(UnderlayMap.Identity);
        foreach (var port in ports)
        {
            try
            {
                return loopback.Listen(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (ListenException error)
            {
                last = error;
            }
        }

        throw last ?? new ListenException(new IPEndPoint(IPAddress.Loopback, 0), new IPEndPoint(IPAddress.Loopback, 0), "no port to try", null);
    }
}

/// <summary>The bounds of a node proxy.</summary>
internal sealed record NodeLimits
{
    public static NodeLimits Default { get; } = new();

    /// <summary>
    /// How many connections one listener serves at a time, so that no pod takes all descriptors of the Node; more wait in the
    /// socket's backlog.
    /// </summary>
    public int ConnectionsPerListener { get; init; } = (int)Math.Min(16_384, Descriptors.Most * 3L / 4);

    /// <summary>How many ports are tried for a SOCKS listener.</summary>
    public int SocksPortTries { get; init; } = 2_000;

    /// <summary>How long a program may take to say by SOCKS where it wants to go.</summary>
    public int SocksRequestTimeoutSeconds { get; init; } = 10;
}
