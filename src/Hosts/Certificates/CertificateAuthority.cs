using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>Signs the certificates of one cluster with an intermediate of the mesh's root.</summary>
internal sealed class CertificateAuthority
{
    private const int MinimumRsaBits = 2048;
    private const int MinimumEcBits = 256;

    private readonly X509Certificate2 _issuer;
    private readonly X509Certificate2Collection _above;
    private readonly CertificateLimits _limits;
    private readonly RandomBytes _random;

    /// <summary>Takes what the authority is made of.</summary>
    /// <param name="trustDomain">The trust domain that it speaks for.</param>
    /// <param name="issuer">Its certificate, with its key.</param>
    /// <param name="above">The certificates between it and a root, its issuer first.</param>
    /// <param name="roots">What everybody in the mesh trusts.</param>
    /// <param name="limits">Bounds of lifetimes and requests.</param>
    /// <param name="random">Where serial numbers come from.</param>
    public CertificateAuthority(
        string trustDomain,
        X509Certificate2 issuer,
        X509Certificate2Collection above,
        X509Certificate2Collection roots,
        CertificateLimits limits,
        RandomBytes random)
    {
        TrustDomain = trustDomain;
        _issuer = issuer;
        _above = above;
        Roots = roots;
        _limits = limits;
        _random = random;
    }

    public string TrustDomain { get; }

    public X509Certificate2Collection Roots { get; }

    /// <summary>When the authority itself ends; nothing that it signs lasts longer.</summary>
    public DateTimeOffset NotAfter => Validity.Of(_issuer).End;

    /// <summary>The authority's files, by the names that Istio gives them in its secret <c>cacerts</c>.</summary>
    public AuthorityFiles Files => new(
        Certificate: Pem.Of(_issuer),
        Key: Pem.OfKey(_issuer),
        Chain: Pem.Of(_issuer) + Pem.Of(_above),
        Roots: Pem.Of(Roots));

    /// <summary>
    /// Signs a workload's key. Of the request only the key counts: who asks does not say whom it is for.
    /// </summary>
    /// <param name="csrPem">A PKCS #10 request, signed with its key.</param>
    /// <param name="identity">Whose certificate it is to be; somebody has checked that the caller may have it.</param>
    /// <param name="lifetime">How long it is to last; the default where it is not positive.</param>
    /// <param name="now">The time.</param>
    public SigningResult Sign(string csrPem, SpiffeId identity, TimeSpan lifetime, DateTimeOffset now)
    {
        if (identity.IsNone || identity.TrustDomain != TrustDomain)
            return new SigningResult.Refused($"`{identity}` is not of the trust domain `{TrustDomain}`");
        if (lifetime <= TimeSpan.Zero)
            lifetime = TimeSpan.FromHours(_limits.DefaultLifetimeHours);
        var most = _limits.MaximumLifetimeDays;
        if (lifetime > TimeSpan.FromDays(most))
            return new SigningResult.Refused(
                $"a lifetime of {lifetime.TotalHours:0.#} h is asked for, and {most} days are allowed");
        if (now >= NotAfter)
            return new SigningResult.Refused($"the authority itself ended at {NotAfter:u}; give the cluster a new one");
        if (ReadKey(csrPem, out var key) is { } reason)
            return new SigningResult.Refused(reason);
        using var leaf = Issue(CertificateTemplate.Workload(key!, identity), lifetime, now);
        return new SigningResult.Issued([Pem.Of(leaf), Pem.Of(_issuer), .. _above.Select(Pem.Of), Pem.Of(Roots)]);
    }

    /// <summary>A certificate for a server of the control plane, with a new key.</summary>
    public ServerCertificate IssueServer(IReadOnlyList<string> dnsNames, TimeSpan lifetime, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Issue(CertificateTemplate.Server(new PublicKey(key), dnsNames), lifetime, now);
        return new ServerCertificate(leaf.CopyWithPrivateKey(key), [PublicPart(_issuer), .. _above]);
    }

    private X509Certificate2 Issue(CertificateRequest request, TimeSpan lifetime, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(CertificateTemplate.IssuedBy(_issuer));
        var validity = new Validity(now.AddSeconds(-_limits.BackdatingSeconds), now + lifetime)
            .Within(Validity.Of(_issuer));
        return request.Create(
            _issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_issuer.GetECDsaPrivateKey()!),
            validity.Begin,
            validity.End,
            CertificateTemplate.Serial(_random));
    }

    /// <summary>The key of a request, or why there is none that we sign.</summary>
    private string? ReadKey(string csrPem, out PublicKey? key)
    {
        key = null;
        if (csrPem.Length > _limits.RequestChars)
            return $"the request is longer than {_limits.RequestChars} characters";
        try
        {
            // Loading checks the request's own signature: that whoever asks holds the key.
            var request = CertificateRequest.LoadSigningRequestPem(csrPem, HashAlgorithmName.SHA256);
            key = request.PublicKey;
            return WeaknessOf(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return $"the request is not a valid PKCS #10 request: {e.Message.TrimEnd('.')}";
        }
    }

    private static string? WeaknessOf(PublicKey key)
    {
        using var rsa = key.GetRSAPublicKey();
        if (rsa is not null)
            return rsa.KeySize < MinimumRsaBits
                ? $"an RSA key of {rsa.KeySize} bits is too short; {MinimumRsaBits} are needed"
                : null;
        using var ec = key.GetECDsaPublicKey();
        if (ec is null)
            return $"a key of kind `{key.Oid.FriendlyName ?? key.Oid.Value}` is neither RSA nor ECDSA";
        return ec.KeySize < MinimumEcBits
            ? $"an ECDSA key of {ec.KeySize} bits is too short; {MinimumEcBits} are needed"
            : null;
    }

    private static X509Certificate2 PublicPart(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadCertificate(certificate.RawData);
}
