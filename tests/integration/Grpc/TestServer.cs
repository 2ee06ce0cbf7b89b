using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Tests.Integration.Xds;

namespace ScopeMesh.Tests.Integration.Grpc;

/// <summary>A gRPC server of ours on a port of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestServer(WebApplication application) => _application = application;

    public int Port { get; private set; }

    public static async Task<TestServer> StartAsync(
        CertificateAuthority authority, GrpcLimits limits, int port, params Action<IEndpointRouteBuilder>[] services)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(limits);
        var certificate = new ControlPlaneCertificate(authority, [TestControlPlane.Name], CertificateLimits.Default, TimeProvider.System);
        builder.WebHost.UseKestrel(options =>
        {
            options.ConfigureGrpc(limits);
            options.Listen(IPAddress.Loopback, port, listen => listen.UseGrpcTls(certificate.Current));
        });
        var application = builder.Build();
        foreach (var map in services)
            map(application);
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new TestServer(application) { Port = new Uri(address).Port };
    }

    public GrpcChannel OpenChannel(string name, X509Certificate2Collection roots, GrpcLimits limits) => OpenChannel(Port, name, roots, limits);

    public static GrpcChannel OpenChannel(int port, string name, X509Certificate2Collection roots, GrpcLimits limits) => new(new GrpcChannelOptions
    {
        Address = new Uri($"https://{name}:{port}"),
        Roots = roots,
        Connect = cancellationToken => ConnectAsync(port, cancellationToken),
        Limits = limits,
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
}
