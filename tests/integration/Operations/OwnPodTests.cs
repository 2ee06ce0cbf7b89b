using System.Security.Cryptography;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>A node proxy of many pods in a pod of its own, and a program in another pod that collects its metrics.</summary>
public sealed class OwnPodTests : IDisposable
{
    private const string Collector = "10.78.0.1";
    private const string Node = "10.78.0.2";

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-own-pod-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NetnsFact]
    public async Task Metrics_are_collected_through_a_tunnel_by_whom_a_policy_allows_and_nothing_else_is_reached()
    {
        MeshRoot.Create(DateTimeOffset.UtcNow, CertificateLimits.Default, RandomNumberGenerator.Fill)
            .CreateIntermediate("local", "cluster.local", DateTimeOffset.UtcNow).Files.Write(Path.Combine(_folder, "ca"));
        await AllowAsync("prometheus");
        await using var collector = await NetworkNamespaces.AddAsync("collector");
        await using var node = await NetworkNamespaces.AddAsync("node");
        await JoinAsync(collector, node);
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "node", "redirect", "apply", "--netns", collector.Name);
        Assert.True(exitCode == 0, errors);
        await using var ofCollector = Run(collector, "--pod", "monitoring/prometheus/prometheus");
        await using var ofNode = Run(
            node, "--mode", "shared", "--node", "n1", "--node-agent", "agent.sock", "--metrics", "0.0.0.0:15020",
            "--pod-name", "ztunnel-x", "--pod-namespace", "istio-system", "--service-account", "ztunnel");
        using var another = node.Start("/usr/bin/python3", "-m", "http.server", "8080", "--bind", Node, "--directory", _folder);

        try
        {
            await RunningMesh.Until(
                async () => (await CurlAsync(collector, 15020)).Output.Contains("istio_build", StringComparison.Ordinal),
                $"metrics; {ofCollector.Errors}{ofNode.Errors}");

            // Both ends know each other by what they have proved: it was a tunnel.
            var (_, metrics) = await CurlAsync(collector, 15020);
            Assert.Contains(
                metrics.Split('\n'),
                line => line.StartsWith("istio_tcp_connections_opened_total{reporter=\"destination\"", StringComparison.Ordinal)
                    && line.Contains("source_principal=\"spiffe://cluster.local/ns/monitoring/sa/prometheus\"", StringComparison.Ordinal)
                    && line.Contains("destination_principal=\"spiffe://cluster.local/ns/istio-system/sa/ztunnel\"", StringComparison.Ordinal)
                    && line.Contains("connection_security_policy=\"mutual_tls\"", StringComparison.Ordinal));

            Assert.NotEqual(0, (await CurlAsync(collector, 8080)).Code);
            await ofNode.ShowsAsync("lead to what it serves to others (15020), and not to port 8080");
            Assert.NotEqual(0, (await CurlAsync(collector, 15008)).Code);

            await AllowAsync("another");
            await RunningMesh.Until(async () => (await CurlAsync(collector, 15020)).Code != 0, $"no answer; {ofNode.Errors}");
            await ofNode.ShowsAsync("connection closed due to policy rejection");
        }
        finally
        {
            another.Kill(entireProcessTree: true);
            await another.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<(int Code, string Output)> CurlAsync(TestNamespace pod, int port)
    {
        var (code, output, _) = await pod.RunAsync("curl", "-s", "-m", "10", $"http://{Node}:{port}/metrics");
        return (code, output);
    }

    /// <summary>A cable between the two pods.</summary>
    private static async Task JoinAsync(TestNamespace collector, TestNamespace node)
    {
        await NetworkNamespaces.IpAsync("-n", collector.Name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", node.Name);
        foreach (var (pod, address) in new[] { (collector, Collector), (node, Node) })
        {
            await NetworkNamespaces.IpAsync("-n", pod.Name, "address", "add", $"{address}/24", "dev", "eth0");
            await NetworkNamespaces.IpAsync("-n", pod.Name, "link", "set", "eth0", "up");
        }
    }

    private ScopemeshProcess Run(TestNamespace pod, params string[] flags) => ScopemeshProcess.StartIn(
        pod.Name, _folder, ["node", "--local-config", "local.yaml", "--local-ca", "ca", .. flags]);

    /// <summary>Writes the file, by which one identity may call the node proxy's own pod.</summary>
    private async Task AllowAsync(string account)
    {
        var next = Path.Combine(_folder, "next");
        await File.WriteAllTextAsync(
            next,
            $$$"""
            workloads:
            - {uid: p, name: prometheus, namespace: monitoring, serviceAccount: prometheus, workloadIps: [{{{Collector}}}], protocol: HBONE}
            - {uid: z, name: ztunnel-x, namespace: istio-system, serviceAccount: ztunnel, workloadIps: [{{{Node}}}], protocol: HBONE, node: n1}
            services: []
            policies:
            - name: collectors
              namespace: istio-system
              scope: Namespace
              action: Allow
              rules: [[[{principals: [{Exact: cluster.local/ns/monitoring/sa/{{{account}}}}]}]]]
            """);
        File.Move(next, Path.Combine(_folder, "local.yaml"), overwrite: true);
    }
}
