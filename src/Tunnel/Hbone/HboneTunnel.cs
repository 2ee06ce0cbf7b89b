using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>A tunnel that the peer has accepted.</summary>
/// <param name="Transport">Its bytes; disposing it gives the tunnel up.</param>
/// <param name="Peer">Who accepted it.</param>
/// <param name="Baggage">What the peer said of the workload behind it, if anything.</param>
public sealed record HboneTunnel(ITransport Transport, VerifiedPeer Peer, Baggage? Baggage)
{
    /// <summary>Which endpoint it leads to, if the peer said so: the same for each tunnel to it, and nothing else can be read from it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Who is at the end of the outer tunnel, of one that is inside of another.</summary>
    public VerifiedPeer? OuterPeer { get; init; }
}
