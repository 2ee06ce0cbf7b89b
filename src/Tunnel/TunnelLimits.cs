using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tunnel;

/// <summary>The bounds of tunnels. The times are Istio's where it has one; ztunnel has none for handshakes.</summary>
public sealed record TunnelLimits
{
    /// <summary>The limits that hold where nothing else is said.</summary>
    public static TunnelLimits Default { get; } = new();

    /// <summary>How long reaching an address may take.</summary>
    public int ConnectTimeoutSeconds { get; init; } = 10;

    /// <summary>How long a TLS handshake, and then the peer's first HTTP/2 frame, may take each.</summary>
    public int HandshakeTimeoutSeconds { get; init; } = 10;

    /// <summary>How long a peer may take to answer a CONNECT; it connects further before it does.</summary>
    public int ResponseTimeoutSeconds { get; init; } = 30;

    /// <summary>How long after the last sign of life a connection is asked for one.</summary>
    public int PingIntervalSeconds { get; init; } = 10;

    /// <summary>How long a peer may take to answer a PING.</summary>
    public int PingTimeoutSeconds { get; init; } = 20;

    /// <summary>How long a connection may take to close in peace before it is cut off.</summary>
    public int CloseTimeoutSeconds { get; init; } = 5;

    /// <summary>How long open streams may go on after a drain has begun.</summary>
    public int DrainTimeoutSeconds { get; init; } = 30;

    /// <summary>How long a pooled connection without streams is kept.</summary>
    public int PoolIdleSeconds { get; init; } = 300;

    /// <summary>How many streams one pooled connection carries; fewer where the peer says so.</summary>
    public int MaxStreamsPerConnection { get; init; } = 100;

    /// <summary>How many connections a pool holds for one key.</summary>
    public int MaxConnectionsPerKey { get; init; } = 64;

    /// <summary>How many connections a pool holds in all.</summary>
    public int MaxPooledConnections { get; init; } = 4096;

    /// <summary>
    /// How many inner tunnels a pool holds for one service behind one gateway; to a quarter as many endpoints at most, since
    /// a gateway may choose the same again and again.
    /// </summary>
    public int MaxInnerTunnelsPerKey { get; init; } = 128;

    /// <summary>How many connections go through one inner tunnel; fewer where the peer says so.</summary>
    public int MaxStreamsPerInnerTunnel { get; init; } = 200;

    /// <summary>How old an inner tunnel gets before it takes no more connections, at most; at least three quarters of it.</summary>
    public int InnerTunnelMaxAgeSeconds { get; init; } = 300;

    /// <summary>
    /// How long a pool waits before it asks a gateway again for an endpoint that it has no inner tunnel to, when many tries
    /// have been in vain; up to eight times as long after more.
    /// </summary>
    public int InnerTunnelRetrySeconds { get; init; } = 1;

    /// <summary>How many verified chains of peers a process remembers, so that they need not be built again for each handshake.</summary>
    public int MaxVerifiedChains { get; init; } = 4096;

    /// <summary>HTTP/2 on connections that we open.</summary>
    public Http2Limits ClientHttp2 { get; init; } = Http2Limits.Client;

    /// <summary>HTTP/2 on connections that we accept.</summary>
    public Http2Limits ServerHttp2 { get; init; } = Http2Limits.Server;
}
