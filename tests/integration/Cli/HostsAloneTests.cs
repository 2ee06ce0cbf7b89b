using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

[Collection(MeshCollection.Name)]
public sealed class HostsAloneTests : IAsyncDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-alone-").FullName;
    private readonly List<ScopemeshProcess> _hosts = [];
    private readonly List<PodRuntime> _pods = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
        foreach (var pods in _pods)
            await pods.DisposeAsync();
        Directory.Delete(_mesh, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Six processes that share nothing but files and sockets.</summary>
    [Fact]
    public async Task Hosts_that_run_alone_carry_a_request_across_clusters()
    {
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "bootstrap", _mesh, "--out", "boot");
        Assert.True(exitCode == 0, errors);
        var compiled = MeshCompiler.Compile(new MeshFolder(_mesh, MeshFolderLimits.Default).Read()).Mesh;
        var admins = new Dictionary<string, IPEndPoint>();
        foreach (var (place, cluster) in compiled.Clusters.Index())
        {
            var boot = Path.Combine("boot", cluster.Id);
            var port = 22_000 + (place * 100);
            Start("control", "--mesh", _mesh, "--cluster", cluster.Id, "--ca", $"{boot}/ca", "--tokens", $"{boot}/tokens.json", "--listen", $"127.0.0.1:{port}", "--admin", $"127.0.0.1:{port + 1}");
            Start("gateway", "--cluster", cluster.Id, "--network", cluster.Network, "--name", "istio-system/istio-eastwestgateway", "--listen", $"{cluster.Gateways[0].Addresses[0]}:15008", "--control", $"127.0.0.1:{port}", "--roots", "boot/root-cert.pem", "--token", $"{boot}/gateway-istio-eastwestgateway.token", "--underlay", $"{boot}/underlay.json", "--admin", $"127.0.0.1:{port + 2}");
            Start("node", "--cluster", cluster.Id, "--node", cluster.Nodes[0].Name, "--control", $"127.0.0.1:{port}", "--roots", "boot/root-cert.pem", "--token", $"{boot}/node-{cluster.Nodes[0].Name}.token", "--underlay", $"{boot}/underlay.json", "--admin", $"127.0.0.1:{port + 3}", "--first-socks-port", $"{port + 10}");
            admins[cluster.Id] = new IPEndPoint(IPAddress.Loopback, port + 3);
            var map = UnderlayFile.Read(await File.ReadAllTextAsync(Path.Combine(_folder, boot, "underlay.json")));
            var pods = new PodRuntime(new UnderlayNetwork(map), NullLogger<PodRuntime>.Instance);
            _pods.Add(pods);
            await pods.StartAsync(cluster.Pods, CancellationToken.None);
        }

        var caller = await FindAsync(admins["east"], "east/sample/curl-0");
        PodResponse? response = null;
        await RunningMesh.Until(
            async () => (response = await caller.GetAsync(new Uri("http://vault.sample/"), CancellationToken.None)).Error is null,
            $"an answer; {string.Join('\n', _hosts.Select(host => host.Errors))}");
        Assert.Equal("west", JsonSerializer.Deserialize<PodAnswer>(response!.Body, JsonSerializerOptions.Web)!.Cluster);
        Assert.Equal("double-tunnel", response.Trace!.Decision);
        Assert.Equal(0, await _hosts[^1].InterruptAsync());
    }

    private void Start(params string[] arguments) => _hosts.Add(ScopemeshProcess.Start(_folder, arguments));

    private async Task<PodClient> FindAsync(IPEndPoint admin, string name)
    {
        var found = await PodDumps.FindAsync(admin, name, () => string.Join('\n', _hosts.Select(host => host.Errors)));
        return new PodClient(IPEndPoint.Parse(found.Socks!), admin);
    }
}
