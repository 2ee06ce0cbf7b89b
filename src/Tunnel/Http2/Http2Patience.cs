namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// How long a peer may do nothing where something is due. A tunnel carries connections of programs that may stop reading for as
/// long as they like: TCP itself waits for ever at a shut window as long as the other side acknowledges probes, and the
/// keepalive of the connection is such a probe. So what is merely slow is bounded by memory (windows, quantum, streams) and
/// not by time, until memory is short: then the host says that it is pressed, and what rests longest goes first to pay.
/// </summary>
public sealed record Http2Patience
{
    /// <summary>The times that hold where nothing else is said.</summary>
    public static Http2Patience Default { get; } = new();

    /// <summary>
    /// How long a non-DATA frame or a header block may take from its first byte to its last, with nothing else possible
    /// in between. Peers write them at once, so that only the network delays them, and less than this by far.
    /// </summary>
    public int FrameSeconds { get; init; } = 30;

    /// <summary>
    /// How long data may wait for a peer's window while less than <see cref="ProgressBytes"/> of it go. A day: a consumer
    /// that is paused over night is legitimate, one that takes a hundred bytes an hour is not there to read.
    /// </summary>
    public int StalledWindowSeconds { get; init; } = 24 * 60 * 60;

    /// <summary>How many bytes have to go so that a stalled stream counts as moving; less is a dribble.</summary>
    public int ProgressBytes { get; init; } = 4096;

    /// <summary>
    /// How long a stream may be open without a byte either way from its beginning. An hour: the time after which Envoy
    /// gives up an idle TCP connection. One that was ever used may rest as long as it likes.
    /// </summary>
    public int UnusedStreamSeconds { get; init; } = 60 * 60;

    /// <summary>
    /// What becomes of the times for stalled and unused streams while the host is short of memory. A minute: longer than a
    /// reader's pause for garbage or a deployment, short enough to help.
    /// </summary>
    public int PressedSeconds { get; init; } = 60;

    /// <summary>How long after our last GOAWAY streams may still come that were on their way.</summary>
    public int GoAwayGraceSeconds { get; init; } = 30;
}
