using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace ScopeMesh.Tunnel.Tls.Revocation;

/// <summary>
/// What authorities have revoked: their certificate revocation lists together. A certificate is revoked where a list of its
/// issuer, signed by the key that has signed the certificate too, names its serial number. What no list speaks of is not
/// revoked, and a list that is overdue counts like any other: as ztunnel has it.
/// </summary>
public sealed class RevocationList
{
    private const string Label = "X509 CRL";
    private const string PemStart = "-----BEGIN ";
    private readonly FrozenDictionary<string, CertificateRevocations[]> _byIssuer;

    private RevocationList(IEnumerable<CertificateRevocations> lists) => _byIssuer = lists
        .GroupBy(list => list.IssuerKey)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Nothing is revoked.</summary>
    public static RevocationList Empty { get; } = new([]);

    /// <summary>How many lists there are.</summary>
    public int Lists => _byIssuer.Values.Sum(lists => lists.Length);

    /// <summary>How many certificates they revoke.</summary>
    public int Count => _byIssuer.Values.Sum(lists => lists.Sum(list => list.Count));

    /// <summary>
    /// Reads lists: PEM, in which other blocks are passed over, or one list in DER, or nothing. Whether they are signed by
    /// whom they say is seen when a chain with their issuer comes.
    /// </summary>
    /// <param name="bytes">The bytes of a file.</param>
    /// <param name="problem">What is wrong with them; nothing of them counts then.</param>
    /// <returns>The lists; null where something is wrong.</returns>
    public static RevocationList? Read(ReadOnlySpan<byte> bytes, out string? problem)
    {
        problem = null;
        var text = Encoding.Latin1.GetString(bytes);
        if (string.IsNullOrWhiteSpace(text))
            return Empty;
        try
        {
            return new RevocationList(text.Contains(PemStart, StringComparison.Ordinal)
                ? ReadPem(text)
                : [CertificateRevocations.Read(bytes.ToArray())]);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            problem = "it holds something that is no revocation list (X.509 CRL) in PEM or DER";
        }
        catch (NotSupportedException e)
        {
            problem = $"it holds a revocation list that cannot be followed: {e.Message}";
        }
        return null;
    }

    /// <summary>Which lists are overdue, one line each. They count all the same.</summary>
    /// <param name="now">The time.</param>
    public IEnumerable<string> Overdue(DateTimeOffset now) =>
        from list in _byIssuer.Values.SelectMany(lists => lists)
        where list.NextUpdate < now
        orderby list.Issuer
        select $"the revocation list of `{list.Issuer}` was to be renewed by {list.NextUpdate:u}; it counts all the same";

    /// <summary>What of a chain is revoked: not only the peer's own certificate counts. Roots revoke, and are not revoked.</summary>
    /// <returns>What a certificate of the peer has come to, for people; null where nothing is revoked.</returns>
    internal string? FindRevoked(VerifiedChain verified)
    {
        if (_byIssuer.Count == 0)
            return null;
        foreach (var chain in verified.Chains.AsSpan())
        {
            var link = chain.FirstOrDefault(IsRevoked);
            if (link is not null)
                return Describe(link, isPeers: link == chain[0]);
        }
        return null;
    }

    private static string Describe(ChainLink link, bool isPeers)
    {
        var by = $"revoked by `{link.Issuer.Subject}` (serial number {link.Serial})";
        return isPeers ? $"was {by}" : $"was signed by `{link.Subject}`, which was {by}";
    }

    private static List<CertificateRevocations> ReadPem(string text)
    {
        var lists = new List<CertificateRevocations>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (rest[fields.Label] is not Label)
                continue;
            var der = new byte[fields.DecodedDataLength];
            if (!Convert.TryFromBase64Chars(rest[fields.Base64Data], der, out _))
                throw new CryptographicException();
            lists.Add(CertificateRevocations.Read(der));
        }
        // A block that is cut off is not found, and must not be taken for none.
        if (lists.Count != text.AsSpan().Count($"{PemStart}{Label}-----"))
            throw new CryptographicException();
        return lists;
    }

    private bool IsRevoked(ChainLink link) =>
        _byIssuer.TryGetValue(CertificateRevocations.KeyOf(link.Issuer.SubjectName), out var lists)
        && lists.Any(list => list.Revokes(link));
}
