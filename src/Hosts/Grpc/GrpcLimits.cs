namespace ScopeMesh.Hosts.Grpc;

/// <summary>What the gRPC layer accepts and how long it waits.</summary>
internal sealed record GrpcLimits
{
    public static GrpcLimits Default { get; } = new();

    /// <summary>The largest message that a server takes: what gRPC servers take by default.</summary>
    public int ServerMessageBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The largest message that a client takes: what ztunnel takes from its control plane.</summary>
    public int ClientMessageBytes { get; init; } = 200 * 1024 * 1024;

    /// <summary>The longest <c>grpc-message</c> that is sent, before percent-encoding.</summary>
    public int StatusDetailChars { get; init; } = 4 * 1024;

    public int ServerConnections { get; init; } = 20_000;

    public int ConnectTimeoutSeconds { get; init; } = 5;

    /// <summary>How long a connection is silent before it is probed with an HTTP/2 PING.</summary>
    public int KeepAliveDelaySeconds { get; init; } = 30;

    public int KeepAliveTimeoutSeconds { get; init; } = 10;

    public int StreamWindowBytes { get; init; } = 1024 * 1024;
}
