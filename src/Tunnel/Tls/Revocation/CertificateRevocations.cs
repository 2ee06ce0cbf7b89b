using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScopeMesh.Tunnel.Tls.Revocation;

/// <summary>
/// One certificate revocation list (RFC 5280, 5): what its issuer has revoked. When the next one is due is known, but
/// does not decide anything: an old list still says what was revoked.
/// </summary>
internal sealed class CertificateRevocations
{
    private readonly HashSet<string> _serials = new(StringComparer.Ordinal);
    private readonly byte[] _signedPart;
    private readonly byte[] _signature;
    private readonly CrlSignature _algorithm;

    private CertificateRevocations(byte[] signedPart, byte[] signature, CrlSignature algorithm) =>
        (_signedPart, _signature, _algorithm) = (signedPart, signature, algorithm);

    /// <summary>The issuer's name in DER, as hexadecimal digits.</summary>
    public string IssuerKey { get; private set; } = "";

    /// <summary>The issuer's name for people.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>When the next list is due; null where it does not say.</summary>
    public DateTimeOffset? NextUpdate { get; private set; }

    /// <summary>How many certificates it revokes.</summary>
    public int Count => _serials.Count;

    /// <summary>Reads a list.</summary>
    /// <param name="der">Its bytes, all of them.</param>
    /// <exception cref="AsnContentException">It is none.</exception>
    /// <exception cref="NotSupportedException">It is of a kind that may not be taken for a whole list; the message says which.</exception>
    public static CertificateRevocations Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signedPart = list.PeekEncodedValue();
        var body = list.ReadSequence();
        var algorithm = CrlSignature.Read(list.ReadSequence());
        var signature = list.ReadBitString(out _);
        list.ThrowIfNotEmpty();

        var revocations = new CertificateRevocations(signedPart.ToArray(), signature, algorithm);
        revocations.ReadBody(body);
        return revocations;
    }

    /// <summary>What a name is called in <see cref="IssuerKey"/>.</summary>
    public static string KeyOf(X500DistinguishedName name) => Convert.ToHexString(name.RawData);

    /// <summary>Whether a certificate is on the list, and the list really its issuer's: names alone prove nothing.</summary>
    /// <param name="link">The certificate and its issuer, who is named as the list's is.</param>
    public bool Revokes(ChainLink link) => _serials.Contains(SerialKey(link.Serial)) && IsSignedBy(link.Issuer);

    /// <summary>Without leading zeros, which say no more than that a number is not negative.</summary>
    private static string SerialKey(string hexadecimal) => hexadecimal.TrimStart('0');

    /// <summary>The key must be for signing lists, where it says what it is for (RFC 5280, 4.2.1.3).</summary>
    private bool IsSignedBy(X509Certificate2 issuer) =>
        issuer.Extensions.OfType<X509KeyUsageExtension>().All(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign))
        && _algorithm.Verify(issuer, _signedPart, _signature);

    private void ReadBody(AsnReader body)
    {
        if (body.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            body.ReadInteger();
        body.ReadSequence();
        var issuer = new X500DistinguishedName(body.ReadEncodedValue().Span);
        (IssuerKey, Issuer) = (KeyOf(issuer), issuer.Name);
        ReadTime(body);
        if (body.HasData && IsTime(body.PeekTag()))
            NextUpdate = ReadTime(body);
        if (body.HasData && body.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
            ReadEntries(body.ReadSequence());
        if (body.HasData)
        {
            var wrapped = body.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            CrlExtensions.CheckOfList(wrapped.ReadSequence());
        }
        body.ThrowIfNotEmpty();
    }

    private void ReadEntries(AsnReader entries)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            _serials.Add(SerialKey(Convert.ToHexString(entry.ReadIntegerBytes().Span)));
            ReadTime(entry);
            if (entry.HasData)
                CrlExtensions.CheckOfEntry(entry.ReadSequence());
            entry.ThrowIfNotEmpty();
        }
    }

    private static bool IsTime(Asn1Tag tag) =>
        tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}

/// <summary>How a revocation list is signed.</summary>
internal sealed record CrlSignature(HashAlgorithmName Hash, bool IsRsa)
{
    private static readonly Dictionary<string, CrlSignature> Known = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.4.3.2"] = new(HashAlgorithmName.SHA256, IsRsa: false),
        ["1.2.840.10045.4.3.3"] = new(HashAlgorithmName.SHA384, IsRsa: false),
        ["1.2.840.10045.4.3.4"] = new(HashAlgorithmName.SHA512, IsRsa: false),
        ["1.2.840.113549.1.1.11"] = new(HashAlgorithmName.SHA256, IsRsa: true),
        ["1.2.840.113549.1.1.12"] = new(HashAlgorithmName.SHA384, IsRsa: true),
        ["1.2.840.113549.1.1.13"] = new(HashAlgorithmName.SHA512, IsRsa: true),
    };

    /// <exception cref="NotSupportedException">It is signed in a way that we cannot check.</exception>
    public static CrlSignature Read(AsnReader algorithm)
    {
        var oid = algorithm.ReadObjectIdentifier();
        return Known.GetValueOrDefault(oid)
            ?? throw new NotSupportedException($"it is signed by `{oid}`; ECDSA and RSA (PKCS #1) with SHA-256 to SHA-512 are known");
    }

    public bool Verify(X509Certificate2 issuer, byte[] signed, byte[] signature)
    {
        try
        {
            using var rsa = IsRsa ? issuer.GetRSAPublicKey() : null;
            using var ec = IsRsa ? null : issuer.GetECDsaPublicKey();
            return rsa?.VerifyData(signed, signature, Hash, RSASignaturePadding.Pkcs1)
                ?? ec?.VerifyData(signed, signature, Hash, DSASignatureFormat.Rfc3279DerSequence)
                ?? false;
        }
        catch (CryptographicException)
        {
            // A signature that is none, or a key that cannot be used.
            return false;
        }
    }
}

/// <summary>The extensions of revocation lists. What is critical and unknown to us may change what a list means (RFC 5280, 5.2).</summary>
internal static class CrlExtensions
{
    private const string DeltaIndicator = "2.5.29.27";
    private const string DistributionPoint = "2.5.29.28";
    private static readonly Asn1Tag IndirectCrl = new(TagClass.ContextSpecific, 4);

    public static void CheckOfList(AsnReader extensions) => Check(extensions, (oid, value) => oid switch
    {
        DeltaIndicator => "it is a delta of another list, which it says nothing without",
        // A list for some certificates alone still revokes those that it names, unless others have issued them.
        DistributionPoint => IsIndirect(value) ? "it speaks for other issuers too (an indirect list)" : null,
        _ => $"it has a critical extension `{oid}`, which is not known",
    });

    public static void CheckOfEntry(AsnReader extensions) =>
        Check(extensions, (oid, _) => $"an entry has a critical extension `{oid}`, which is not known");

    private static void Check(AsnReader extensions, Func<string, byte[], string?> criticalFault)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            if ((isCritical || oid == DeltaIndicator) && criticalFault(oid, value) is { } fault)
                throw new NotSupportedException(fault);
        }
    }

    private static bool IsIndirect(byte[] distributionPoint)
    {
        var fields = new AsnReader(distributionPoint, AsnEncodingRules.DER).ReadSequence();
        while (fields.HasData)
        {
            if (fields.PeekTag().HasSameClassAndValue(IndirectCrl))
                return fields.ReadBoolean(IndirectCrl);
            fields.ReadEncodedValue();
        }
        return false;
    }
}
