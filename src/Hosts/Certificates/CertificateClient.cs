using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Hosts.Certificates.Protos;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>How to ask for certificates.</summary>
internal sealed record CertificateClientOptions
{
    /// <summary>Who we are ourselves; any other identity is asked for on its behalf.</summary>
    public required SpiffeId Self { get; init; }

    /// <summary>The bearer token; asked for anew for each call, since tokens are renewed.</summary>
    public required Func<string> Token { get; init; }

    public string Cluster { get; init; } = "";

    public CertificateLimits Limits { get; init; } = CertificateLimits.Default;
}

/// <summary>Gets certificates from a control plane, with a new key for each.</summary>
internal sealed class CertificateClient(GrpcChannel channel, CertificateClientOptions options)
{
    /// <exception cref="RpcException">The control plane refused, or did not answer.</exception>
    /// <exception cref="CertificateException">What it answered is not what was asked for.</exception>
    public async Task<WorkloadCertificate> FetchAsync(SpiffeId identity, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var response = await channel.UnaryAsync(
            CertificateWire.CreateCertificate,
            Request(identity, key),
            new CallOptions(
                IstioHeaders.Of(options.Token(), options.Cluster),
                TimeSpan.FromSeconds(options.Limits.FetchTimeoutSeconds),
                cancellationToken));
        return CertificateChain.Read(identity, response.CertChain, key);
    }

    private IstioCertificateRequest Request(SpiffeId identity, ECDsa key)
    {
        var csr = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        csr.CertificateExtensions.Add(SpiffeSan.Write(identity));
        var request = new IstioCertificateRequest
        {
            Csr = csr.CreateSigningRequestPem(),
            ValidityDuration = (long)TimeSpan.FromHours(options.Limits.DefaultLifetimeHours).TotalSeconds,
        };
        if (identity != options.Self)
        {
            request.Metadata = new Struct();
            request.Metadata.Fields[CertificateWire.ImpersonatedIdentity] = Value.ForString(identity.ToString());
        }
        return request;
    }
}
