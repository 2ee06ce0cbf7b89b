using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Xds;

/// <summary>What a node proxy or a gateway needs to reach its control plane.</summary>
internal sealed record ControlPlaneLinkOptions
{
    /// <summary>Where the control plane is: an <see cref="IPEndPoint"/>, or a <see cref="DnsEndPoint"/> that is looked up for each connection.</summary>
    public required EndPoint Address { get; init; }

    /// <summary>What its certificate must chain to.</summary>
    public required X509Certificate2Collection Roots { get; init; }

    /// <summary>The token by which the host authenticates; read anew for each use.</summary>
    public required Func<string> Token { get; init; }

    /// <summary>Who the host says it is.</summary>
    public required XdsNode Node { get; init; }

    /// <summary>The host's own identity.</summary>
    public required SpiffeId Identity { get; init; }

    /// <summary>How its sockets are made: where traffic is captured, so that this is not.</summary>
    public SocketMaking Sockets { get; init; } = SocketMaking.Ordinary;
}

/// <summary>A host's tie to its control plane: its route table and its certificates come from there, and nowhere else.</summary>
internal sealed class ControlPlaneLink : BackgroundService, IMeshSupply
{
    private readonly GrpcChannel _channel;
    private readonly DeltaXdsClient _discovery;

    public ControlPlaneLink(ControlPlaneLinkOptions options, RouteTableCell cell, XdsCounts counts, TimeProvider time, ILoggerFactory logs)
    {
        _channel = new GrpcChannel(new GrpcChannelOptions
        {
            Address = new Uri($"https://{ControlOptions.DnsName}:{PortOf(options.Address)}"),
            Roots = options.Roots,
            Connect = token => ConnectAsync(options, token),
            Time = time,
        });
        _discovery = new DeltaXdsClient(
            _channel,
            new XdsClientOptions { Node = options.Node, Token = options.Token },
            cell.Apply,
            time,
            logs.CreateLogger<DeltaXdsClient>(),
            counts);
        var authority = new CertificateClient(_channel, new CertificateClientOptions
        {
            Self = options.Identity,
            Token = options.Token,
            Cluster = options.Node.Cluster,
        });
        Certificates = new WorkloadCertificates(
            authority.FetchAsync, CertificateLimits.Default, time, logs.CreateLogger<WorkloadCertificates>());
    }

    public WorkloadCertificates Certificates { get; }

    /// <summary>How the connection to the control plane stands.</summary>
    public XdsConnection Connection => _discovery.Connection.Current.Value;

    object IMeshSupply.Connection => Connection;

    /// <summary>What is not there yet that the host needs to work.</summary>
    public IReadOnlyCollection<string> Pending => Connection.Synced ? [] : ["state manager"];

    public override void Dispose()
    {
        _channel.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _discovery.RunAsync(stoppingToken);

    /// <summary>Connects to the first of its addresses that answers.</summary>
    private static async ValueTask<Stream> ConnectAsync(ControlPlaneLinkOptions options, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in await AddressesOf(options.Address, cancellationToken))
        {
            try
            {
                return await ConnectAsync(options.Sockets, address, cancellationToken);
            }
            catch (SocketException error)
            {
                last = error;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketMaking sockets, IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = sockets.Open(address.AddressFamily, SocketType.Stream);
        socket.NoDelay = true;
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<IReadOnlyList<IPEndPoint>> AddressesOf(EndPoint control, CancellationToken cancellationToken) => control switch
    {
        IPEndPoint address => [address],
        DnsEndPoint name => [.. (await Dns.GetHostAddressesAsync(name.Host, cancellationToken)).Select(address => new IPEndPoint(address, name.Port))],
        _ => throw new UnreachableException(),
    };

    private static int PortOf(EndPoint control) => control switch
    {
        IPEndPoint address => address.Port,
        DnsEndPoint name => name.Port,
        _ => throw new UnreachableException(),
    };
}
