using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>A node proxy that a file of local configuration runs, over the machine's loopback, and an application that sends back what it gets.</summary>
internal sealed class LocalNode : IAsyncDisposable
{
    private const int FirstPort = 22_690;
    private const string Node = "local";

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-local-").FullName;
    private readonly TcpListener _application = new(IPAddress.Parse("127.77.1.2"), 0);
    private readonly CancellationTokenSource _stopping = new();
    private ScopemeshProcess? _node;

    public Uri Admin { get; } = new($"http://127.0.0.1:{FirstPort}");

    /// <summary>Two workloads, `caller` and `shop`, of which the second serves `shop.example.com`.</summary>
    public string Configuration => $$$"""
        workloads:
        - {uid: caller, name: caller, namespace: default, serviceAccount: caller, workloadIps: [127.77.1.1], protocol: HBONE, node: {{{Node}}}, services: {}}
        - uid: shop
          name: shop
          namespace: default
          serviceAccount: shop
          workloadIps: [127.77.1.2]
          protocol: HBONE
          node: {{{Node}}}
          services: {default/shop.example.com: {80: {{{((IPEndPoint)_application.LocalEndpoint).Port}}}}}
        services:
        - {name: shop, namespace: default, hostname: shop.example.com, vips: [/192.0.2.7], ports: {80: 0}, canonical: true}

        """;

    /// <summary>Starts both.</summary>
    public static async Task<LocalNode> StartAsync()
    {
        var node = new LocalNode();
        node._application.Start();
        _ = node.EchoAsync();
        await node.WriteAsync(node.Configuration);
        node._node = ScopemeshProcess.Start(
            node._folder, "node", "--local-config", "local.yaml", "--node", Node, "--admin", $"127.0.0.1:{FirstPort}", "--first-socks-port", $"{FirstPort + 10}");
        return node;
    }

    /// <summary>Puts another text into the file, as editors do that replace it.</summary>
    public async Task WriteAsync(string text)
    {
        var next = Path.Combine(_folder, "next");
        await File.WriteAllTextAsync(next, text);
        File.Move(next, Path.Combine(_folder, "local.yaml"), overwrite: true);
    }

    /// <summary>A connection of `caller` to the service of `shop`.</summary>
    public async Task<Stream> ConnectAsync(string host = "shop.example.com")
    {
        var caller = await PodDumps.FindAsync(IPEndPoint.Parse(Admin.Authority), "Kubernetes/default/caller", () => _node!.Errors);
        var socks = IPEndPoint.Parse(caller.Socks!);
        await PodDumps.FindAsync(IPEndPoint.Parse(Admin.Authority), "Kubernetes/default/shop", () => _node!.Errors);
        return await Socks5Client.ConnectAsync(socks, host, 80, "test", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        await _stopping.CancelAsync();
        _application.Dispose();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EchoAsync()
    {
        try
        {
            while (true)
                _ = EchoAsync(await _application.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task EchoAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await client.GetStream().CopyToAsync(client.GetStream(), _stopping.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The other end has cut it, or the test is over.
            }
        }
    }
}
