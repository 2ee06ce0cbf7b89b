using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>The control plane and the node proxy of one cluster, as processes of their own, and its pods.</summary>
internal sealed class NodeAlone : IAsyncDisposable
{
    private const string Cluster = "west";
    private const int FirstPort = 22_600;

    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-node-").FullName;
    private ScopemeshProcess? _control;
    private ScopemeshProcess? _node;
    private PodRuntime? _pods;

    public ScopemeshProcess Node => _node!;

    public IPEndPoint Admin { get; } = new(IPAddress.Loopback, FirstPort + 3);

    /// <summary>Starts all of it, and waits until a pod is served.</summary>
    public static async Task<NodeAlone> StartAsync()
    {
        var alone = new NodeAlone();
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(alone._folder, "bootstrap", alone._mesh, "--out", "boot");
        Assert.True(exitCode == 0, errors);
        var cluster = MeshCompiler.Compile(new MeshFolder(alone._mesh, MeshFolderLimits.Default).Read()).Mesh.Find(Cluster)!;
        const string boot = $"boot/{Cluster}";
        var node = cluster.Nodes[0].Name;
        alone._control = ScopemeshProcess.Start(
            alone._folder, "control", "--mesh", alone._mesh, "--cluster", Cluster, "--ca", $"{boot}/ca", "--tokens", $"{boot}/tokens.json",
            "--listen", $"127.0.0.1:{FirstPort}", "--admin", $"127.0.0.1:{FirstPort + 1}");
        alone._node = ScopemeshProcess.Start(
            alone._folder, "node", "--cluster", Cluster, "--node", node, "--control", $"127.0.0.1:{FirstPort}", "--roots", "boot/root-cert.pem",
            "--token", $"{boot}/node-{node}.token", "--underlay", $"{boot}/underlay.json", "--admin", $"{alone.Admin}", "--first-socks-port", $"{FirstPort + 10}");
        var map = UnderlayFile.Read(await File.ReadAllTextAsync(Path.Combine(alone._folder, boot, "underlay.json")));
        alone._pods = new PodRuntime(new UnderlayNetwork(map), NullLogger<PodRuntime>.Instance);
        await alone._pods.StartAsync(cluster.Pods, CancellationToken.None);
        return alone;
    }

    /// <summary>A connection of a pod to another that sends back what it gets: through the node proxy twice, as caller and as callee.</summary>
    public async Task<Stream> ConnectAsync()
    {
        var socks = IPEndPoint.Parse((await PodAsync("west/sample/curl-0")).Socks!);
        Stream? stream = null;
        await RunningMesh.Until(
            async () =>
            {
                try
                {
                    stream = await Socks5Client.ConnectAsync(socks, "vault.sample", 9000, "test", CancellationToken.None);
                    return true;
                }
                catch (Exception error) when (error is Socks5Exception or IOException)
                {
                    return false;
                }
            },
            $"a connection; {Node.Errors}");
        return stream!;
    }

    /// <summary>Sends some bytes, and reads them back.</summary>
    public static async Task ExchangeAsync(Stream stream)
    {
        var back = new byte[5];
        await stream.WriteAsync("hello"u8.ToArray());
        await stream.ReadExactlyAsync(back).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("hello"u8.ToArray(), back);
    }

    /// <summary>A pod that is served.</summary>
    public async Task<PodDump> PodAsync(string name)
    {
        return await PodDumps.FindAsync(Admin, name, () => Node.Errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        if (_control is not null)
            await _control.DisposeAsync();
        if (_pods is not null)
            await _pods.DisposeAsync();
        Directory.Delete(_mesh, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }
}
