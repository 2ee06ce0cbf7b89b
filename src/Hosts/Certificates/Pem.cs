using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>Certificates and keys as text, each ending in a line break so that texts can be joined.</summary>
internal static class Pem
{
    public static string Of(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";

    public static string Of(X509Certificate2Collection certificates) => string.Concat(certificates.Select(Of));

    public static string OfKey(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()
            ?? throw new CryptographicException("the certificate has no ECDSA key");
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <exception cref="CryptographicException">The text holds something that is no certificate.</exception>
    public static X509Certificate2Collection ReadCertificates(string text)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text);
        return certificates;
    }
}
