using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// The roots of foreign trust domains (SPIFFE federation). Each proves the identities of its own domain and of no other,
/// so that a partner's authority can never sign for us. A domain that is not among them is proved by our own roots:
/// that is how clusters of one mesh share a root whatever their domains are called.
/// </summary>
public sealed class TrustBundles
{
    private readonly FrozenDictionary<string, X509Certificate2Collection> _roots;

    private TrustBundles(Dictionary<string, X509Certificate2Collection> roots) =>
        _roots = roots.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>No foreign roots.</summary>
    public static TrustBundles None { get; } = new([]);

    /// <summary>The trust domains that have roots of their own, ordered.</summary>
    public ValueList<string> TrustDomains => _roots.Keys.Order(StringComparer.Ordinal).ToValueList();

    /// <summary>Reads bundles. One that cannot be read proves nobody.</summary>
    /// <param name="bundles">The bundles; those without roots of their own are left to our own roots.</param>
    /// <param name="problems">What is wrong with them, one line each.</param>
    public static TrustBundles Read(IEnumerable<TrustBundle> bundles, out ValueList<string> problems)
    {
        var roots = new Dictionary<string, X509Certificate2Collection>();
        var wrong = new List<string>();
        foreach (var bundle in bundles.Where(bundle => !string.IsNullOrWhiteSpace(bundle.RootsPem)))
        {
            if (!roots.TryGetValue(bundle.TrustDomain, out var found))
                roots.Add(bundle.TrustDomain, found = []);
            if (ReadPem(bundle.RootsPem, found) is { } why)
                wrong.Add($"the roots of trust domain `{bundle.TrustDomain}` cannot be used, so that nobody of it is believed: {why}");
        }
        problems = wrong.ToValueList();
        return roots.Count == 0 ? None : new TrustBundles(roots);
    }

    /// <summary>The roots of a foreign trust domain; null where it has none of its own.</summary>
    internal X509Certificate2Collection? Find(string trustDomain) => _roots.GetValueOrDefault(trustDomain);

    /// <summary>The trust domains that a root is of.</summary>
    internal IEnumerable<string> DomainsOf(X509Certificate2 root) => _roots
        .Where(pair => pair.Value.Any(other => other.RawDataMemory.Span.SequenceEqual(root.RawDataMemory.Span)))
        .Select(pair => pair.Key)
        .Order(StringComparer.Ordinal);

    private static string? ReadPem(string pem, X509Certificate2Collection roots)
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return "one of them is no X.509 certificate";
        }
        roots.AddRange(read);
        return read.Count == 0 ? "there is no certificate in PEM" : null;
    }
}
