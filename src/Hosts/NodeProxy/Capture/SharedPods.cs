using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Serves pods that a node agent names, each in its network namespace.</summary>
/// <param name="cluster">The cluster's id.</param>
/// <param name="services">What serves what comes.</param>
/// <param name="settings">How traffic is captured.</param>
/// <param name="limits">Say how long connecting may take.</param>
/// <param name="time">The clock that says so.</param>
internal sealed class SharedPods(
    string cluster, CaptureServices services, CaptureSettings settings, TunnelLimits limits, TimeProvider time) : IPodProxies
{
    /// <inheritdoc/>
    public ValueTask<IPodProxy> StartAsync(PodInfo pod, NetworkNamespace within, CancellationToken cancellationToken)
    {
        var sockets = new PodSockets(within, settings, limits, time);
        return new(new SharedPod(CapturedPod.Start(LocalPodOf(cluster, pod), sockets, services)));
    }

    /// <summary>The pod as this host looks for it in its table.</summary>
    public static LocalPod LocalPodOf(string cluster, PodInfo pod) => new(cluster, pod.Namespace, pod.Name, pod.ServiceAccount);

    private sealed class SharedPod(CapturedPod captured) : IPodProxy
    {
        public async Task EndAsync(PodProxyEnd how)
        {
            if (how == PodProxyEnd.AtOnce)
                captured.Cut();
            await captured.DisposeAsync();
        }
    }
}

/// <summary>What a node proxy that serves many pods tells of them.</summary>
internal sealed class SharedPodsView(
    PodAgent agent, SnapshotSource<RouteTable> tables, LiveConnectionSet connections, NodeOptions options)
    : IServedPods, IMetricSource, IConfigDumpPart
{
    /// <inheritdoc/>
    public IEnumerable<PodDump> Served
    {
        get
        {
            var table = tables.Current.Value;
            foreach (var pod in agent.State.Pods.Values.Where(pod => pod.Phase == PodPhase.Up))
            {
                if (SharedPods.LocalPodOf(options.Cluster, pod.Info).FindIn(table) is { } known)
                    yield return PodDump.Of(known, socks: null);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Pending => agent.Pending;

    /// <inheritdoc/>
    public string Name => "workloadState";

    /// <inheritdoc/>
    public object? Value
    {
        get
        {
            var table = tables.Current.Value;
            var byPod = connections.Open.ToLookup(open => open.Record.Pod);
            return WorkloadStateDump.Of(agent.State, pod =>
                SharedPods.LocalPodOf(options.Cluster, pod).FindIn(table) is { } known
                    ? WorkloadConnectionsDump.Of(byPod[known.Uid])
                    : WorkloadConnectionsDump.None);
        }
    }

    /// <inheritdoc/>
    public void Write(MetricsText text) => PodMetrics.Write(text, agent.State);
}
