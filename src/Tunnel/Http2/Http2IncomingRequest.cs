namespace ScopeMesh.Tunnel.Http2;

/// <summary>A request that the peer made, and the stream to answer it on.</summary>
/// <param name="Head">What is asked for.</param>
/// <param name="Stream">The stream; whoever takes the request must answer and dispose it.</param>
public sealed record Http2IncomingRequest(RequestHead Head, Http2StreamTransport Stream);
