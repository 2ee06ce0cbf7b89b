using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>A folder with <c>cert.pem</c> (leaf, then intermediates), <c>key.pem</c> (PKCS#8) and <c>ca.pem</c> (roots).</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopemesh-hbone-");

    public CertificateFolder(WorkloadCertificate certificate)
    {
        Write("cert.pem", Pem([certificate.Leaf, .. certificate.Intermediates]));
        Write("ca.pem", Pem(certificate.Roots));
        using var key = certificate.Leaf.GetECDsaPrivateKey()!;
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
    }

    public string Path => _folder.FullName;

    public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Pem(X509Certificate2Collection certificates) =>
        string.Join('\n', certificates.Select(certificate => certificate.ExportCertificatePem())) + "\n";
}
