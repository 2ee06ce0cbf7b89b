using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>What one identity needs to speak TLS: its certificate with key, the intermediates that it sends, and the roots that it trusts.</summary>
/// <param name="Identity">Whose it is.</param>
/// <param name="Leaf">The certificate, with its private key.</param>
/// <param name="Intermediates">The certificates that join the leaf to a root, leaf's issuer first, without the root.</param>
/// <param name="Roots">The certificates that peers' chains must end in.</param>
public sealed record WorkloadCertificate(
    SpiffeId Identity,
    X509Certificate2 Leaf,
    X509Certificate2Collection Intermediates,
    X509Certificate2Collection Roots);

/// <summary>Where certificates come from: a certificate authority's client, or files.</summary>
public interface ICertificateSource
{
    /// <summary>The current certificate of an identity; fetched where there is none yet.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">There is none to be had; the message says why.</exception>
    ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken);
}
