namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// What we allow a peer on one connection, and what we advertise of it. The defaults are ztunnel's where it has one.
/// Streams begin with small windows, and these grow only as far as the connection's window has room for all: streams that
/// nobody reads must not stop the others (see <c>ReceiveBudget</c>).
/// </summary>
public sealed record Http2Limits
{
    /// <summary>The size of HPACK's table in each direction; what holds without SETTINGS_HEADER_TABLE_SIZE.</summary>
    internal const int TableBytes = 4096;

    /// <summary>How much of a GOAWAY's text is read.</summary>
    internal const int MaxReasonBytes = 128;

    /// <summary>How great a buffer for a header block is kept between two.</summary>
    internal const int KeepHeaderBlockBytes = 16 * 1024;

    /// <summary>The limits of the side that opens connections.</summary>
    public static Http2Limits Client { get; } = new();

    /// <summary>The limits of the side that accepts them.</summary>
    public static Http2Limits Server { get; } = new() { MaxHeaderListBytes = 64 * 1024 };

    /// <summary>The most bytes that a peer may send on one stream before we consume them.</summary>
    public int StreamWindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes that a peer may send on all streams before we consume them; 65,535 at least.</summary>
    public int ConnectionWindowBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The greatest frame that a peer may send; 16,384 at least. DATA alone may be so great: it is not gathered.</summary>
    public int MaxFrameBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The greatest header list, counted as RFC 9113 6.5.2 says (name + value + 32 for each field). A greater one ends the
    /// stream, a request's by 431; a block that is greater packed ends the connection.
    /// </summary>
    public int MaxHeaderListBytes { get; init; } = 16 * 1024;

    /// <summary>How many CONTINUATION frames may follow a HEADERS frame.</summary>
    public int MaxContinuationFrames { get; init; } = 64;

    /// <summary>How many entries a SETTINGS frame may have; HTTP/2 knows six.</summary>
    public int MaxSettingsEntries { get; init; } = 128;

    /// <summary>How many interim responses (1xx) may come before the final one; the stream ends by more.</summary>
    public int MaxInterimResponses { get; init; } = 16;

    /// <summary>
    /// How many streams a peer may have open at once; where we open them, how many the connection's window is shared out for.
    /// </summary>
    public int MaxConcurrentStreams { get; init; } = 200;

    /// <summary>
    /// How many ended streams are remembered with the way they ended. Twice those that may be open is enough: a peer
    /// that still sends on a stream which we reset has not seen the end of any later one, and opens none in its place.
    /// </summary>
    public int MaxRememberedStreams { get; init; } = 512;

    /// <summary>
    /// How many answers to a peer's frames (acknowledgements, resets) may wait to be sent; a peer that makes
    /// more without reading them is cut off.
    /// </summary>
    public int MaxQueuedAnswerFrames { get; init; } = 10_000;

    /// <summary>
    /// How many bytes of what is no data (answers, heads, credit) may wait to be sent, besides
    /// <see cref="MaxQueuedSendBytes"/>; a peer that makes more without reading them is cut off.
    /// </summary>
    public int MaxQueuedAnswerBytes { get; init; } = 256 * 1024;

    /// <summary>How many bytes may wait to be sent before senders have to wait.</summary>
    public int MaxQueuedSendBytes { get; init; } = 256 * 1024;

    /// <summary>The greatest part of one stream's data that is sent before other streams have their turn.</summary>
    public int SendQuantumBytes { get; init; } = 64 * 1024;

    /// <summary>How much a peer may do of what floods are made of.</summary>
    public Http2FloodLimits Floods { get; init; } = Http2FloodLimits.Default;

    /// <summary>How long a peer may do nothing where something is due.</summary>
    public Http2Patience Patience { get; init; } = Http2Patience.Default;

    /// <summary>
    /// The most that the codec of one connection holds, whatever the peer does: tables, header blocks, streams open and
    /// remembered, and what waits to be sent. Received data is not in it: that is handed on, and bounded by the windows.
    /// Neither are streams that we open ourselves.
    /// </summary>
    public long MaxBytesHeld =>
        (2 * HpackDynamicTable.MaxHeldBytes(TableBytes))
        // Arrays double, so that at most half of one is in vain.
        + (2L * MaxHeaderBlockBytes)
        + (2L * Math.Max(MaxGatheredBytes, ByteGatherer.KeepCapacity))
        + (2L * KeepHeaderBlockBytes)
        + ((long)MaxConcurrentStreams * StreamTable.OpenStreamBytes)
        + ((long)MaxRememberedStreams * StreamTable.RememberedStreamBytes)
        + (2 * (MaxOutputBytes + KeepHeaderBlockBytes));

    /// <summary>
    /// The window that streams begin with; bytes. It is such that half of the connection's window is enough for as many
    /// as may be open.
    /// </summary>
    internal int StreamStartBytes =>
        Math.Min(StreamWindowBytes, Math.Max(1, ConnectionWindowBytes / 2 / Math.Max(1, MaxConcurrentStreams)));

    /// <summary>The greatest header block, padding and priority included: compressed, so that it must not be greater than its fields.</summary>
    internal int MaxHeaderBlockBytes => MaxHeaderListBytes + FrameHeader.Size + byte.MaxValue;

    /// <summary>The greatest payload that is gathered before it is looked at.</summary>
    internal int MaxGatheredBytes => Math.Max(MaxHeaderBlockBytes, Math.Max(MaxSettingsEntries * Http2Settings.EntrySize, 8 + MaxReasonBytes));

    /// <summary>What may wait to be sent, when nothing more is read before some of it is gone.</summary>
    internal long MaxOutputBytes => (long)MaxQueuedSendBytes + SendQuantumBytes + MaxQueuedAnswerBytes;
}
