using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>Which roots prove whom, for one of our certificates: our own, and those of foreign trust domains.</summary>
internal sealed class TrustAnchors
{
    private static readonly ConditionalWeakTable<WorkloadCertificate, TrustAnchors> All = [];
    private readonly WorkloadCertificate _ours;
    private readonly byte[] _fingerprint;

    private TrustAnchors(WorkloadCertificate ours)
    {
        _ours = ours;
        _fingerprint = Fingerprint(ours);
    }

    /// <summary>The roots of all.</summary>
    public X509Certificate2Collection Everything =>
        [.. _ours.Roots, .. _ours.Federated.TrustDomains.SelectMany(domain => _ours.Federated.Find(domain)!)];

    /// <summary>Those of a certificate; made once.</summary>
    public static TrustAnchors Of(WorkloadCertificate ours) => All.GetValue(ours, static certificate => new TrustAnchors(certificate));

    /// <summary>The roots that prove identities of a trust domain. Nobody else's prove ours.</summary>
    /// <param name="trustDomain">The trust domain.</param>
    public X509Certificate2Collection Of(string trustDomain) =>
        trustDomain == _ours.Identity.TrustDomain ? _ours.Roots : _ours.Federated.Find(trustDomain) ?? _ours.Roots;

    /// <summary>Identities by the roots that must prove them; our own roots where there is no identity.</summary>
    public IEnumerable<(X509Certificate2Collection Roots, ValueList<SpiffeId> Identities)> Split(ValueList<SpiffeId> identities) =>
        identities.IsEmpty
            ? [(_ours.Roots, [])]
            : identities.GroupBy(id => Of(id.TrustDomain)).Select(group => (group.Key, group.ToValueList()));

    /// <summary>Whose root a root is, for people.</summary>
    public string DescribeOwner(X509Certificate2 root)
    {
        var domains = _ours.Federated.DomainsOf(root).Select(domain => $"`{domain}`");
        return $"trust domain {string.Join(" and ", _ours.Roots.Contains(root) ? domains.Prepend($"`{_ours.Identity.TrustDomain}`") : domains)}";
    }

    /// <summary>What a chain that was verified depends on: what was presented, for what, and by which roots.</summary>
    /// <param name="presented">The certificates that the peer presented, in DER, its own first.</param>
    /// <param name="usage">The usage that they must have.</param>
    public ChainKey KeyOf(IReadOnlyList<byte[]> presented, string usage)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_fingerprint);
        Append(hash, Encoding.ASCII.GetBytes(usage));
        foreach (var certificate in presented)
            Append(hash, certificate);
        return ChainKey.Of(hash);
    }

    private static byte[] Fingerprint(WorkloadCertificate ours)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(ours.Identity.TrustDomain));
        Append(hash, ours.Roots);
        foreach (var domain in ours.Federated.TrustDomains)
        {
            Append(hash, Encoding.UTF8.GetBytes(domain));
            Append(hash, ours.Federated.Find(domain)!);
        }
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, X509Certificate2Collection certificates)
    {
        Append(hash, BitConverter.GetBytes(certificates.Count));
        foreach (var certificate in certificates)
            Append(hash, certificate.RawDataMemory.Span);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        // With its length, so that no two lists of parts have the same bytes.
        hash.AppendData(BitConverter.GetBytes(part.Length));
        hash.AppendData(part);
    }
}

/// <summary>A hash of all that a verified chain depends on, but time.</summary>
internal readonly record struct ChainKey(UInt128 High, UInt128 Low)
{
    public static ChainKey Of(IncrementalHash sha256)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        sha256.GetCurrentHash(bytes);
        return new ChainKey(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));
    }
}
