using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Up;

/// <summary>Whether a mesh runs as its folder says.</summary>
internal static class MeshReadiness
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until every host has the route table of the mesh in force and every pod is served.</summary>
    /// <returns>What is missing when the time is over; empty when nothing is.</returns>
    public static async Task<IReadOnlyList<string>> WaitAsync(MeshRuntime mesh, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetUtcNow() + timeout;
        while (true)
        {
            var pending = Pending(mesh);
            if (pending.Count == 0 || TimeProvider.System.GetUtcNow() > deadline)
                return pending;
            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    /// <summary>What is missing now.</summary>
    public static IReadOnlyList<string> Pending(MeshRuntime mesh)
    {
        var compiled = mesh.Compilation.Mesh;
        var pending = new List<string>();
        foreach (var cluster in compiled.Clusters)
        {
            if (!mesh.Clusters.TryGetValue(cluster.Id, out var runtime))
            {
                pending.Add($"cluster {cluster.Id} does not run");
                continue;
            }

            foreach (var network in runtime.Nodes.ToLookup(node => node.Value.Network is { Length: > 0 } own ? own : cluster.Network))
            {
                var nodeTable = Hash(compiled, cluster, network.Key, ViewpointRole.Node);
                foreach (var (name, (host, _, _)) in network)
                    Check(pending, host, nodeTable, $"node {cluster.Id}/{name}");
            }

            foreach (var (name, (host, gateway, _)) in runtime.Gateways)
                Check(pending, host, Hash(compiled, cluster, gateway.Network, ViewpointRole.Gateway), $"gateway {cluster.Id}/{name}");
            var served = runtime.Nodes.Values
                .SelectMany(node => node.Host.Services.GetRequiredService<WorkloadProxies>().Running)
                .Select(proxy => proxy.Workload.Uid)
                .ToHashSet();
            pending.AddRange(cluster.Pods
                .Where(pod => pod.Workload.TunnelProtocol == TunnelProtocol.Hbone && !served.Contains(pod.Workload.Uid))
                .Select(pod => $"pod {pod.Workload.Display} is not served"));
        }

        return pending;
    }

    private static string Hash(Mesh mesh, Cluster cluster, string network, ViewpointRole role) =>
        RouteTableCompiler.Compile(mesh, new Viewpoint(cluster.Id, network, role)).ContentHash;

    private static void Check(List<string> pending, IHost host, string wanted, string name)
    {
        var tables = host.Services.GetRequiredService<SnapshotSource<RouteTable>>();
        if (tables.Current.Value.ContentHash != wanted)
            pending.Add($"{name} has not taken over the latest route table");
    }
}
