using System.Text.Json;
using System.Diagnostics;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.NodeAgent;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>
/// Three clusters with overlapping addresses in which ordinary programs run in pods whose traffic is captured; every host
/// is a process of its own where it belongs. In two clusters every pod has a node proxy of its own (dedicated mode), in the
/// third one serves all pods of a node, which a node agent in another language names (shared mode).
/// </summary>
public sealed class ProvingGround : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-proving-").FullName;
    private const string SharedCluster = "north";
    private const string RoutedCluster = "west";
    private readonly List<ScopemeshProcess> _hosts = [];
    private readonly List<NodeAgentProcess> _agents = [];
    private readonly List<Process> _programs = [];
    private readonly IReadOnlyList<LabPod> _pods = [.. Enumerable.Range(1, LabMesh.Clusters.Length).SelectMany(LabMesh.PodsOf)];
    private readonly Dictionary<LabPod, ScopemeshProcess> _nodes = [];
    private Lab? _lab;

    public Lab Lab => _lab!;

    /// <summary>What all hosts have logged.</summary>
    public string Logs => string.Join('\n', _hosts.Select(host => host.Errors));

    /// <summary>The pod of a name, such as <c>east/curl-0</c>.</summary>
    public LabPod Pod(string name)
    {
        var parts = name.Split('/');
        return _pods.First(pod => LabMesh.Clusters[pod.Cluster - 1] == parts[0] && pod.Name == parts[1]);
    }

    /// <summary>How much memory the node proxy of a pod takes, in MiB.</summary>
    public long NodeProxyMiB(string pod) => _nodes[Pod(pod)].WorkingSetMiB;

    /// <summary>The process of the node proxy of a pod.</summary>
    public int NodeProxyId(string pod) => _nodes[Pod(pod)].Id;

    /// <summary>Changes a manifest of a cluster, as an administrator would, for as long as the result is not disposed of.</summary>
    public IDisposable Change(string cluster, string file, Func<string, string> change)
    {
        var path = Path.Combine(_folder, "mesh", "clusters", cluster, file);
        var before = File.ReadAllText(path);
        var after = change(before);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
        return new Undoing(() => File.WriteAllText(path, before));
    }

    /// <summary>Starts a program in a pod.</summary>
    public Process Start(string pod, string program, params string[] arguments) =>
        Lab.StartIn(Lab.Of(Pod(pod)), program, arguments);

    /// <summary>Runs `scopemesh`.</summary>
    public async Task ScopemeshAsync(params string[] arguments)
    {
        var ran = await ScopemeshProcess.RunAsync(_folder, arguments);
        Assert.True(ran.ExitCode == 0, ran.Errors);
    }

    /// <summary>Runs a program in a pod.</summary>
    public Task<Ran> RunAsync(string pod, string program, params string[] arguments) =>
        Lab.RunInAsync(Lab.Of(Pod(pod)), program, arguments);

    public async ValueTask InitializeAsync()
    {
        if (NetworkNamespaces.AreSkipped)
            return;
        _lab = await Lab.CreateAsync(LabMesh.Clusters.Length, _pods);
        LabMesh.Write(Path.Combine(_folder, "mesh"));
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "bootstrap", "mesh", "--out", "boot");
        Assert.True(exitCode == 0, errors);
        for (var cluster = 1; cluster <= LabMesh.Clusters.Length; cluster++)
            StartCluster(cluster);
        foreach (var pod in _pods)
            await StartAsync(pod);
        for (var node = 0; node < Lab.NodesPerCluster; node++)
            await StartSharedAsync(Array.IndexOf(LabMesh.Clusters, SharedCluster) + 1, node);
        foreach (var pod in _pods.Where(LabMesh.IsMeshed))
            await UntilReadyAsync(pod);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
        {
            program.Kill(entireProcessTree: true);
            program.Dispose();
        }

        foreach (var agent in _agents)
            await agent.DisposeAsync();
        foreach (var host in _hosts)
            await host.DisposeAsync();
        if (_lab is not null)
            await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void StartCluster(int cluster)
    {
        var (id, router) = (LabMesh.Clusters[cluster - 1], Lab.Router(cluster));
        Host(router, "control", "--mesh", "mesh", "--cluster", id, "--ca", $"boot/{id}/ca", "--tokens", $"boot/{id}/tokens.json", "--listen", $"{Lab.ControlAddress}:15012");
        Host(router, "gateway", "--cluster", id, "--network", $"network-{id}", "--name", "istio-system/eastwest", "--listen", $"{Lab.GatewayAddress(cluster)}:15008", "--control", $"{Lab.ControlAddress}:15012", "--roots", "boot/root-cert.pem", "--token", $"boot/{id}/gateway-eastwest.token", "--admin", "127.0.0.1:15010");
    }

    private async Task StartAsync(LabPod pod)
    {
        var (id, netns) = (LabMesh.Clusters[pod.Cluster - 1], Lab.Of(pod));
        _programs.Add(LabVault.IsWaypoint(pod)
            ? await LabVault.StartWaypointAsync(Lab, pod, Path.Combine(_folder, "boot", id))
            : Lab.StartIn(netns, "node", "-e", LabMesh.Program, $"{id}/{pod.Name}"));
        if (!LabMesh.IsMeshed(pod))
            return;
        if (id != SharedCluster)
            _nodes[pod] = NodeProxy(netns, id, LabMesh.NodeOf(pod), "--pod", $"sample/{pod.Name}/{LabMesh.AccountOf(pod)}");
        await RedirectAsync(pod);
    }

    /// <summary>
    /// Captures a pod's traffic. Where an agent names the pods, answers come back packet by packet, as by the rules of Istio's CNI
    /// plugin; in one cluster routes lead all of it, and in the other it is as by default.
    /// </summary>
    public Task RedirectAsync(LabPod pod) => LabMesh.Clusters[pod.Cluster - 1] switch
    {
        SharedCluster => RedirectAsync(pod, "--answers", "packet"),
        RoutedCluster => RedirectAsync(pod, "--outbound", "route"),
        _ => RedirectAsync(pod, []),
    };

    /// <summary>Captures a pod's traffic in some way.</summary>
    public Task RedirectAsync(LabPod pod, params string[] how) =>
        ScopemeshAsync(["node", "redirect", "apply", "--netns", Lab.Of(pod), .. how]);

    /// <summary>What the node proxy that serves a pod tells of itself.</summary>
    public async Task<JsonElement> DumpAsync(LabPod pod) =>
        JsonDocument.Parse((await Lab.RunInAsync(AdminOf(pod), "curl", "-sf", "http://127.0.0.1:15000/config_dump")).Output).RootElement;

    /// <summary>Serves the pods of a node by one process, half of them named before the agent's snapshot and half after.</summary>
    private async Task StartSharedAsync(int cluster, int node)
    {
        var id = LabMesh.Clusters[cluster - 1];
        var socket = Path.Combine(_folder, $"{id}-{node}.sock");
        var agent = await NodeAgentProcess.StartAsync(socket);
        _agents.Add(agent);
        var host = NodeProxy(Lab.Node(cluster, node), id, $"{id}-{node}", "--node-agent", socket);
        await agent.AcceptAsync();
        LabPod[] pods = [.. _pods.Where(pod => pod.Cluster == cluster && pod.Node == node && LabMesh.IsMeshed(pod))];
        foreach (var (place, pod) in pods.Index())
        {
            if (place == pods.Length / 2)
                Assert.Equal("", await agent.SnapshotAsync());
            var (name, account) = (pod.Name, LabMesh.AccountOf(pod));
            Assert.Equal("", await agent.AskAsync(
                new { Do = "add", Uid = name, Name = name, Namespace = "sample", ServiceAccount = account, Netns = (string[])[$"/run/netns/{Lab.Of(pod)}"] }));
            _nodes[pod] = host;
        }
    }

    private ScopemeshProcess NodeProxy(string netns, string cluster, string node, params string[] mode) => Host(
        netns,
        [
            "node", "--cluster", cluster, "--node", node, "--control", $"{Lab.ControlAddress}:15012", "--roots", "boot/root-cert.pem",
            "--token", $"boot/{cluster}/node-{node}.token", .. mode,
        ]);

    private string AdminOf(LabPod pod) =>
        LabMesh.Clusters[pod.Cluster - 1] == SharedCluster ? Lab.Node(pod.Cluster, pod.Node) : Lab.Of(pod);

    private Task UntilReadyAsync(LabPod pod) => RunningMesh.Until(
        async () => (await Lab.RunInAsync(AdminOf(pod), "curl", "-sf", "http://127.0.0.1:15000/healthz/ready")).ExitCode == 0,
        $"{pod} is served; {Logs}");

    private ScopemeshProcess Host(string netns, params string[] arguments)
    {
        var host = ScopemeshProcess.StartIn(netns, _folder, arguments);
        _hosts.Add(host);
        return host;
    }

    private sealed class Undoing(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}
