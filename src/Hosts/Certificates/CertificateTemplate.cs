using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>What the mesh's certificates say, by what they are for.</summary>
internal static class CertificateTemplate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>The longest serial number that is positive and within 20 octets (RFC 5280, 4.1.2.2).</summary>
    private const int SerialBytes = 16;

    public static CertificateRequest Authority(
        string organization, string commonName, ECDsa key, int? intermediatesBelow)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(organization);
        name.AddCommonName(commonName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, intermediatesBelow is not null, intermediatesBelow ?? 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    /// <summary>A workload: no subject, one SPIFFE identity, either side of a connection.</summary>
    public static CertificateRequest Workload(PublicKey key, SpiffeId identity)
    {
        var request = EndEntity(new X500DistinguishedName(""), key);
        request.CertificateExtensions.Add(SpiffeSan.Write(identity));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new(ServerAuthentication), new(ClientAuthentication)], critical: false));
        return request;
    }

    /// <summary>A server that is known by DNS names.</summary>
    public static CertificateRequest Server(PublicKey key, IReadOnlyList<string> dnsNames)
    {
        var request = EndEntity(new X500DistinguishedName(""), key);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build(critical: true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new(ServerAuthentication)], critical: false));
        return request;
    }

    /// <summary>A serial number out of chance, positive and not zero.</summary>
    public static byte[] Serial(RandomBytes random)
    {
        var serial = new byte[SerialBytes];
        random(serial);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    public static X509AuthorityKeyIdentifierExtension IssuedBy(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false);

    private static CertificateRequest EndEntity(X500DistinguishedName subject, PublicKey key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        return request;
    }
}
