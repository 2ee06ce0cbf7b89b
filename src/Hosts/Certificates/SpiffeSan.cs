using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>A SPIFFE identity as a certificate carries it: the one URI among its subject alternative names.</summary>
internal static class SpiffeSan
{
    private const string Oid = "2.5.29.17";

    /// <summary>uniformResourceIdentifier [6] IA5String (RFC 5280, 4.2.1.6).</summary>
    private static readonly Asn1Tag s_uri = new(TagClass.ContextSpecific, 6);

    /// <summary>Critical, since the subject is empty (RFC 5280, 4.2.1.6).</summary>
    public static X509Extension Write(SpiffeId identity)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteCharacterString(UniversalTagNumber.IA5String, identity.ToString(), s_uri);
        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    /// <summary>The identity of a certificate; false where it has none, or more URIs than one.</summary>
    public static bool TryRead(X509Certificate2 certificate, out SpiffeId identity)
    {
        identity = default;
        if (certificate.Extensions[Oid] is not { } extension)
            return false;
        try
        {
            var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            var uris = new List<string>();
            while (names.HasData)
            {
                if (names.PeekTag().HasSameClassAndValue(s_uri))
                    uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, s_uri));
                else
                    names.ReadEncodedValue();
            }
            return uris is [var uri] && SpiffeId.TryParse(uri, out identity);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
