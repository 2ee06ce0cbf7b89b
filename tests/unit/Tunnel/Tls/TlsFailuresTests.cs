using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls;

/// <summary>What is said of peers with which there is no TLS to be had: what was expected, and what came.</summary>
public sealed class TlsFailuresTests
{
    private const string NoTls = "outer tunnel: the peer does not speak TLS, expected TLS 1.3";
    private const string Http = "outer tunnel: the peer does not speak TLS but HTTP, expected TLS 1.3";
    private const string NoHttp2 = "outer tunnel: the peer does not speak HTTP/2: expected `h2` by ALPN, and it offers none of it";
    private static readonly TestPki Mesh = new();

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nhost: a\r\n\r\n", Http)]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n", Http)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", NoTls)]
    [InlineData("SSH-2.0-OpenSSH\r\n", NoTls)]
    public Task A_client_that_speaks_something_else(string says, string expected) => OnLoop.RunAsync(async () =>
    {
        var (left, right) = MemoryTransport.CreatePair();
        await left.SendAsync(Encoding.ASCII.GetBytes(says), CancellationToken.None);

        Assert.Equal(expected, await AcceptAsync(right));
    });

    [Fact]
    public Task A_client_that_speaks_something_else_to_the_platforms_tls() => OnLoop.RunAsync(
        async () =>
        {
            var (left, right) = MemoryTransport.CreatePair();
            await left.SendAsync("SSH-2.0-OpenSSH\r\n"u8.ToArray(), CancellationToken.None);

            Assert.Equal(NoTls, await AcceptAsync(right));
        },
        portable: true);

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    public Task A_server_that_speaks_something_else(string says) => OnLoop.RunOnEachKindAsync(async () =>
    {
        var (left, right) = MemoryTransport.CreatePair();
        await right.SendAsync(Encoding.ASCII.GetBytes(says), CancellationToken.None);

        Assert.Equal(NoTls, await ConnectAsync(left));
    });

    [Fact]
    public Task A_client_of_an_older_tls() => OnLoop.RunOnEachKindAsync(async () =>
        Assert.Equal(
            "outer tunnel: the peer offers an older TLS only, expected TLS 1.3", await AcceptFromAsync("h2", SslProtocols.Tls12)));

    [Theory]
    [InlineData("http/1.1")]
    [InlineData(null)]
    public Task A_client_without_http_2(string? protocol) => OnLoop.RunOnEachKindAsync(async () =>
        Assert.Equal(NoHttp2, await AcceptFromAsync(protocol, SslProtocols.Tls13)));

    [Fact]
    public Task A_server_of_an_older_tls() => OnLoop.RunOnEachKindAsync(async () =>
        Assert.Equal(
            "outer tunnel: the peer does not speak this version of TLS, expected TLS 1.3 (alert `protocol version`)",
            await ConnectToAsync("h2", SslProtocols.Tls12)));

    [Theory]
    [InlineData("http/1.1", " (alert `no application protocol`)")]
    [InlineData(null, "")]
    public Task A_server_without_http_2(string? protocol, string alert) => OnLoop.RunOnEachKindAsync(async () =>
        Assert.Equal(NoHttp2 + alert, await ConnectToAsync(protocol, SslProtocols.Tls13)));

    private static async Task<string> AcceptFromAsync(string? protocol, SslProtocols version)
    {
        var (left, right) = MemoryTransport.CreatePair();
        var client = new SslStream(new CipherStream(left, EventLoop.Current!));
        var issued = Mesh.Issue(Ids.Client);
        var connecting = client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "",
            EnabledSslProtocols = version,
            ApplicationProtocols = Protocols(protocol),
            ClientCertificateContext = SslStreamCertificateContext.Create(issued.Leaf, issued.Intermediates, offline: true),
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        });
        var failure = await AcceptAsync(right);
        _ = await Record.ExceptionAsync(() => connecting);
        await client.DisposeAsync();
        return failure;
    }

    private static async Task<string> ConnectToAsync(string? protocol, SslProtocols version)
    {
        var (left, right) = MemoryTransport.CreatePair();
        var server = new SslStream(new CipherStream(right, EventLoop.Current!));
        var issued = Mesh.Issue(Ids.Server);
        var accepting = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = version,
            ApplicationProtocols = Protocols(protocol),
            ServerCertificateContext = SslStreamCertificateContext.Create(issued.Leaf, issued.Intermediates, offline: true),
        });
        var failure = await ConnectAsync(left);
        _ = await Record.ExceptionAsync(() => accepting);
        await server.DisposeAsync();
        return failure;
    }

    private static List<SslApplicationProtocol>? Protocols(string? protocol) =>
        protocol is null ? null : [new SslApplicationProtocol(protocol)];

    private static async Task<string> AcceptAsync(ITransport transport) =>
        await FailureAsync(() => SpiffeHandshake.AcceptAsync(
            transport, Mesh.Issue(Ids.Server), TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, CancellationToken.None));

    private static async Task<string> ConnectAsync(ITransport transport) =>
        await FailureAsync(() => SpiffeHandshake.ConnectAsync(
            transport,
            Mesh.Issue(Ids.Client),
            [Ids.Server],
            TunnelLayer.Outer,
            TunnelLimits.Default,
            TimeProvider.System,
            CancellationToken.None));

    private static async Task<string> FailureAsync(Func<ValueTask<TlsTunnel>> shakeHands)
    {
        var failure = await Assert.ThrowsAsync<TunnelException>(() => shakeHands().AsTask());
        Assert.Equal(TunnelFault.TlsFailed, failure.Fault);
        return failure.Message;
    }
}
