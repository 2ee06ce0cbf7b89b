namespace ScopeMesh.Tunnel.Http2;

/// <summary>How a peer broke HTTP/2. Whether the stream or the connection ends is said by who returns it.</summary>
/// <param name="Code">The code that the peer is told.</param>
/// <param name="Reason">The rule that was broken, for people.</param>
/// <param name="Abuse">The limit that was exceeded, where it is that.</param>
internal readonly record struct Http2Violation(Http2ErrorCode Code, string Reason, Http2Abuse Abuse = Http2Abuse.None)
{
    public static Http2Violation Protocol(string reason) => new(Http2ErrorCode.ProtocolError, reason);

    public static Http2Violation FrameSize(string reason) => new(Http2ErrorCode.FrameSizeError, reason);

    public static Http2Violation FlowControl(string reason) => new(Http2ErrorCode.FlowControlError, reason);

    public static Http2Violation StreamClosed(string reason) => new(Http2ErrorCode.StreamClosed, reason);

    public static Http2Violation Calm(Http2Abuse abuse) => new(Http2ErrorCode.EnhanceYourCalm, abuse.Describe(), abuse);
}
