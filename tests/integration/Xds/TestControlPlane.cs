using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>A control plane of one cluster on a port of its own, with one node proxy and one gateway that may come.</summary>
internal sealed class TestControlPlane : IAsyncDisposable
{
    public const string Name = "control.east.test";
    public const string TrustDomain = "cluster.local";

    private readonly WebApplication _application;

    private TestControlPlane(WebApplication application, CertificateAuthority authority, string nodeToken, string gatewayToken)
    {
        _application = application;
        Authority = authority;
        NodeToken = nodeToken;
        GatewayToken = gatewayToken;
    }

    public CertificateAuthority Authority { get; }

    public string NodeToken { get; }

    public string GatewayToken { get; }

    public SnapshotSource<XdsSnapshot> Snapshots { get; } = new(XdsSnapshot.Empty);

    public ConcurrentQueue<XdsRefusal> Refusals { get; } = [];

    public ConcurrentQueue<XdsClient> Clients { get; } = [];

    public int Port { get; private set; }

    public static CertificateAuthority NewAuthority()
    {
        var root = MeshRoot.Create(DateTimeOffset.UtcNow, CertificateLimits.Default, RandomNumberGenerator.Fill);
        return root.CreateIntermediate("east", TrustDomain, DateTimeOffset.UtcNow);
    }

    public static async Task<TestControlPlane> StartAsync(CertificateAuthority? authority = null, GrpcLimits? limits = null, int port = 0)
    {
        authority ??= NewAuthority();
        var (withNode, nodeToken) = BootstrapTokens.None.Issue(
            new CallerIdentity(CallerKind.Node, "istio-system", "ztunnel", "node-1"), RandomNumberGenerator.Fill);
        var (tokens, gatewayToken) = withNode.Issue(
            new CallerIdentity(CallerKind.Gateway, "istio-system", "eastwest", null), RandomNumberGenerator.Fill);
        return await StartAsync(authority, tokens, nodeToken, gatewayToken, limits ?? GrpcLimits.Default, port);
    }

    public GrpcChannel OpenChannel(string name = Name, CertificateAuthority? trusted = null) => new(new GrpcChannelOptions
    {
        Address = new Uri($"https://{name}:{Port}"),
        Roots = (trusted ?? Authority).Roots,
        Connect = cancellationToken => ConnectAsync(Port, cancellationToken),
    });

    public static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task<TestControlPlane> StartAsync(
        CertificateAuthority authority, BootstrapTokens tokens, string nodeToken, string gatewayToken, GrpcLimits limits, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(limits);
        var certificate = new ControlPlaneCertificate(authority, [Name], CertificateLimits.Default, TimeProvider.System);
        builder.WebHost.UseKestrel(options =>
        {
            options.ConfigureGrpc(limits);
            options.Listen(IPAddress.Loopback, port, listen => listen.UseGrpcTls(certificate.Current));
        });
        var application = builder.Build();
        var plane = new TestControlPlane(application, authority, nodeToken, gatewayToken);
        new DeltaDiscoveryService(
            tokens,
            client =>
            {
                plane.Clients.Enqueue(client);
                return plane.Snapshots;
            },
            plane.Refusals.Enqueue,
            XdsLimits.Default,
            TimeProvider.System,
            NullLogger<DeltaDiscoveryService>.Instance).Map(application);
        new CertificateService(
            authority,
            tokens,
            (_, identity) => identity.Namespace == "sample",
            TimeProvider.System,
            NullLogger<CertificateService>.Instance).Map(application);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        plane.Port = new Uri(address).Port;
        return plane;
    }
}
