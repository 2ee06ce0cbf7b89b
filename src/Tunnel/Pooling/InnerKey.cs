using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Pooling;

/// <summary>What two connections must have in common to share an inner tunnel: all of the outer one, the service, and who may answer.</summary>
/// <param name="Outer">The connection to the gateway, and whose certificate is shown at both ends.</param>
/// <param name="Authority">What the gateway is asked for.</param>
/// <param name="Expected">Who may be at the inner end.</param>
public sealed record InnerKey(PoolKey Outer, string Authority, AcceptedPeers Expected);
