using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Integration.Tunnel;

namespace ScopeMesh.Tests.Integration.Dns;

/// <summary>The DNS of one pod of namespace shop, on loopback.</summary>
internal sealed class RunningDns : IAsyncDisposable
{
    private readonly DnsProxy _proxy;

    private RunningDns(DnsProxy proxy, IPEndPoint address, SnapshotSource<RouteTable> tables, DnsMetrics metrics)
    {
        (_proxy, Address, Tables, Metrics) = (proxy, address, tables, metrics);
    }

    /// <summary>Where it is asked, by UDP and TCP.</summary>
    public IPEndPoint Address { get; }

    public SnapshotSource<RouteTable> Tables { get; }

    public DnsMetrics Metrics { get; }

    /// <summary>What its node knows: services of the mesh, and the pod.</summary>
    public static RouteTable Table { get; } = RouteTable.Create(
        new Viewpoint("c0", "n0", ViewpointRole.Node),
        [
            Service("cart", "shop", "10.96.0.1", "2001:db8::1"),
            Service("web", "infra", "10.96.0.2"),
            Service("vault", "sample", "240.240.0.7"),
            Service("db-0.c1.db", "shop", "240.240.0.8"),
            Service("db", "shop"),
            Service("wild", "shop", "192.0.2.2") with { Hostname = "*.example.test" },
            Service("many", "shop", [.. Enumerable.Range(0, 256).Select(number => $"10.97.0.{number}")]),
        ],
        [
            Pod("caller", "10.1.0.1"),
            Pod("db-1", "10.1.0.2") with { Services = [new ServiceMembership(new NamespacedName("shop", "db.shop.svc.cluster.local"), [])] },
            Pod("beyond") with { Network = "n1", Services = [new ServiceMembership(new NamespacedName("shop", "db-0.c1.db.shop.svc.cluster.local"), [])] },
        ],
        []);

    /// <summary>Starts it.</summary>
    /// <param name="upstreams">Whom it asks for other names.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="table">What is known at first; null for all.</param>
    public static RunningDns Start(IEnumerable<IPEndPoint> upstreams, DnsLimits? limits = null, RouteTable? table = null)
    {
        limits ??= DnsLimits.Default;
        var (udp, tcp) = Bind();
        var (tables, metrics) = (new SnapshotSource<RouteTable>(table ?? Table), new DnsMetrics());
        var settings = new ResolverSettings { Servers = upstreams.ToValueList(), Attempts = 1, Try = TimeSpan.FromSeconds(30) };
        var proxies = new DnsProxies(tables, metrics, limits, TimeProvider.System, NullLogger<DnsProxies>.Instance);
        var proxy = proxies.Start(
            new DnsProxyOptions { FindCaller = known => known.FindWorkload("c0//Pod/shop/caller") },
            new DnsForwarder(settings, DnsForwarder.PlainSocket, limits, TimeProvider.System),
            [udp],
            [tcp]);
        return new RunningDns(proxy, (IPEndPoint)tcp.LocalEndPoint!, tables, metrics);
    }

    /// <summary>Sockets of one port of loopback.</summary>
    public static (Socket Udp, Socket Tcp) Bind()
    {
        while (true)
        {
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                udp.Bind(tcp.LocalEndPoint!);
                tcp.Listen();
                return (udp, tcp);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another program has the port for UDP.
                tcp.Dispose();
                udp.Dispose();
            }
        }
    }

    /// <summary>The bytes of a question.</summary>
    public static byte[] Question(string name, ushort id, DnsType type = DnsType.A)
    {
        Assert.True(DnsName.TryParse(name, out var asked));
        return DnsWriter.Write(
            new DnsMessage { Id = id, WantsRecursion = true, Questions = [new DnsQuestion(asked, type, DnsWire.Internet)] }, DnsWire.MaxBytes);
    }

    /// <summary>The next answer that comes by UDP.</summary>
    public static async Task<DnsMessage> AnswerAsync(Socket client)
    {
        var bytes = new byte[DnsWire.MaxBytes];
        var length = await client.ReceiveAsync(bytes, SocketFlags.None, Patience.Token);
        return DnsReader.Read(bytes.AsSpan(0, length)) ?? throw new InvalidDataException(Convert.ToHexString(bytes, 0, length));
    }

    /// <summary>A socket from which it is asked by UDP.</summary>
    public async Task<Socket> ClientAsync(SocketType type = SocketType.Dgram)
    {
        var socket = DnsForwarder.PlainSocket(AddressFamily.InterNetwork, type);
        await socket.ConnectAsync(Address);
        return socket;
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private static MeshService Service(string name, string ns, params string[] addresses) => new()
    {
        Name = name,
        Namespace = ns,
        Hostname = $"{name}.{ns}.svc.cluster.local",
        Addresses = addresses.Select(address => new NetworkAddress("n0", IPAddress.Parse(address))).ToValueList(),
    };

    private static Workload Pod(string name, params string[] addresses) => new()
    {
        Uid = $"c0//Pod/shop/{name}",
        Name = name,
        Namespace = "shop",
        Network = "n0",
        Cluster = "c0",
        CanonicalName = name,
        Addresses = addresses.Select(IPAddress.Parse).ToValueList(),
    };
}
