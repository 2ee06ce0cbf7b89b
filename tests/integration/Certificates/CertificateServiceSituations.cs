using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Xds;

namespace ScopeMesh.Tests.Integration.Certificates;

/// <summary>Who gets which certificate: our service with an official client, and with ours.</summary>
public sealed class CertificateServiceSituations : IAsyncLifetime
{
    private const string Refused = "request authenticate failure";

    private TestControlPlane _plane = null!;
    private TextFile _roots = null!;

    public async ValueTask InitializeAsync()
    {
        _plane = await TestControlPlane.StartAsync();
        _roots = new TextFile(Pem.Of(_plane.Authority.Roots));
    }

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _roots.Dispose();
    }

    [Theory]
    [InlineData("node", null, "istio-system/ztunnel")]
    [InlineData("node", "spiffe://cluster.local/ns/istio-system/sa/ztunnel", "istio-system/ztunnel")]
    [InlineData("node", "spiffe://cluster.local/ns/sample/sa/curl", "sample/curl")]
    [InlineData("gateway", null, "istio-system/eastwest")]
    public async Task A_caller_gets_its_own_certificate_and_a_node_proxy_those_of_its_pods(string caller, string? asked, string expected)
    {
        var said = await AskAsync(caller, asked);
        var chain = said["cert_chain"]!.AsArray().Select(part => (string)part!).ToArray();
        Assert.Equal(3, chain.Length);
        using var leaf = X509Certificate2.CreateFromPem(chain[0]);
        Assert.True(SpiffeSan.TryRead(leaf, out var identity));
        Assert.Equal(expected, $"{identity.Namespace}/{identity.ServiceAccount}");
        Assert.Equal(Pem.Of(_plane.Authority.Roots), chain[2]);
    }

    [Theory]
    [InlineData("nobody", null)]
    [InlineData("node", "spiffe://cluster.local/ns/elsewhere/sa/curl")]
    [InlineData("node", "spiffe://other.domain/ns/sample/sa/curl")]
    [InlineData("node", "sample/curl")]
    [InlineData("gateway", "spiffe://cluster.local/ns/sample/sa/curl")]
    public async Task Anybody_else_is_refused_without_a_reason(string caller, string? asked)
    {
        var said = await AskAsync(caller, asked);
        Assert.Equal(((int)StatusCode.Unauthenticated, Refused), ((int)said["code"]!, (string)said["details"]!));
    }

    [Fact]
    public async Task A_request_that_is_not_signed_is_refused_without_a_reason()
    {
        var said = await AskAsync("node", null, csr: "hello");
        Assert.Equal(((int)StatusCode.Unauthenticated, Refused), ((int)said["code"]!, (string)said["details"]!));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData((90 * 24 * 3600) + 1)]
    public async Task A_lifetime_beyond_the_maximum_is_refused(long seconds)
    {
        using var channel = _plane.OpenChannel();
        using var key = ECDsa.Create();
        var request = new ScopeMesh.Hosts.Certificates.Protos.IstioCertificateRequest
        {
            Csr = new CertificateRequest("", key, HashAlgorithmName.SHA256).CreateSigningRequestPem(),
            ValidityDuration = seconds,
        };
        var headers = new Metadata { { IstioHeaders.Authorization, $"Bearer {_plane.NodeToken}" } };
        var e = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(CertificateWire.CreateCertificate, request, new CallOptions(headers)));
        Assert.Equal(new Status(StatusCode.Unauthenticated, Refused), e.Status);
    }

    [Fact]
    public async Task A_node_proxy_keeps_certificates_of_its_pods()
    {
        using var channel = _plane.OpenChannel();
        var client = new CertificateClient(channel, new CertificateClientOptions
        {
            Self = new SpiffeId(TestControlPlane.TrustDomain, "istio-system", "ztunnel"),
            Token = () => _plane.NodeToken,
        });
        await using var certificates = new WorkloadCertificates(
            client.FetchAsync,
            CertificateLimits.Default,
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<WorkloadCertificates>.Instance);
        var pod = new SpiffeId(TestControlPlane.TrustDomain, "sample", "curl");
        var certificate = await certificates.GetAsync(pod, TestContext.Current.CancellationToken);
        Assert.Equal(pod, certificate.Identity);
        Assert.Same(certificate, await certificates.GetAsync(pod, TestContext.Current.CancellationToken));

        var stranger = new SpiffeId(TestControlPlane.TrustDomain, "elsewhere", "curl");
        var e = await Assert.ThrowsAsync<global::ScopeMesh.Tunnel.TunnelException>(() => certificates.GetAsync(stranger, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal($"there is no certificate of `{stranger}`: Unauthenticated: {Refused}", e.Message);
    }

    private async Task<JsonNode> AskAsync(string caller, string? identity, string? csr = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        csr ??= new CertificateRequest("CN=whoever", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        await using var client = await OfficialPeer.StartAsync("client.mjs", $"127.0.0.1:{_plane.Port}", TestControlPlane.Name, _roots.Path);
        var token = caller switch
        {
            "node" => _plane.NodeToken,
            "gateway" => _plane.GatewayToken,
            _ => "unknown",
        };
        object? metadata = identity is null ? null : new { fields = new { ImpersonatedIdentity = new { stringValue = identity } } };
        await client.TellAsync(new
        {
            op = "certificate",
            headers = new { authorization = $"Bearer {token}" },
            request = new { csr, validity_duration = 3600, metadata },
        });
        return await client.HearAnyAsync();
    }
}
