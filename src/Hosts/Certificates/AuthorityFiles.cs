using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>An authority as text.</summary>
/// <param name="Certificate">Its own certificate.</param>
/// <param name="Key">Its key.</param>
/// <param name="Chain">Its own certificate, and those between it and a root.</param>
/// <param name="Roots">The roots.</param>
internal sealed record AuthorityFiles(string Certificate, string Key, string Chain, string Roots)
{
    private const string CertificateName = "ca-cert.pem";
    private const string KeyName = "ca-key.pem";
    private const string ChainName = "cert-chain.pem";
    private const string RootsName = "root-cert.pem";

    /// <summary>Reads a folder that has the files of Istio's secret <c>cacerts</c>.</summary>
    /// <exception cref="UnusableFileException">There is no such folder, or a file of it cannot be read.</exception>
    public static AuthorityFiles Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UnusableFileException(
                folder, "there is no such folder", $"name one with {CertificateName}, {KeyName}, {ChainName} and {RootsName}", inner: null);
        }

        string Text(string name) => NamedFile.ReadText(Path.Combine(folder, name));
        return new(Text(CertificateName), Text(KeyName), Text(ChainName), Text(RootsName));
    }

    /// <summary>Writes the folder; the key for its owner's eyes only.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, CertificateName), Certificate);
        SecretFile.Write(Path.Combine(folder, KeyName), Key);
        File.WriteAllText(Path.Combine(folder, ChainName), Chain);
        File.WriteAllText(Path.Combine(folder, RootsName), Roots);
    }

    /// <exception cref="CryptographicException">
    /// The texts are not certificates and a key, or do not belong together.
    /// </exception>
    public CertificateAuthority Open(string trustDomain, CertificateLimits limits, RandomBytes random)
    {
        var issuer = X509Certificate2.CreateFromPem(Certificate, Key);
        var chain = Pem.ReadCertificates(Chain);
        var roots = Pem.ReadCertificates(Roots);
        if (chain is not [var first, ..] || first.Thumbprint != issuer.Thumbprint)
            throw new CryptographicException(
                $"`{ChainName}` does not begin with the certificate of `{CertificateName}`");
        if (roots.Count == 0)
            throw new CryptographicException($"`{RootsName}` holds no certificate");
        return new CertificateAuthority(trustDomain, issuer, [.. chain.Skip(1)], roots, limits, random);
    }
}
