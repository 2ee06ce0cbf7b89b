using ScopeMesh.Hosts.Telemetry;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>What is counted of the pods of a Node: by ztunnel's names where it has one.</summary>
internal static class PodMetrics
{
    /// <summary>Writes the metrics.</summary>
    /// <param name="text">Where.</param>
    /// <param name="state">How the pods are.</param>
    public static void Write(MetricsText text, PodsState state)
    {
        var active = state.Pods.Values.Count(pod => pod.Phase == PodPhase.Up);
        text.Gauge("workload_manager_active_proxy_count", "Pods that are served.", active);
        text.Gauge("workload_manager_pending_proxy_count", "Pods that should be served and are not yet.", state.Pods.Count - active);
        text.Counter("workload_manager_proxies_started_total", "Proxies of pods that were started.", state.StartedCount);
        text.Counter("workload_manager_proxies_stopped_total", "Proxies of pods that have ended.", state.EndedCount);
        text.Gauge("scopemesh_node_agent_connected", "Whether there is a connection to the node agent.", state.IsConnected ? 1 : 0);
        text.Counter("scopemesh_node_agent_violations_total", "Messages by which the node agent broke its protocol.", state.ViolationCount);
    }
}
