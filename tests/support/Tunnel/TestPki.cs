using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Support.Tunnel;

/// <summary>A root, an intermediate under it, and workloads' certificates under that: what a cluster has.</summary>
public sealed class TestPki : ICertificateSource
{
    private static readonly Oid ServerAuth = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuth = new("1.3.6.1.5.5.7.3.2");
    private readonly ConcurrentDictionary<SpiffeId, WorkloadCertificate> _kept = new();
    private readonly X509Certificate2 _intermediate;

    /// <summary>Who signed the intermediate, and what joins that to the root.</summary>
    private readonly X509Certificate2 _issuer;
    private readonly X509Certificate2[] _above = [];

    /// <param name="name">What its authorities are called.</param>
    /// <param name="usage">What the intermediate's key may be used for.</param>
    public TestPki(string name = "mesh", X509KeyUsageFlags usage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Root = Authority($"CN={name} root", rootKey).CreateSelfSigned(Start, End);
        _issuer = Root;
        _intermediate = Sign($"CN={name} intermediate", Root, usage);
    }

    private TestPki(string name, TestPki above)
    {
        Root = above.Root;
        _issuer = above._intermediate;
        _above = [above._intermediate, .. above._above];
        _intermediate = Sign($"CN={name} intermediate", _issuer, X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign);
    }

    public static DateTimeOffset Start { get; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset End { get; } = new(2060, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public X509Certificate2 Root { get; }

    /// <summary>The roots as a MeshConfig has them.</summary>
    public string RootPem => Root.ExportCertificatePem();

    /// <summary>What the intermediate revokes: some of the certificates that it has signed.</summary>
    public byte[] Revoke(params WorkloadCertificate[] revoked) =>
        Revoke(_intermediate, [.. revoked.Select(certificate => certificate.Leaf.SerialNumberBytes.ToArray())]);

    /// <summary>What the intermediate revokes, by serial number.</summary>
    public byte[] RevokeSerials(IEnumerable<byte[]> serials, DateTimeOffset? nextUpdate = null) =>
        Revoke(_intermediate, [.. serials], nextUpdate);

    /// <summary>Another authority, which this one's intermediate has signed.</summary>
    public TestPki Below(string name) => new(name, this);

    /// <summary>What the root revokes, or the authority above: the intermediate.</summary>
    public byte[] RevokeIntermediate() => Revoke(_issuer, [_intermediate.SerialNumberBytes.ToArray()]);

    /// <summary>A certificate of an identity, made wrong in some way by <paramref name="options"/>.</summary>
    public WorkloadCertificate Issue(SpiffeId identity, LeafOptions? options = null)
    {
        options ??= new LeafOptions();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=workload", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            options.Usage switch
            {
                LeafUsage.Both => [ServerAuth, ClientAuth],
                LeafUsage.ServerOnly => [ServerAuth],
                _ => [ClientAuth],
            },
            critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("workload.example");
        foreach (var uri in options.Uris ?? [identity.ToString()])
            names.AddUri(new Uri(uri));
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(_intermediate, options.NotBefore ?? Start, options.NotAfter ?? End, Serial());
        // SslStream on some platforms takes no ephemeral keys, so the key goes through PKCS#12.
        using var ephemeral = signed.CopyWithPrivateKey(key);
        var leaf = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
        X509Certificate2[] intermediates = [_intermediate, .. _above];
        return new WorkloadCertificate(
            identity, leaf, [.. intermediates.Select(authority => X509CertificateLoader.LoadCertificate(authority.RawData))], [Root]);
    }

    /// <summary>A certificate of an identity, the same each time.</summary>
    public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_kept.GetOrAdd(identity, id => Issue(id)));

    /// <summary>Has the next certificate of an identity be another.</summary>
    public void Renew(SpiffeId identity) => _kept.TryRemove(identity, out _);

    private static byte[] Revoke(X509Certificate2 issuer, byte[][] serials, DateTimeOffset? nextUpdate = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var serial in serials)
            builder.AddEntry(serial, Start);
        using var key = issuer.GetECDsaPrivateKey()!;
        return builder.Build(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            crlNumber: 1,
            nextUpdate ?? End,
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromIssuerNameAndSerialNumber(issuer.IssuerName, issuer.SerialNumberBytes.Span),
            Start);
    }

    private static X509Certificate2 Sign(string name, X509Certificate2 issuer, X509KeyUsageFlags usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Authority(name, key, usage).Create(issuer, Start, End, Serial());
        return signed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Authority(
        string name, ECDsa key, X509KeyUsageFlags usage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, true));
        return request;
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7f;
        return serial;
    }
}

/// <summary>What a workload's certificate is good for.</summary>
public enum LeafUsage
{
    Both,
    ServerOnly,
    ClientOnly,
}

/// <summary>How a certificate differs from what a workload should have.</summary>
public sealed record LeafOptions
{
    public LeafUsage Usage { get; init; }

    public string[]? Uris { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }
}
