using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Pooling;

/// <summary>
/// What two tunnels must have in common to share a connection: who sends, who may answer, and between which
/// addresses. The order of the expected identities means nothing.
/// </summary>
/// <param name="Source">Whose certificate we show.</param>
/// <param name="Expected">Who the peer may be.</param>
/// <param name="Destination">Where the connection goes.</param>
/// <param name="SourceAddress">The address that it comes from; null for any.</param>
public sealed record PoolKey(SpiffeId Source, AcceptedPeers Expected, IPEndPoint Destination, IPAddress? SourceAddress)
{
    /// <summary>A key of peers that must have one of some identities.</summary>
    /// <param name="source">Whose certificate we show.</param>
    /// <param name="expected">The identities.</param>
    /// <param name="destination">Where the connection goes.</param>
    /// <param name="sourceAddress">The address that it comes from; null for any.</param>
    public PoolKey(SpiffeId source, ValueList<SpiffeId> expected, IPEndPoint destination, IPAddress? sourceAddress)
        : this(source, new AcceptedPeers.OneOf(expected), destination, sourceAddress)
    {
    }

    /// <summary>Who the peer may be, in an order that is always the same.</summary>
    public AcceptedPeers Expected { get; } = Expected.Match(
        some => new AcceptedPeers.OneOf(
            some.Identities.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal).ToValueList()),
        AcceptedPeers (any) => any);
}

/// <summary>An address to connect to.</summary>
/// <param name="Source">The address to connect from; null for any.</param>
/// <param name="Destination">Where to.</param>
public sealed record DialTarget(IPAddress? Source, IPEndPoint Destination);

/// <summary>Connects to an address: the host decides what an address really is.</summary>
/// <param name="target">The address.</param>
/// <param name="cancellationToken">Stops the wait.</param>
/// <exception cref="TunnelException">It cannot be reached.</exception>
public delegate ValueTask<ITransport> TunnelDialer(DialTarget target, CancellationToken cancellationToken);
