using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>What is said of TLS peers that are not as they should be: OpenSSL's own client and server.</summary>
public sealed class OpenSslInteropTests
{
    private const string NoHttp2 = "outer tunnel: the peer does not speak HTTP/2: expected `h2` by ALPN, and it offers none of it";
    private const string Suites = "TLS_AES_256_GCM_SHA384 or TLS_AES_128_GCM_SHA256";
    private static readonly TestPki Mesh = new();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-alpn h2 -cert cert.pem -cert_chain cert.pem -key key.pem -tls1_2", "outer tunnel: the peer offers an older TLS only, expected TLS 1.3")]
    [InlineData("-cert cert.pem -cert_chain cert.pem -key key.pem", NoHttp2)]
    [InlineData("-alpn http/1.1 -cert cert.pem -cert_chain cert.pem -key key.pem", NoHttp2)]
    [InlineData("-alpn h2", "outer tunnel: the peer presented no certificate")]
    [InlineData(
        "-alpn h2 -cert cert.pem -key key.pem",
        "outer tunnel: the peer's certificate (spiffe://cluster.local/ns/sample/sa/client) does not chain to a trusted root; it ends at `CN=mesh intermediate`")]
    [InlineData(
        "-alpn h2 -cert cert.pem -cert_chain cert.pem -key key.pem -ciphersuites TLS_CHACHA20_POLY1305_SHA256",
        $"outer tunnel: the peer offers no cipher suite of ours, expected {Suites}")]
    public Task A_client(string arguments, string expected) => OnLoop.RunAsync(async () =>
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var certificates = new CertificateFolder(Mesh.Issue(Ids.Client));
        using var openssl = Start(certificates, $"s_client -connect {listener.LocalEndPoint} {arguments}");
        var transport = SocketTransport.Attach(await listener.AcceptAsync(Cancel));

        var failure = await Assert.ThrowsAsync<TunnelException>(() => SpiffeHandshake.AcceptAsync(
            transport, Mesh.Issue(Ids.Server), TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, Cancel).AsTask());

        Assert.Equal(expected, failure.Message);
        openssl.Kill();
        await openssl.WaitForExitAsync(Cancel);
    });

    [Theory]
    [InlineData("-alpn h2 -tls1_2", "outer tunnel: the peer does not speak this version of TLS, expected TLS 1.3 (alert `protocol version`)")]
    [InlineData("", NoHttp2)]
    [InlineData(
        "-alpn h2 -ciphersuites TLS_CHACHA20_POLY1305_SHA256",
        $"outer tunnel: the peer agrees to no cipher suite or group of ours, expected {Suites} (alert `handshake failure`)")]
    public Task A_server(string arguments, string expected) => OnLoop.RunAsync(async () =>
    {
        using var certificates = new CertificateFolder(Mesh.Issue(Ids.Server));
        using var openssl = Start(
            certificates, $"s_server -accept 127.0.0.1:0 -Verify 3 -CAfile ca.pem -cert cert.pem -cert_chain cert.pem -key key.pem {arguments}");
        var transport = await SocketTransport.ConnectAsync(await ListeningAsync(openssl), null, TunnelLimits.Default, TimeProvider.System, Cancel);

        var failure = await Assert.ThrowsAsync<TunnelException>(() => SpiffeHandshake.ConnectAsync(
            transport, Mesh.Issue(Ids.Client), [Ids.Server], TunnelLayer.Outer, TunnelLimits.Default, TimeProvider.System, Cancel).AsTask());

        Assert.Equal(expected, failure.Message);
        openssl.Kill();
        await openssl.WaitForExitAsync(Cancel);
    });

    private static async Task<IPEndPoint> ListeningAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("ACCEPT ", StringComparison.Ordinal))
                return IPEndPoint.Parse(line["ACCEPT ".Length..]);
        }
        throw new InvalidOperationException($"`openssl s_server` did not listen: {await server.StandardError.ReadToEndAsync(Cancel)}");
    }

    private static Process Start(CertificateFolder certificates, string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            WorkingDirectory = certificates.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("`openssl` is not on the PATH; eng/install-test-tools.sh installs it", e);
        }
    }
}
