namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// How a peer overtaxes us without breaking a rule of HTTP/2, or by breaking it over and over. Each is bounded by a
/// limit, and each ends a stream or the connection by ENHANCE_YOUR_CALM. <see cref="Http2Abuses.Label"/> gives its name
/// in metrics and logs.
/// </summary>
public enum Http2Abuse
{
    /// <summary>None.</summary>
    None,

    /// <summary>Streams that the peer opens and resets before they were answered (CVE-2023-44487).</summary>
    RapidReset,

    /// <summary>Streams that the peer makes us reset or refuse, by violations say (CVE-2025-8671).</summary>
    InducedReset,

    /// <summary>HEADERS and RST_STREAM for streams that are no more.</summary>
    StrayFrames,

    /// <summary>Many SETTINGS, or many entries in one.</summary>
    SettingsFlood,

    /// <summary>Many PINGs without data between them.</summary>
    PingFlood,

    /// <summary>Many PRIORITYs.</summary>
    PriorityFlood,

    /// <summary>Many DATA frames that carry nothing and end nothing.</summary>
    EmptyFrames,

    /// <summary>Many WINDOW_UPDATEs for few bytes.</summary>
    WindowUpdateFlood,

    /// <summary>Many frames of types that HTTP/2 does not know.</summary>
    UnknownFrames,

    /// <summary>Many GOAWAYs.</summary>
    GoAwayFlood,

    /// <summary>Header blocks that unpack to much more than they are (HPACK bombs).</summary>
    HeaderExpansion,

    /// <summary>Header blocks that resize HPACK's table again and again.</summary>
    TableChurn,

    /// <summary>A header block in many CONTINUATIONs.</summary>
    ContinuationFlood,

    /// <summary>Headers that are too great, or have no end.</summary>
    HeaderSize,

    /// <summary>Many interim responses (1xx) to one request.</summary>
    InterimResponses,

    /// <summary>Answers that the peer asks for and does not read.</summary>
    UnreadAnswers,

    /// <summary>A frame or header block that does not get finished.</summary>
    UnfinishedFrame,

    /// <summary>A window that the peer keeps shut, or opens by crumbs, while data waits for it.</summary>
    StalledWindow,

    /// <summary>A stream on which no byte ever went.</summary>
    UnusedStream,

    /// <summary>New streams long after a GOAWAY that forbids them.</summary>
    GoAwayIgnored,
}

/// <summary>What abuses are called where people and programs read of them.</summary>
public static class Http2Abuses
{
    /// <summary>The name in metrics and logs, in kebab case; it never changes.</summary>
    /// <param name="abuse">The abuse.</param>
    public static string Label(this Http2Abuse abuse) => abuse switch
    {
        Http2Abuse.None => "none",
        Http2Abuse.RapidReset => "rapid-reset",
        Http2Abuse.InducedReset => "induced-reset",
        Http2Abuse.StrayFrames => "stray-frames",
        Http2Abuse.SettingsFlood => "settings-flood",
        Http2Abuse.PingFlood => "ping-flood",
        Http2Abuse.PriorityFlood => "priority-flood",
        Http2Abuse.EmptyFrames => "empty-frames",
        Http2Abuse.WindowUpdateFlood => "window-update-flood",
        Http2Abuse.UnknownFrames => "unknown-frames",
        Http2Abuse.GoAwayFlood => "goaway-flood",
        Http2Abuse.HeaderExpansion => "header-expansion",
        Http2Abuse.TableChurn => "table-churn",
        Http2Abuse.ContinuationFlood => "continuation-flood",
        Http2Abuse.HeaderSize => "header-size",
        Http2Abuse.InterimResponses => "interim-responses",
        Http2Abuse.UnreadAnswers => "unread-answers",
        Http2Abuse.UnfinishedFrame => "unfinished-frame",
        Http2Abuse.StalledWindow => "stalled-window",
        Http2Abuse.UnusedStream => "unused-stream",
        Http2Abuse.GoAwayIgnored => "goaway-ignored",
        _ => throw new ArgumentOutOfRangeException(nameof(abuse), abuse, "no abuse"),
    };

    /// <summary>What the peer does, for people: in logs and in the text of a GOAWAY.</summary>
    /// <param name="abuse">The abuse.</param>
    internal static string Describe(this Http2Abuse abuse) => abuse switch
    {
        Http2Abuse.RapidReset => "too many streams reset before they were answered",
        Http2Abuse.InducedReset => "too many streams that had to be reset or refused",
        Http2Abuse.StrayFrames => "too many frames for streams that are no more",
        Http2Abuse.SettingsFlood => "too many SETTINGS",
        Http2Abuse.PingFlood => "too many PINGs",
        Http2Abuse.PriorityFlood => "too many PRIORITYs",
        Http2Abuse.EmptyFrames => "too many empty DATA frames",
        Http2Abuse.WindowUpdateFlood => "too many WINDOW_UPDATEs for what was sent",
        Http2Abuse.UnknownFrames => "too many frames of unknown types",
        Http2Abuse.GoAwayFlood => "too many GOAWAYs",
        Http2Abuse.HeaderExpansion => "header blocks that unpack to too much",
        Http2Abuse.TableChurn => "too many changes of the header table's size",
        Http2Abuse.ContinuationFlood => "too many CONTINUATIONs",
        Http2Abuse.HeaderSize => "headers greater than the limit",
        Http2Abuse.InterimResponses => "too many interim responses",
        Http2Abuse.UnreadAnswers => "too many frames that want an answer, and answers that are not read",
        Http2Abuse.UnfinishedFrame => "a frame that is not finished in time",
        Http2Abuse.StalledWindow => "a window that stays shut",
        Http2Abuse.UnusedStream => "a stream that nobody uses",
        Http2Abuse.GoAwayIgnored => "new streams long after a GOAWAY",
        _ => abuse.Label(),
    };
}
