using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// What every cluster of a mesh trusts: a self-signed certificate with its key. It signs clusters' authorities, and
/// nothing else.
/// </summary>
internal sealed class MeshRoot
{
    private readonly X509Certificate2 _certificate;
    private readonly CertificateLimits _limits;
    private readonly RandomBytes _random;

    private MeshRoot(X509Certificate2 certificate, CertificateLimits limits, RandomBytes random)
    {
        _certificate = certificate;
        _limits = limits;
        _random = random;
    }

    /// <summary>The certificate alone, to hand out.</summary>
    public string CertificatePem => Pem.Of(_certificate);

    /// <summary>The key; whoever has it is the mesh.</summary>
    public string KeyPem => Pem.OfKey(_certificate);

    public static MeshRoot Create(DateTimeOffset now, CertificateLimits limits, RandomBytes random)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = CertificateTemplate.Authority("ScopeMesh", "mesh root", key, intermediatesBelow: null);
        var begin = now.AddSeconds(-limits.BackdatingSeconds);
        using var certificate = request.Create(
            request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            begin,
            now.AddDays(limits.RootLifetimeDays),
            CertificateTemplate.Serial(random));
        return new MeshRoot(certificate.CopyWithPrivateKey(key), limits, random);
    }

    /// <summary>Reads what <see cref="CertificatePem"/> and <see cref="KeyPem"/> gave.</summary>
    /// <exception cref="CryptographicException">The texts are not a certificate and its key.</exception>
    public static MeshRoot FromPem(string certificate, string key, CertificateLimits limits, RandomBytes random) =>
        new(X509Certificate2.CreateFromPem(certificate, key), limits, random);

    /// <summary>Signs an authority for one cluster.</summary>
    public CertificateAuthority CreateIntermediate(string cluster, string trustDomain, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = CertificateTemplate.Authority("ScopeMesh", $"cluster {cluster}", key, intermediatesBelow: 0);
        request.CertificateExtensions.Add(CertificateTemplate.IssuedBy(_certificate));
        var validity = new Validity(
            now.AddSeconds(-_limits.BackdatingSeconds), now.AddDays(_limits.IntermediateLifetimeDays))
            .Within(Validity.Of(_certificate));
        using var certificate = request.Create(
            _certificate, validity.Begin, validity.End, CertificateTemplate.Serial(_random));
        return new CertificateAuthority(
            trustDomain,
            certificate.CopyWithPrivateKey(key),
            [],
            [X509Certificate2.CreateFromPem(CertificatePem)],
            _limits,
            _random);
    }
}
