namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// What we allow a peer on one connection, and what we advertise of it. The defaults are ztunnel's. The
/// connection's window is a multiple of a stream's on purpose: were they equal, one stream that nobody reads
/// could stop all others.
/// </summary>
public sealed record Http2Limits
{
    /// <summary>The limits of the side that opens connections.</summary>
    public static Http2Limits Client { get; } = new();

    /// <summary>The limits of the side that accepts them.</summary>
    public static Http2Limits Server { get; } = new() { MaxHeaderListBytes = 64 * 1024 };

    /// <summary>Bytes that a peer may send on one stream before we consume them.</summary>
    public int StreamWindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes that a peer may send on all streams before we consume them; 65,535 at least.</summary>
    public int ConnectionWindowBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The greatest frame that a peer may send; 16,384 at least.</summary>
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    /// <summary>The greatest header list, counted as RFC 9113 6.5.2 says (name + value + 32 for each field).</summary>
    public int MaxHeaderListBytes { get; init; } = 16 * 1024;

    /// <summary>How many CONTINUATION frames may follow a HEADERS frame.</summary>
    public int MaxContinuationFrames { get; init; } = 64;

    /// <summary>How many streams a peer may have open at once.</summary>
    public int MaxConcurrentStreams { get; init; } = 200;

    /// <summary>
    /// How many answers to a peer's frames (acknowledgements, resets) may wait to be sent; a peer that makes
    /// more without reading them is cut off.
    /// </summary>
    public int MaxQueuedAnswerFrames { get; init; } = 10_000;

    /// <summary>How many bytes may wait to be sent before senders have to wait.</summary>
    public int MaxQueuedSendBytes { get; init; } = 256 * 1024;

    /// <summary>The greatest part of one stream's data that is sent before other streams have their turn.</summary>
    public int SendQuantumBytes { get; init; } = 64 * 1024;
}
