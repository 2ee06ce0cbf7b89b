using System.Globalization;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether certificates hold now, and for how long.</summary>
internal static class CertificateChecks
{
    private const string Remedy = "put a new one in its place";

    public static IEnumerable<Finding> Find(LintedMesh mesh, LintFacts facts) =>
        facts.Certificates.Select(certificate => Find(certificate, facts)).OfType<Finding>().Concat(Roots(mesh, facts));

    private static Finding? Find(CertificateFacts certificate, LintFacts facts) => certificate switch
    {
        CertificateFacts.Unreadable unreadable => Finding.Warning(
            LintCodes.CertificateUnreadable, unreadable.Span, $"the certificate cannot be read: {unreadable.Why}", "put one in PEM in its place", null),
        CertificateFacts.Readable readable => Find(readable, facts),
        _ => null,
    };

    private static Finding? Find(CertificateFacts.Readable certificate, LintFacts facts)
    {
        if (certificate.Until <= facts.Now)
            return Finding.Warning(
                LintCodes.CertificateExpired,
                certificate.Span,
                $"the certificate of `{certificate.Subject}` has expired at {Text(certificate.Until)}",
                Remedy,
                null);
        if (certificate.From > facts.Now)
            return Finding.Warning(
                LintCodes.CertificateNotYetValid,
                certificate.Span,
                $"the certificate of `{certificate.Subject}` is not valid before {Text(certificate.From)}",
                "wait, or correct the clock of who made it",
                null);
        return certificate.Until - facts.Now <= facts.ExpiresWithin
            ? Finding.Warning(
                LintCodes.CertificateExpiresSoon,
                certificate.Span,
                $"the certificate of `{certificate.Subject}` expires at {Text(certificate.Until)}, {Left(certificate.Until - facts.Now)} from now",
                Remedy,
                null)
            : null;
    }

    /// <summary>Clusters of one trust domain take each other's identities only by a root that both have (<c>linkerd multicluster check</c>).</summary>
    private static IEnumerable<Finding> Roots(LintedMesh mesh, LintFacts facts)
    {
        var roots = facts.Certificates.OfType<CertificateFacts.Readable>()
            .Where(certificate => certificate.RootOf is not null)
            .OrderBy(certificate => certificate.Span.File, StringComparer.Ordinal)
            .ThenBy(certificate => certificate.Span.Offset)
            .ToLookup(certificate => certificate.RootOf!, StringComparer.Ordinal);
        var clusters = mesh.Mesh.Clusters.Where(cluster => roots.Contains(cluster.Id)).ToArray();
        foreach (var (one, other) in clusters.SelectMany((one, at) => clusters[(at + 1)..].Select(other => (one, other))))
        {
            if (one.TrustDomain != other.TrustDomain
                || roots[one.Id].Select(root => root.Fingerprint).Intersect(roots[other.Id].Select(root => root.Fingerprint)).Any())
            {
                continue;
            }

            yield return Finding.Warning(
                LintCodes.RootsNotShared,
                roots[other.Id].First().Span,
                $"clusters `{one.Id}` and `{other.Id}` are of trust domain `{one.TrustDomain}` and have no root certificate in common, so neither believes the other",
                "give both the roots of both",
                null);
        }
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Left(TimeSpan left) => left.TotalDays >= 1 ? $"{(int)left.TotalDays} days" : $"{(int)left.TotalHours} hours";
}
