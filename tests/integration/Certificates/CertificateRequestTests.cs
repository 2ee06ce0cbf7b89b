using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Certificates.Protos;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Grpc;
using ScopeMesh.Tests.Integration.Xds;

namespace ScopeMesh.Tests.Integration.Certificates;

/// <summary>What an authority is sent that is asked for a certificate.</summary>
public sealed class CertificateRequestTests
{
    private const string AlternativeNames = "2.5.29.17";
    private static readonly SpiffeId Node = new(TestControlPlane.TrustDomain, "istio-system", "ztunnel");
    private static readonly SpiffeId Curl = new(TestControlPlane.TrustDomain, "sample", "curl");

    [Fact]
    public async Task A_request_has_no_subject_one_critical_URI_and_a_new_key_each_time()
    {
        var asked = new ConcurrentQueue<IstioCertificateRequest>();
        var authority = TestControlPlane.NewAuthority();
        await using var server = await TestServer.StartAsync(authority, GrpcLimits.Default, 0, endpoints => endpoints.MapGrpcUnary(
            CertificateWire.CreateCertificate,
            (request, _) =>
            {
                asked.Enqueue(request);
                return Task.FromResult(new IstioCertificateResponse());
            }));
        using var channel = server.OpenChannel(TestControlPlane.Name, authority.Roots, GrpcLimits.Default);
        var client = new CertificateClient(channel, new CertificateClientOptions { Self = Node, Token = () => "token" });

        foreach (var identity in new[] { Node, Curl, Curl })
            await Assert.ThrowsAsync<CertificateException>(() => client.FetchAsync(identity, CancellationToken.None));

        var requests = asked.Select(request => CertificateRequest.LoadSigningRequestPem(
            request.Csr, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions)).ToArray();
        Assert.Equal(3, requests.Select(request => Convert.ToHexString(request.PublicKey.ExportSubjectPublicKeyInfo())).Distinct().Count());
        Assert.All(requests, request =>
        {
            Assert.Equal("", request.SubjectName.Name);
            Assert.Equal(256, request.PublicKey.GetECDsaPublicKey()!.KeySize);
            var names = Assert.Single(request.CertificateExtensions);
            Assert.Equal((AlternativeNames, true), (names.Oid!.Value, names.Critical));
        });
        Assert.Equal([$"{Node}", $"{Curl}", $"{Curl}"], requests.Select(request => UriOf(request.CertificateExtensions[0])));
        Assert.Equal(
            [null, $"{Curl}", $"{Curl}"],
            asked.Select(request => request.Metadata?.Fields[CertificateWire.ImpersonatedIdentity].StringValue));
        Assert.All(asked, request => Assert.Equal(24 * 3600, request.ValidityDuration));
    }

    /// <summary>The one name, which is a uniformResourceIdentifier [6] (RFC 5280, 4.2.1.6).</summary>
    private static string UriOf(X509Extension extension)
    {
        var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        var uri = names.ReadCharacterString(UniversalTagNumber.IA5String, new Asn1Tag(TagClass.ContextSpecific, 6));
        names.ThrowIfNotEmpty();
        return uri;
    }
}
