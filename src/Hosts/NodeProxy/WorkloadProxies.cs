using System.Collections.Concurrent;
using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Follows the pods of the Node: one that comes gets its listeners, one that goes loses them.</summary>
internal sealed partial class WorkloadProxies(
    NodeOptions options,
    NodeMode.Socks mode,
    SnapshotSource<RouteTable> tables,
    InboundProxy inbound,
    SocksProxy socks,
    ConnectionListeners listeners,
    NodeLimits limits,
    ILogger<WorkloadProxies> log) : BackgroundService, IServedPods
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, WorkloadProxy> _running = new();
    private readonly ConcurrentDictionary<string, string> _failed = new();
    private readonly List<Task> _ending = [];

    /// <summary>
    /// The SOCKS port of every pod that was ever served: the port says which pod calls, so no other pod gets it while
    /// this host lives.
    /// </summary>
    private readonly Dictionary<string, int> _socksPorts = [];

    /// <summary>What serves pods now.</summary>
    public IReadOnlyCollection<WorkloadProxy> Running => [.. _running.Values];

    /// <summary>The pods that are served.</summary>
    public IEnumerable<PodDump> Served => _running.Values.Select(proxy => new PodDump(
        proxy.Workload.Display,
        proxy.Workload.Owner,
        proxy.Workload.Identity.ToString(),
        proxy.Workload.Addresses.Select(address => address.ToString()),
        proxy.Socks?.ToString()));

    /// <summary>The pods that should be served and are not.</summary>
    public IReadOnlyCollection<string> Failed => [.. _failed.Keys];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var current = tables.Current;
                Follow(current.Value);
                await WaitAsync(current.Superseded, stoppingToken);
            }
        }
        finally
        {
            foreach (var proxy in _running.Values)
                End(proxy);
            await Task.WhenAll(_ending);
        }
    }

    /// <summary>Waits for another table; what could not be served is tried again before.</summary>
    private async Task WaitAsync(Task superseded, CancellationToken stoppingToken)
    {
        if (_failed.IsEmpty)
            await superseded.WaitAsync(stoppingToken);
        else
            await Task.WhenAny(superseded, Task.Delay(RetryInterval, stoppingToken)).WaitAsync(stoppingToken);
    }

    private void Follow(RouteTable table)
    {
        var wanted = table.Workloads.Where(IsOurs).ToDictionary(workload => workload.Uid);
        foreach (var (uid, proxy) in _running)
        {
            if (wanted.TryGetValue(uid, out var same) && HasSameEnds(proxy.Workload, same))
                continue;
            _running.TryRemove(uid, out _);
            End(proxy);
        }

        foreach (var uid in _failed.Keys.Where(uid => !wanted.ContainsKey(uid)))
            _failed.TryRemove(uid, out _);
        foreach (var workload in wanted.Values.Where(workload => !_running.ContainsKey(workload.Uid)))
            Start(workload);
    }

    /// <summary>Its addresses are free at once; its last connections may take a while, and nobody waits for them here.</summary>
    private void End(WorkloadProxy proxy)
    {
        _ending.RemoveAll(task => task.IsCompleted);
        _ending.Add(proxy.DisposeAsync().AsTask());
    }

    private void Start(Workload workload)
    {
        try
        {
            _running[workload.Uid] = WorkloadProxy.Start(
                workload, options.Network, listeners, ServeInboundAsync, socks.ServeAsync, SocksPorts(workload.Uid), limits, log);
            _socksPorts[workload.Uid] = _running[workload.Uid].Socks!.Port;
            _failed.TryRemove(workload.Uid, out _);
        }
        catch (ListenException error)
        {
            // Said once for each reason, however often it is tried.
            if (_failed.GetValueOrDefault(workload.Uid) != error.Message)
                Log.CannotServe(log, workload.Display, error.Message);
            _failed[workload.Uid] = error.Message;
        }
    }

    private async Task ServeInboundAsync(
        Workload workload, SocketTransport transport, IPEndPoint local, CancellationToken stopping)
    {
        if (transport.RemoteEndPoint is { } peer)
            await inbound.ServeAsync(workload, transport, options.Network.Map.ToReal(peer), local, stopping);
    }

    private IEnumerable<int> SocksPorts(string uid)
    {
        if (_socksPorts.TryGetValue(uid, out var known))
            return [known];
        var tries = Math.Min(limits.SocksPortTries, IPEndPoint.MaxPort - mode.FirstPort);
        return Enumerable.Range(mode.FirstPort, tries).Except(_socksPorts.Values);
    }

    private bool IsOurs(Workload workload) =>
        workload.Cluster == options.Cluster && workload.Node == options.Node
        && workload is { TunnelProtocol: TunnelProtocol.Hbone, Addresses.IsEmpty: false };

    /// <summary>A pod's listeners and certificates stay as they are while its addresses and identity do.</summary>
    private static bool HasSameEnds(Workload left, Workload right) =>
        left.Addresses == right.Addresses && left.Identity == right.Identity;

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Error, "pod {Pod} is not served: {Why}")]
        public static partial void CannotServe(ILogger log, string pod, string why);
    }
}
