using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>The SPIFFE identities in a certificate: those URIs of its subject alternative names that are some (RFC 5280, 4.2.1.6).</summary>
internal static class SpiffeSans
{
    private const string SubjectAlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriTag = new(TagClass.ContextSpecific, 6);

    /// <summary>The identities in their order; none where the extension cannot be read.</summary>
    public static ValueList<SpiffeId> Read(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions
                .Where(extension => extension.Oid?.Value == SubjectAlternativeNames)
                .SelectMany(extension => ReadUris(extension.RawData))
                .Select(uri => SpiffeId.TryParse(uri, out var id) ? id : default)
                .Where(id => !id.IsNone)
                .ToValueList();
        }
        catch (AsnContentException)
        {
            return [];
        }
    }

    private static List<string> ReadUris(byte[] extension)
    {
        var uris = new List<string>();
        var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(UriTag))
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, UriTag));
            else
                names.ReadEncodedValue();
        }
        return uris;
    }
}
