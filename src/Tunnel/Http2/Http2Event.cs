namespace ScopeMesh.Tunnel.Http2;

/// <summary>What received bytes meant.</summary>
internal enum Http2EventKind
{
    /// <summary>Nothing more: all input is used up.</summary>
    None,

    /// <summary>The peer's settings changed: windows and the number of streams may have grown.</summary>
    Settings,

    /// <summary>A request began (server).</summary>
    Request,

    /// <summary>The final response to our request (client).</summary>
    Response,

    /// <summary>Bytes of a stream, perhaps its last; fragments of one frame come as several events.</summary>
    Data,

    /// <summary>Trailers: the peer's direction has ended.</summary>
    Trailers,

    /// <summary>A stream has ended before its time, by the peer's reset or by its violation.</summary>
    Reset,

    /// <summary>A window grew: of one stream, or with stream 0 of the connection.</summary>
    Window,

    /// <summary>A PING of ours was answered.</summary>
    Pong,

    /// <summary>The peer takes no new streams; ours above the last id it names were not looked at.</summary>
    GoAway,

    /// <summary>The peer broke the connection's rules; GOAWAY is in the output, and no input is read any more.</summary>
    Failed,
}

/// <summary>One event; <see cref="Data"/> is valid until the next call.</summary>
internal readonly ref struct Http2Event
{
    public Http2EventKind Kind { get; init; }

    public int StreamId { get; init; }

    public RequestHead? Request { get; init; }

    public ResponseHead? Response { get; init; }

    public ReadOnlySpan<byte> Data { get; init; }

    public bool EndStream { get; init; }

    public Http2ErrorCode Code { get; init; }

    /// <summary>Whether a reset is the peer's; otherwise it is ours, for a violation.</summary>
    public bool ByPeer { get; init; }

    public string? Reason { get; init; }

    /// <summary>The limit that a reset or failure is due to, where it is due to one.</summary>
    public Http2Abuse Abuse { get; init; }

    /// <summary>What a PING carried.</summary>
    public ulong Opaque { get; init; }
}
