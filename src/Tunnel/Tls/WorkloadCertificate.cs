using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>What one identity needs to speak TLS: its certificate with key, the intermediates that it sends, and what it judges peers by.</summary>
/// <param name="Identity">Whose it is.</param>
/// <param name="Leaf">The certificate, with its private key.</param>
/// <param name="Intermediates">The certificates that join the leaf to a root, leaf's issuer first, without the root.</param>
/// <param name="Roots">The certificates that peers' chains must end in, but for trust domains with roots of their own.</param>
public sealed record WorkloadCertificate(
    SpiffeId Identity,
    X509Certificate2 Leaf,
    X509Certificate2Collection Intermediates,
    X509Certificate2Collection Roots)
{
    /// <summary>The roots of foreign trust domains.</summary>
    public TrustBundles Federated { get; init; } = TrustBundles.None;

    /// <summary>What has been revoked, and who hears of it; null where nobody says.</summary>
    public RevocationWatch? Revocations { get; init; }

    /// <summary>
    /// Whether it is the same certificate, and not one that was issued or read since. Who keeps connections lets those of
    /// another run out: their peers have verified what they were shown, and what is open lives on.
    /// </summary>
    /// <param name="other">The certificate of the same identity at another time.</param>
    public bool IsSameAs(WorkloadCertificate other) => ReferenceEquals(Leaf, other.Leaf);
}

/// <summary>Where certificates come from: a certificate authority's client, or files.</summary>
public interface ICertificateSource
{
    /// <summary>The current certificate of an identity; fetched where there is none yet.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">There is none to be had; the message says why.</exception>
    ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken);
}
