using System.Net.Sockets;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>Whose DNS it is, and what names are there.</summary>
internal sealed record DnsProxyOptions
{
    /// <summary>The workload whose programs ask, as a table knows it; null while it does not.</summary>
    public required Func<RouteTable, Workload?> FindCaller { get; init; }

    /// <summary>What names the mesh has.</summary>
    public NameSettings Names { get; init; } = NameSettings.Default;

    /// <summary>The search domains of those programs' resolver; null for those of a Kubernetes pod of the workload's namespace.</summary>
    public ValueList<string>? SearchDomains { get; init; }
}

/// <summary>Starts the DNS of workloads, with what all those of a node have in common.</summary>
internal sealed class DnsProxies(
    SnapshotSource<RouteTable> tables, DnsMetrics metrics, DnsLimits limits, TimeProvider time, ILogger<DnsProxies> log)
{
    private readonly DnsRoom _room = new(limits.NodeQueriesInFlight);

    /// <summary>
    /// Begins to answer. An answer over UDP comes from the address that its socket is bound to, so that each should be bound to one
    /// of its own (of loopback, where redirected questions go) and not to all.
    /// </summary>
    /// <param name="options">Whose DNS it is.</param>
    /// <param name="forwarder">Asks others for names that are not the mesh's.</param>
    /// <param name="udp">Sockets that are bound; they are closed in the end.</param>
    /// <param name="tcp">Sockets that listen; they are closed in the end.</param>
    public DnsProxy Start(DnsProxyOptions options, DnsForwarder forwarder, IEnumerable<Socket> udp, IEnumerable<Socket> tcp)
    {
        var room = new DnsRoom(limits.QueriesInFlight, _room);
        var answerer = new DnsAnswerer(options, tables, forwarder, metrics, room, limits, time, Chance.Roll);
        return new DnsProxy(
            [
                .. udp.Select(socket => new DnsDatagrams(socket, answerer, limits, time, log)),
                .. tcp.Select(socket => new DnsConnections(socket, answerer, limits, time, log)),
            ]);
    }
}

/// <summary>One way by which questions come.</summary>
internal interface IDnsListener
{
    /// <summary>Answers until it is told to stop, and closes its socket. It never fails.</summary>
    Task RunAsync(CancellationToken stopping);
}

/// <summary>The DNS of one workload, which runs until it is disposed of.</summary>
internal sealed class DnsProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    /// <param name="listeners">By what questions come.</param>
    public DnsProxy(IReadOnlyCollection<IDnsListener> listeners) =>
        _running = Task.WhenAll(listeners.Select(listener => Task.Run(() => listener.RunAsync(_stopping.Token))));

    /// <summary>Closes the sockets; questions that wait are given up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }
}
