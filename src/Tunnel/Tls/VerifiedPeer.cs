using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// Evidence that a peer proved its identity in a TLS handshake, and that it was one we accept. Only the handshake
/// makes it.
/// </summary>
public sealed class VerifiedPeer
{
    internal VerifiedPeer(ValueList<SpiffeId> identities, VerifiedChain chain, long revocationGeneration) =>
        (Identities, Chain, RevocationGeneration) = (identities, chain, revocationGeneration);

    /// <summary>Who the peer is for authorization: the first SPIFFE identity of its certificate that its root vouches for.</summary>
    public SpiffeId Identity => Identities[0];

    /// <summary>All SPIFFE identities of its certificate that its root vouches for, one at least, in their order.</summary>
    public ValueList<SpiffeId> Identities { get; }

    /// <summary>What proved it.</summary>
    internal VerifiedChain Chain { get; }

    /// <summary>Which state of revocations it was held against.</summary>
    internal long RevocationGeneration { get; }

    /// <inheritdoc/>
    public override string ToString() => Identity.ToString();
}

/// <summary>A TLS connection whose peer is known.</summary>
/// <param name="Transport">Its bytes.</param>
/// <param name="Peer">Who is at its other end.</param>
public sealed record TlsTunnel(ITransport Transport, VerifiedPeer Peer);
