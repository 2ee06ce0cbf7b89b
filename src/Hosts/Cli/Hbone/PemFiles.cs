using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>Reads what one identity needs to speak TLS from PEM files.</summary>
internal static class PemFiles
{
    /// <param name="certificate">The file of the certificate and its intermediates.</param>
    /// <param name="key">The file of its private key.</param>
    /// <param name="authorities">The file of the roots that peers' chains must end in.</param>
    /// <exception cref="InputException">A file cannot be used; the message names it.</exception>
    public static WorkloadCertificate Read(string certificate, string key, string authorities)
    {
        var chain = Certificates(certificate);
        if (!SpiffeSan.TryRead(chain[0], out var identity))
            throw Invalid(certificate, "its first certificate has no SPIFFE identity; it needs one URI spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT");
        return new WorkloadCertificate(
            identity,
            WithKey(chain[0], certificate, key),
            [.. chain.Skip(1).Where(issuer => !IsRoot(issuer))],
            Certificates(authorities));
    }

    private static X509Certificate2 WithKey(X509Certificate2 leaf, string certificate, string key)
    {
        var text = Text(key);
        try
        {
            return X509Certificate2.CreateFromPem(leaf.ExportCertificatePem(), text);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw Invalid(key, $"it holds no private key that belongs to the first certificate of `{certificate}`");
        }
    }

    private static X509Certificate2Collection Certificates(string file)
    {
        var text = Text(file);
        try
        {
            var certificates = Pem.ReadCertificates(text);
            return certificates.Count > 0 ? certificates : throw Invalid(file, "it holds no certificate in PEM");
        }
        catch (CryptographicException)
        {
            throw Invalid(file, "it holds a certificate that is none by X.509");
        }
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(file, NamedFile.WhyNot(file, error));
        }
    }

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static InputException Invalid(string file, string why) => new(ExitCode.Invalid, $"`{file}` cannot be used: {why}");
}
