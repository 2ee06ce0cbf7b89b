using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

/// <summary>Authorities, requests and chains for tests.</summary>
internal static class Authorities
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly SpiffeId Curl = new("cluster.local", "sample", "curl");

    public static readonly CertificateLimits Limits = CertificateLimits.Default;

    public static MeshRoot NewRoot() => MeshRoot.Create(Now, Limits, RandomNumberGenerator.Fill);

    public static CertificateAuthority NewAuthority(MeshRoot? root = null) => (root ?? NewRoot()).CreateIntermediate("east", "cluster.local", Now);

    public static string Request(AsymmetricAlgorithm key, string subject = "CN=ignored", SpiffeId identity = default)
    {
        var name = new X500DistinguishedName(subject);
        var request = key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
        if (!identity.IsNone)
            request.CertificateExtensions.Add(SpiffeSan.Write(identity));
        return request.CreateSigningRequestPem();
    }

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static IReadOnlyList<string> Issue(this CertificateAuthority authority, string csr, SpiffeId identity, TimeSpan lifetime = default) =>
        Assert.IsType<SigningResult.Issued>(authority.Sign(csr, identity, lifetime, Now)).Chain;

    public static string Refusal(this CertificateAuthority authority, string csr, SpiffeId identity, TimeSpan lifetime = default, DateTimeOffset? now = null) =>
        Assert.IsType<SigningResult.Refused>(authority.Sign(csr, identity, lifetime, now ?? Now)).Reason;

    /// <summary>Whether a chain holds at a moment, as OpenSSL and the platform judge it.</summary>
    public static bool Holds(X509Certificate2 leaf, X509Certificate2Collection intermediates, X509Certificate2Collection roots, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain.Build(leaf);
    }
}
