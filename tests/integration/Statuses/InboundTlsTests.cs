using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>Who gets no tunnel at all at the listener of a pod, because of what it shows in the TLS handshake, and what is logged of it.</summary>
[Collection(MeshCollection.Name)]
public sealed class InboundTlsTests
{
    private static readonly SpiffeId Caller = Bench.Caller.Identity;

    [Theory]
    [InlineData("another root", "does not chain to a trusted root")]
    [InlineData("another trust domain", "expected an identity of trust domain `cluster.local`")]
    [InlineData("expired", "has expired at")]
    [InlineData("not yet", "is not valid before")]
    [InlineData("servers alone", "is not meant for this side of TLS")]
    [InlineData("no identity", "the peer presented no SPIFFE identity")]
    [InlineData("revoked", "was revoked by `CN=mesh intermediate`")]
    public async Task A_caller_with_a_wrong_certificate_is_refused_and_learns_it(string wrong, string why)
    {
        await using var bench = Serving();
        var certificate = Wrong(bench.Certificates, wrong);

        var refused = await Assert.ThrowsAsync<TunnelException>(
            () => bench.AskAsync(Bench.Callee.Hbone(), "10.0.0.2:8080", certificate, Bench.Callee.Identity));
        Assert.Contains("the peer refused our certificate", refused.Message);
        await bench.Lines.ShowsAsync(why);
    }

    [Theory]
    [InlineData("no certificate", "the peer presented no certificate")]
    [InlineData("tls 1.2", "outer tunnel: ")]
    [InlineData("no tls", "outer tunnel: ")]
    public async Task A_caller_that_does_not_speak_mutual_tls_1_3_is_refused(string how, string why)
    {
        await using var bench = Serving();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(bench.Network.Map.ToLoopback(Bench.Callee.Hbone())!);
        await using var stream = new NetworkStream(socket);
        await using var tls = new SslStream(stream);
        if (how == "no tls")
            await stream.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        else
            _ = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(Anonymous(how == "tls 1.2" ? SslProtocols.Tls12 : SslProtocols.Tls13)));

        await bench.Lines.ShowsAsync(why);
        Assert.Contains("connection failed ", bench.Lines.Text);
    }

    [Fact]
    public async Task A_caller_that_breaks_HTTP_2_is_told_of()
    {
        await using var bench = Serving();
        var certificate = await bench.Certificates.Pki.GetAsync(Caller, CancellationToken.None);
        await Hosts.Connections.DataPlane.Loops.All[0].RunAsync(async () =>
        {
            var transport = await bench.Network.ConnectAsync(
                null, Bench.Callee.Hbone(), bench.Limits, TimeProvider.System, CancellationToken.None);
            var tls = await SpiffeHandshake.ConnectAsync(
                transport, certificate, [Bench.Callee.Identity], TunnelLayer.Outer, bench.Limits, TimeProvider.System, CancellationToken.None);
            await using var connection = tls.Transport;
            await connection.SendAsync("GET / HTTP/1.1\r\nHost: cart.shop\r\n\r\n"u8.ToArray(), CancellationToken.None);
            await Support.Tunnel.Transports.ReceiveAllAsync(connection);
        });

        await bench.Lines.ShowsAsync("connection failed ");
        await bench.Lines.ShowsAsync("preface");
    }

    [Fact]
    public async Task A_pod_without_a_certificate_takes_nobody()
    {
        await using var bench = Serving();
        var certificate = await bench.Certificates.Pki.GetAsync(Caller, CancellationToken.None);
        bench.Certificates.Unavailable = "no certificate of the pod";

        await Assert.ThrowsAsync<TunnelException>(
            () => bench.AskAsync(Bench.Callee.Hbone(), "10.0.0.2:8080", certificate, Bench.Callee.Identity));
        await bench.Lines.ShowsAsync("error=\"no certificate of the pod\"");
    }

    private static ProxyBench Serving()
    {
        var bench = new ProxyBench(Bench.Table([], [Bench.Caller, Bench.Callee]));
        bench.Serve(Bench.Callee);
        bench.Echo(Bench.Callee.At(8080));
        return bench;
    }

    private static WorkloadCertificate Wrong(BenchCertificates certificates, string how)
    {
        var pki = certificates.Pki;
        switch (how)
        {
            case "another root":
                return new TestPki("rogue").Issue(Caller) with { Roots = [pki.Root] };
            case "another trust domain":
                return pki.Issue(new SpiffeId("elsewhere.org", Caller.Namespace, Caller.ServiceAccount));
            case "expired":
                return pki.Issue(Caller, new LeafOptions { NotAfter = TestPki.Start.AddDays(1) });
            case "not yet":
                return pki.Issue(Caller, new LeafOptions { NotBefore = TestPki.End.AddDays(-1) });
            case "servers alone":
                return pki.Issue(Caller, new LeafOptions { Usage = LeafUsage.ServerOnly });
            case "no identity":
                return pki.Issue(Caller, new LeafOptions { Uris = ["https://shop.example/"] });
            default:
                var revoked = pki.Issue(Caller);
                certificates.Revoke(pki.Revoke(revoked));
                return revoked;
        }
    }

    private static SslClientAuthenticationOptions Anonymous(SslProtocols version) => new()
    {
        TargetHost = "",
        EnabledSslProtocols = version,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
    };
}
