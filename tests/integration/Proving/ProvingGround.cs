using System.Diagnostics;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>
/// Three clusters with overlapping addresses in which ordinary programs run in pods whose traffic is captured; every host
/// is a process of its own where it belongs.
/// </summary>
public sealed class ProvingGround : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-proving-").FullName;
    private readonly List<ScopemeshProcess> _hosts = [];
    private readonly List<Process> _programs = [];
    private readonly IReadOnlyList<LabPod> _pods = [.. Enumerable.Range(1, LabMesh.Clusters.Length).SelectMany(LabMesh.PodsOf)];
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

    /// <summary>Runs a program in a pod.</summary>
    public Task<Ran> RunAsync(string pod, string program, params string[] arguments) =>
        Lab.RunInAsync(Lab.Of(Pod(pod)), program, arguments);

    public async ValueTask InitializeAsync()
    {
        _lab = await Lab.CreateAsync(LabMesh.Clusters.Length, _pods);
        LabMesh.Write(Path.Combine(_folder, "mesh"));
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "bootstrap", "mesh", "--out", "boot");
        Assert.True(exitCode == 0, errors);
        for (var cluster = 1; cluster <= LabMesh.Clusters.Length; cluster++)
            StartCluster(cluster);
        foreach (var pod in _pods)
            await StartAsync(pod);
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
        if (LabMesh.AccountOf(pod) == "hello")
        {
            _programs.Add(Lab.StartIn(netns, "node", "-e", $$"""
                require('http').createServer((request, response) => response.end(
                    `{{id}}/{{pod.Name}} sees ${request.socket.remoteAddress.replace('::ffff:', '')}\n`)).listen({{LabMesh.HttpPort}}, '::')
                """));
        }

        if (!LabMesh.IsMeshed(pod))
            return;
        var node = LabMesh.NodeOf(pod);
        Host(netns, "node", "--cluster", id, "--node", node, "--control", $"{Lab.ControlAddress}:15012", "--roots", "boot/root-cert.pem", "--token", $"boot/{id}/node-{node}.token", "--pod", $"sample/{pod.Name}/{LabMesh.AccountOf(pod)}");
        var applied = await ScopemeshProcess.RunAsync(_folder, "node", "redirect", "apply", "--netns", netns);
        Assert.True(applied.ExitCode == 0, applied.Errors);
    }

    private Task UntilReadyAsync(LabPod pod) => RunningMesh.Until(
        async () => (await Lab.RunInAsync(Lab.Of(pod), "curl", "-sf", "http://127.0.0.1:15000/healthz/ready")).ExitCode == 0,
        $"{pod} is served; {Logs}");

    private void Host(string netns, params string[] arguments) => _hosts.Add(ScopemeshProcess.StartIn(netns, _folder, arguments));
}
