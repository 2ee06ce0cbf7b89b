using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Gateway;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>
/// The listeners of a node proxy and of a gateway, as their hosts make them, on loopback addresses of this process, with a table and
/// certificates that a test gives instead of a control plane.
/// </summary>
internal sealed class ProxyBench : IAsyncDisposable
{
    private const int FirstSocksPort = 27_000;
    private static int s_instances;

    private readonly List<IAsyncDisposable> _listeners = [];
    private readonly HostDrain _drain = new(new DrainOptions(), TimeProvider.System, NullLogger<HostDrain>.Instance);
    private readonly ILoggerFactory _logs;
    private readonly ConnectionMetrics _metrics = new(TelemetryLimits.Default);
    private readonly ConnectionLog _log;
    private readonly ConnectionRelay _relay;

    /// <param name="table">What the node knows.</param>
    /// <param name="limits">The bounds of tunnels.</param>
    /// <param name="sockets">Those of the sockets that they are made on, where they differ.</param>
    public ProxyBench(RouteTable table, TunnelLimits? limits = null, TunnelLimits? sockets = null)
        : this(table, OwnNetwork(), new BenchCertificates(), limits, sockets)
    {
    }

    private ProxyBench(
        RouteTable table, UnderlayNetwork network, BenchCertificates certificates, TunnelLimits? limits = null, TunnelLimits? sockets = null)
    {
        (Network, Certificates) = (network, certificates);
        Tables = new SnapshotSource<RouteTable>(table);
        Limits = limits ?? TunnelLimits.Default;
        _logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Lines));
        _log = new ConnectionLog(new AccessLog(_logs), _metrics);
        _relay = new ConnectionRelay(new LiveConnectionSet(Tables, _drain), _log, _drain, TimeProvider.System);
        Pods = new UnderlayPods(Network, sockets ?? Limits, TimeProvider.System);
        Pools = new HbonePools(
            (target, cancellationToken) => Pods.ConnectOutAsync(target.Source, target.Destination, cancellationToken),
            Certificates,
            Limits,
            TimeProvider.System);
    }

    public SnapshotSource<RouteTable> Tables { get; }

    public TunnelLimits Limits { get; }

    public UnderlayNetwork Network { get; }

    public UnderlayPods Pods { get; }

    public HbonePools Pools { get; }

    public BenchCertificates Certificates { get; }

    public AccessLines Lines { get; } = new();

    public TraceLog Traces { get; } = new();

    public ConnectionLog Log => _log;

    public ConnectionRelay Relay => _relay;

    /// <summary>Another node proxy or gateway of the same mesh, by a table of its own.</summary>
    public ProxyBench Beside(RouteTable table) => new(table, Network, Certificates);

    /// <summary>Serves a pod: tunnels to it, and its programs.</summary>
    /// <returns>Where its programs call out.</returns>
    public IPEndPoint Serve(Workload pod)
    {
        var inbound = new InboundProxy(Tables, _relay, Certificates, Pods, _log, Limits, TimeProvider.System);
        var outbound = new OutboundProxy(Tables, Pools, Pods, new HostLookup(new HostLookupMetrics(), Limits, TimeProvider.System));
        var socks = new SocksProxy(outbound, _relay, _log, Traces, NodeLimits.Default, TimeProvider.System);
        var proxy = WorkloadProxy.Start(
            pod,
            Network,
            new ConnectionListeners(_drain, new OpenSockets()),
            (workload, transport, local, stopping) =>
                inbound.ServeAsync(workload, transport, Network.Map.ToReal(transport.RemoteEndPoint!), local, stopping),
            socks.ServeAsync,
            Enumerable.Range(FirstSocksPort, 1000),
            NodeLimits.Default,
            NullLogger.Instance);
        _listeners.Add(proxy);
        return proxy.Socks!;
    }

    /// <summary>Serves as the gateway for which the table is.</summary>
    public void ServeGateway(IPEndPoint real, SpiffeId identity)
    {
        var viewpoint = Tables.Current.Value.Viewpoint;
        var options = new GatewayOptions
        {
            Cluster = viewpoint.Cluster,
            GatewayNetwork = viewpoint.Network,
            Name = new("istio-system", "gateway"),
            Identity = identity,
            Listen = [real],
            Control = new IPEndPoint(IPAddress.None, 0),
            Roots = [],
            Token = () => "",
            Network = Network,
            Limits = Limits,
        };
        var proxy = new GatewayProxy(options, Tables, _relay, Certificates, _log, TimeProvider.System);
        Listen(real, (transport, stop) => proxy.ServeAsync(transport, real, stop.Draining));
    }

    /// <summary>Listens at a real address for something of the test's own.</summary>
    public void Listen(IPEndPoint real, Func<SocketTransport, ConnectionStop, Task> serve) =>
        _listeners.Add(ConnectionListener.Start(Network.Listen(real), serve, 100, NullLogger.Instance, drain: null));

    /// <summary>An application at a real address that sends back what it gets.</summary>
    public void Echo(IPEndPoint real) => Listen(real, async (transport, stop) =>
    {
        await using (transport)
            await Support.Tunnel.Transports.EchoAsync(transport, stop.Cut);
    });

    /// <summary>What CONNECT is answered at an address, as a status.</summary>
    /// <param name="to">The real address.</param>
    /// <param name="authority">What is asked for.</param>
    /// <param name="certificate">Whose the caller's certificate is.</param>
    /// <param name="expected">Whom the caller expects.</param>
    public Task<int> AskAsync(IPEndPoint to, string authority, WorkloadCertificate certificate, params SpiffeId[] expected) =>
        DataPlane.Loops.All[0].RunAsync(async () =>
        {
            var transport = await Network.ConnectAsync(IPAddress.Parse("10.0.0.200"), to, Limits, TimeProvider.System, CancellationToken.None);
            var tls = await SpiffeHandshake.ConnectAsync(
                transport, certificate, [.. expected], TunnelLayer.Outer, Limits, TimeProvider.System, CancellationToken.None);
            await using var client = HboneClient.Start(tls, TunnelLayer.Outer, Limits, TimeProvider.System);
            Assert.True(HboneAuthority.TryParse(authority, out var asked));
            try
            {
                var tunnel = await client.OpenAsync(new HboneRequest(asked, HboneHeaders.None), CancellationToken.None);
                await tunnel.Transport.DisposeAsync();
                return 200;
            }
            catch (TunnelException refused) when (refused.Status is { } status)
            {
                return status;
            }
        });

    /// <summary>Calls by SOCKS as a program of a pod, sends some bytes, and reads what comes back.</summary>
    public static async Task<byte[]> ExchangeAsync(IPEndPoint socks, string host, int port, byte[] bytes)
    {
        await using var stream = await Socks5Client.ConnectAsync(socks, host, port, "bench", CancellationToken.None);
        await stream.WriteAsync(bytes);
        stream.Socket.Shutdown(SocketShutdown.Send);
        using var back = new MemoryStream();
        await stream.CopyToAsync(back).WaitAsync(TimeSpan.FromSeconds(30));
        return back.ToArray();
    }

    /// <summary>Whether a connection was counted as closed by a flag.</summary>
    public async Task CountsAsync(string flag) => await Up.RunningMesh.Until(
        () =>
        {
            var text = new MetricsText(MetricsFormat.Prometheus);
            _metrics.Write(text);
            return Task.FromResult(text.ToString().Split('\n').Any(line =>
                line.StartsWith("istio_tcp_connections_closed_total{", StringComparison.Ordinal)
                && line.Contains($"response_flags=\"{flag}\"", StringComparison.Ordinal)));
        },
        $"a connection that closed by `{flag}`");

    /// <summary>Each has loopback addresses of its own: those of one that has ended may not be free yet.</summary>
    private static UnderlayNetwork OwnNetwork() => new(new UnderlayMap(
        [new UnderlayRule(IPNetwork.Parse("10.0.0.0/16"), IPNetwork.Parse($"127.{150 + (Interlocked.Increment(ref s_instances) % 100)}.0.0/16"))]));

    public async ValueTask DisposeAsync()
    {
        _drain.Begin();
        await Pools.DisposeAsync();
        foreach (var listener in _listeners)
            await listener.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        _drain.Dispose();
        _logs.Dispose();
    }
}
