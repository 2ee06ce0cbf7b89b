namespace ScopeMesh.Tunnel.Http2;

/// <summary>How much of something a peer may do: a number at once, and so many a second on top.</summary>
/// <param name="Burst">How much at once; 0 forbids it.</param>
/// <param name="PerSecond">How much comes back each second, up to the burst.</param>
public readonly record struct Allowance(int Burst, int PerSecond);

/// <summary>
/// How much a peer may do of what costs us more than it, or brings nobody anything. Useful traffic earns allowance as
/// well as time does, so that no honest peer runs out of it however fast the machines are; what earns it stands with
/// each limit. Whoever exceeds one loses the connection by ENHANCE_YOUR_CALM.
/// </summary>
public sealed record Http2FloodLimits
{
    /// <summary>The limits that hold where nothing else is said.</summary>
    public static Http2FloodLimits Default { get; } = new();

    /// <summary>
    /// Streams that the peer resets before we answered them: each made us dial for nothing. A peer whose callers give up
    /// all at once does that for all its streams, some times over. Each stream that is accepted earns one.
    /// </summary>
    public Allowance RapidResets { get; init; } = new(1_000, 100);

    /// <summary>
    /// Streams that we reset for a violation, refuse for being too many, or answer by 431. Refusals are honest in the first
    /// moment, when a client has not read yet how many streams it may open. Nothing earns any.
    /// </summary>
    public Allowance InducedResets { get; init; } = new(1_000, 10);

    /// <summary>
    /// HEADERS and RST_STREAM for streams that have ended or came too late for our GOAWAY. Both sides may end a stream at
    /// the same time, so each stream that is opened earns <see cref="PerStream"/>.
    /// </summary>
    public Allowance StrayFrames { get; init; } = new(10_000, 1_000);

    /// <summary>SETTINGS and their acknowledgements. Peers that tune their windows send some a round trip at first. Nothing earns any.</summary>
    public Allowance Settings { get; init; } = new(1_000, 10);

    /// <summary>PINGs and their answers. Some peers measure the way by one PING for each round trip that brings data, so each DATA frame earns one, and so does each PING of ours.</summary>
    public Allowance Pings { get; init; } = new(1_000, 100);

    /// <summary>PRIORITYs, which are obsolete but harmless. Each stream that is opened earns <see cref="PerStream"/>.</summary>
    public Allowance Priorities { get; init; } = new(1_000, 100);

    /// <summary>DATA frames without data, and without the end of a stream. Each that has data earns one.</summary>
    public Allowance EmptyFrames { get; init; } = new(10_000, 1_000);

    /// <summary>
    /// WINDOW_UPDATEs. Each <see cref="BytesPerWindowUpdate"/> that we sent earn one, and each stream that is opened
    /// <see cref="PerStream"/>.
    /// </summary>
    public Allowance WindowUpdates { get; init; } = new(10_000, 1_000);

    /// <summary>How few bytes an honest peer acknowledges at a time: a careless one announces what it reads, stream and connection each.</summary>
    public int BytesPerWindowUpdate { get; init; } = 256;

    /// <summary>Frames of unknown types, which peers send to see that we ignore them. Nothing earns any.</summary>
    public Allowance UnknownFrames { get; init; } = new(1_000, 100);

    /// <summary>GOAWAYs: two make a graceful end, and one more says why there is a hurry. Nothing earns any.</summary>
    public Allowance GoAways { get; init; } = new(16, 1);

    /// <summary>
    /// Bytes of unpacked header fields (RFC 9113, 6.5.2) beyond what their block measured and <see cref="FreeHeaderBytes"/>:
    /// nearly none from tunnels, whose heads are short, and all of a bomb's.
    /// </summary>
    public Allowance HeaderExpansionBytes { get; init; } = new(16 * 1024 * 1024, 1024 * 1024);

    /// <summary>How many unpacked bytes each header block may have however small it is.</summary>
    public int FreeHeaderBytes { get; init; } = 8 * 1024;

    /// <summary>
    /// Changes of the size of HPACK's table (RFC 7541, 6.3). Fields that are put in and pushed out again are paid for by
    /// the bytes that spell them, and need no limit. Nothing earns any.
    /// </summary>
    public Allowance TableResizes { get; init; } = new(1_000, 10);

    /// <summary>How much a stream that is opened earns of what may come with streams.</summary>
    public int PerStream { get; init; } = 4;

    /// <summary>The allowance for an abuse that is measured; nothing for the others.</summary>
    internal Allowance Of(Http2Abuse abuse) => abuse switch
    {
        Http2Abuse.RapidReset => RapidResets,
        Http2Abuse.InducedReset => InducedResets,
        Http2Abuse.StrayFrames => StrayFrames,
        Http2Abuse.SettingsFlood => Settings,
        Http2Abuse.PingFlood => Pings,
        Http2Abuse.PriorityFlood => Priorities,
        Http2Abuse.EmptyFrames => EmptyFrames,
        Http2Abuse.WindowUpdateFlood => WindowUpdates,
        Http2Abuse.UnknownFrames => UnknownFrames,
        Http2Abuse.GoAwayFlood => GoAways,
        Http2Abuse.HeaderExpansion => HeaderExpansionBytes,
        Http2Abuse.TableChurn => TableResizes,
        _ => default,
    };
}
