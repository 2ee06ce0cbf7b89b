using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Linting;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>A file of certificates.</summary>
/// <param name="File">Its path.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Certificates">The certificates in it; private keys are passed over.</param>
internal sealed record CertificateFile(string File, string Text, ValueList<CertificateFacts> Certificates);

/// <summary>Reads what certificates say, for lint: those in files, and those in MeshConfigs.</summary>
internal static class CertificateFiles
{
    private const string Label = "CERTIFICATE";
    private const string RootsName = "root-cert.pem";
    private const string NoCertificate = "it is no X.509 certificate";
    private const int FileBytes = 1 << 20;

    /// <summary>The files <c>*.pem</c> and <c>*.crt</c> in folders and below, in order.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="clusters">The clusters' ids: a folder of such a name holds that cluster's certificates.</param>
    public static CertificateFile[] Read(IEnumerable<string> folders, string[] clusters) =>
    [
        .. folders
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".pem" or ".crt" && !IsTooLarge(file))
                .Order(StringComparer.Ordinal)
                .Select(file => Read(file, ClusterOf(Path.GetRelativePath(folder, file), clusters))))
            .DistinctBy(file => file.File),
    ];

    /// <summary>What the text of a MeshConfig's certificates says. Its lines are not those of its file, so that all have its place.</summary>
    /// <param name="pem">The text.</param>
    public static IEnumerable<CertificateFacts> Federated(Located<string> pem)
    {
        var found = Facts(pem.Value, _ => pem.Span, rootOf: null).ToArray();
        return found.Length > 0 ? found : [new CertificateFacts.Unreadable("it holds no certificate in PEM", pem.Span)];
    }

    private static CertificateFile Read(string file, string? cluster)
    {
        var text = System.IO.File.ReadAllText(file);
        var rootOf = Path.GetFileName(file) == RootsName ? cluster : null;
        return new CertificateFile(file, text, Facts(text, range => Locate(file, text, range), rootOf).ToValueList());
    }

    private static IEnumerable<CertificateFacts> Facts(string text, Func<Range, SourceSpan> place, string? rootOf)
    {
        var from = 0;
        while (PemEncoding.TryFind(text.AsSpan(from), out var fields))
        {
            var at = place((from + fields.Location.Start.Value)..(from + fields.Label.End.Value));
            if (text[from..][fields.Label] == Label)
                yield return Fact(text[from..][fields.Location], at, rootOf);
            from += fields.Location.End.Value;
        }
    }

    private static CertificateFacts Fact(string pem, SourceSpan at, string? rootOf)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            var validity = Validity.Of(certificate);
            return new CertificateFacts.Readable(NameOf(certificate), validity.Begin.ToUniversalTime(), validity.End.ToUniversalTime(), at)
            {
                RootOf = rootOf,
                Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256),
            };
        }
        catch (CryptographicException)
        {
            return new CertificateFacts.Unreadable(NoCertificate, at);
        }
    }

    /// <summary>Workloads' certificates have no subject but an identity.</summary>
    private static string NameOf(X509Certificate2 certificate) =>
        certificate.Subject.Length > 0 ? certificate.Subject : SpiffeSan.TryRead(certificate, out var id) ? id.ToString() : certificate.SerialNumber;

    private static string? ClusterOf(string path, string[] clusters) =>
        path.Split(Path.DirectorySeparatorChar).FirstOrDefault(part => clusters.Contains(part, StringComparer.Ordinal));

    private static bool IsTooLarge(string file) => new FileInfo(file).Length > FileBytes;

    private static SourceSpan Locate(string file, string text, Range range)
    {
        var (start, end) = (range.Start.Value, range.End.Value);
        var line = text.AsSpan(0, start).Count('\n') + 1;
        var column = start - (text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1) + 1;
        return new SourceSpan(file, line, start == 0 ? 1 : column, start, end - start);
    }
}
