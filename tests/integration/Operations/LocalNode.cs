using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.NodeProxy.Local;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>A node proxy that a file of local configuration runs, over the machine's loopback, and an application that sends back what it gets.</summary>
internal sealed class LocalNode : IAsyncDisposable
{
    private const int FirstPort = 22_690;
    private const string Node = "local";

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-local-").FullName;
    private readonly TcpListener _application = new(IPAddress.Parse("127.77.1.2"), 0);
    private readonly CancellationTokenSource _stopping = new();
    private IHost? _host;

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
        node._host = node.Build();
        await node._host.StartAsync();
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
        var proxies = _host!.Services.GetRequiredService<WorkloadProxies>();
        await RunningMesh.Until(() => Task.FromResult(proxies.Running.Count == 2), "both workloads are served");
        var socks = proxies.Running.Single(proxy => proxy.Workload.Uid == "caller").Socks!;
        return await Socks5Client.ConnectAsync(socks, host, 80, "test", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await _stopping.CancelAsync();
        _application.Dispose();
        _stopping.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IHost Build()
    {
        var options = new NodeOptions
        {
            Cluster = "",
            Node = Node,
            Admin = new IPEndPoint(IPAddress.Loopback, FirstPort),
            Mode = new NodeMode.Socks(FirstPort + 10),

            // Nobody is asked.
            Control = new IPEndPoint(IPAddress.Loopback, 1),
            Roots = new X509Certificate2Collection(),
            Token = () => "",
        };
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services
            .AddSingleton(options)
            .AddSingleton((NodeMode.Socks)options.Mode)
            .AddSingleton(options.Network)
            .AddSingleton(options.Operations.Drain.Within(options.Limits))
            .AddSingleton(NodeLimits.Default)
            .AddSingleton(TimeProvider.System)
            .AddDrain(options.Operations.Drain)
            .AddConnectionTelemetry()
            .AddLocalConfiguration(new LocalConfigurationOptions
            {
                File = Path.Combine(_folder, "local.yaml"),
                Viewpoint = new Viewpoint("", "", ViewpointRole.Node),
                IsOwn = workload => workload.Node == Node,
            })
            .AddSingleton<IPodNetwork>(new UnderlayPods(options.Network, options.Limits, TimeProvider.System))
            .AddSingleton(services => new HbonePools(
                (target, cancellationToken) =>
                    services.GetRequiredService<IPodNetwork>().ConnectOutAsync(target.Source, target.Destination, cancellationToken),
                services.GetRequiredService<ICertificateSource>(),
                options.Limits,
                TimeProvider.System))
            .AddSingleton<OutboundProxy>()
            .AddSingleton<InboundProxy>()
            .AddSingleton<SocksProxy>()
            .AddSingleton<WorkloadProxies>()
            .AddSingleton<IServedPods>(provider => provider.GetRequiredService<WorkloadProxies>())
            .AddHostedService(provider => provider.GetRequiredService<WorkloadProxies>())
            .AddAdmin(options.Admin, options.Operations, NodeAdmin.Endpoints);
        return builder.Build();
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
