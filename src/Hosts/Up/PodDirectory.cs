using System.Net;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Up;

/// <summary>A pod that can be called as.</summary>
internal sealed record RunningPod(Workload Workload, IPEndPoint Socks, IPEndPoint Admin)
{
    public PodClient Client => new(Socks, Admin);
}

/// <summary>Finds the pods of a running mesh.</summary>
internal static class PodDirectory
{
    /// <summary>All that can be called as, ordered by cluster, namespace and name.</summary>
    public static IReadOnlyList<RunningPod> Pods(MeshRuntime mesh) =>
    [
        .. from cluster in mesh.Clusters.Values
           from node in cluster.Nodes.Values
           from proxy in node.Host.Services.GetRequiredService<WorkloadProxies>().Running
           let socks = proxy.Socks
           where socks is not null
           orderby proxy.Workload.Cluster, proxy.Workload.Namespace, proxy.Workload.Name
           select new RunningPod(proxy.Workload, socks, node.Admin),
    ];
}
