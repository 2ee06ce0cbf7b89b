using System.Globalization;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>What a host holds of one identity, as ztunnel writes it. No private key is in it.</summary>
/// <param name="Identity">Whose it is.</param>
/// <param name="State"><c>Initializing</c>, <c>Available</c>, or <c>Unavailable: WHY</c>.</param>
/// <param name="CertChain">The certificate and its intermediates.</param>
/// <param name="RootCerts">What peers' chains must end in.</param>
internal sealed record CertificatesDump(
    string Identity, string State, IEnumerable<CertificateDump> CertChain, IEnumerable<CertificateDump> RootCerts)
{
    /// <summary>All that are held, ordered by identity.</summary>
    public static IEnumerable<CertificatesDump> Of(WorkloadCertificates certificates) => certificates.States
        .Select(held => Of(held.Key, held.Value))
        .OrderBy(dump => dump.Identity, StringComparer.Ordinal);

    /// <summary>One of them.</summary>
    public static CertificatesDump Of(SpiffeId identity, CertificateState state) => (state.Certificate, state.Error) switch
    {
        ({ } certificate, _) => new CertificatesDump(
            identity.ToString(),
            "Available",
            certificate.Intermediates.Prepend(certificate.Leaf).Select(CertificateDump.Of),
            certificate.Roots.Select(CertificateDump.Of)),
        (null, { } error) => new CertificatesDump(identity.ToString(), $"Unavailable: {error}", [], []),
        _ => new CertificatesDump(identity.ToString(), "Initializing", [], []),
    };
}

/// <summary>A certificate.</summary>
/// <param name="Pem">Its PEM text, in base64 once more.</param>
/// <param name="SerialNumber">In decimal.</param>
/// <param name="ValidFrom">RFC 3339, in seconds.</param>
/// <param name="ExpirationTime">The same.</param>
internal sealed record CertificateDump(string Pem, string SerialNumber, string ValidFrom, string ExpirationTime)
{
    public static CertificateDump Of(X509Certificate2 certificate) => new(
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{certificate.ExportCertificatePem()}\n")),
        new BigInteger(certificate.SerialNumberBytes.Span, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture),
        Time(certificate.NotBefore),
        Time(certificate.NotAfter));

    private static string Time(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
