using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>
/// Node proxies that a file of local configuration runs, over the machine's loopback, and an application that sends back what it
/// gets: one for a caller and a shop, or one for each.
/// </summary>
internal sealed class LocalNode : IAsyncDisposable
{
    private const int FirstPort = 22_690;

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-local-").FullName;
    private readonly TcpListener _application = new(IPAddress.Parse("127.77.1.2"), 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly (string OfCaller, string OfShop) _nodes;
    private readonly List<ScopemeshProcess> _processes = [];

    private LocalNode(string ofCaller, string ofShop)
    {
        _nodes = (ofCaller, ofShop);
        _application.Start();
        _ = EchoAsync();
    }

    /// <summary>Where the first tells of itself, which serves the caller.</summary>
    public Uri Admin { get; } = new($"http://{AdminOf(0)}");

    /// <summary>Two workloads, `caller` and `shop`, of which the second serves `shop.example.com`.</summary>
    public string Configuration => $$$"""
        workloads:
        - {uid: caller, name: caller, namespace: default, serviceAccount: caller, workloadIps: [127.77.1.1], protocol: HBONE, node: {{{_nodes.OfCaller}}}, services: {}}
        - uid: shop
          name: shop
          namespace: default
          serviceAccount: shop
          workloadIps: [127.77.1.2]
          protocol: HBONE
          node: {{{_nodes.OfShop}}}
          services: {default/shop.example.com: {80: {{{((IPEndPoint)_application.LocalEndpoint).Port}}}}}
        services:
        - {name: shop, namespace: default, hostname: shop.example.com, vips: [/192.0.2.7], ports: {80: 0}, canonical: true}

        """;

    /// <summary>Starts the application, and one node proxy for both that is not told of which Node it is.</summary>
    public static async Task<LocalNode> StartAsync()
    {
        var node = new LocalNode(System.Net.Dns.GetHostName(), System.Net.Dns.GetHostName());
        await node.WriteAsync(node.Configuration);
        node.Run();
        return node;
    }

    /// <summary>Starts the application, and a node proxy for each, of which each has an authority of its own.</summary>
    /// <param name="ofCaller">The folder of the one's authority.</param>
    /// <param name="ofShop">The folder of the other's.</param>
    public static async Task<LocalNode> StartBothAsync(string ofCaller, string ofShop)
    {
        var node = new LocalNode("one", "two");
        await node.WriteAsync(node.Configuration);
        node.Run("--node", "one", "--local-ca", ofCaller);
        node.Run("--node", "two", "--local-ca", ofShop);
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
        var caller = await PodDumps.FindAsync(AdminOf(0), "Kubernetes/default/caller", Errors);
        await PodDumps.FindAsync(AdminOf(_processes.Count - 1), "Kubernetes/default/shop", Errors);
        return await Socks5Client.ConnectAsync(IPEndPoint.Parse(caller.Socks!), host, 80, "test", CancellationToken.None);
    }

    /// <summary>Waits until the node proxy of the caller has logged something.</summary>
    public Task ShowsAsync(string text) => _processes[0].ShowsAsync(text);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await _stopping.CancelAsync();
        _application.Dispose();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IPEndPoint AdminOf(int process) => new(IPAddress.Loopback, FirstPort + process);

    private string Errors() => string.Concat(_processes.Select(process => process.Errors));

    private void Run(params string[] flags)
    {
        const int socksPorts = 10;
        var number = _processes.Count;
        _processes.Add(ScopemeshProcess.Start(
            _folder,
            ["node", "--local-config", "local.yaml", "--admin", $"{AdminOf(number)}", "--first-socks-port", $"{FirstPort + (socksPorts * (number + 1))}", .. flags]));
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
