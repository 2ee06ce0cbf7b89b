using ScopeMesh.Hosts.Certificates.Protos;
using ScopeMesh.Hosts.Grpc;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>The names that certificates are asked for by on the wire.</summary>
internal static class CertificateWire
{
    /// <summary>The metadata field by which a node proxy asks on behalf of one of its pods: a SPIFFE ID.</summary>
    public const string ImpersonatedIdentity = "ImpersonatedIdentity";

    public static Method<IstioCertificateRequest, IstioCertificateResponse> CreateCertificate { get; } =
        new("istio.v1.auth.IstioCertificateService", nameof(CreateCertificate));
}
