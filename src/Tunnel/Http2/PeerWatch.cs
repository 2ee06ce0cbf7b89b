namespace ScopeMesh.Tunnel.Http2;

/// <summary>What is known of a stream at a time.</summary>
/// <param name="BytesSent">How many bytes of data we have sent since it began.</param>
/// <param name="BytesReceived">How many the peer has.</param>
/// <param name="IsBlocked">Whether data waits for the peer's window, of the stream or of the connection.</param>
internal readonly record struct StreamFacts(long BytesSent, long BytesReceived, bool IsBlocked);

/// <summary>What is known of a connection at a time.</summary>
/// <param name="FramesReceived"><see cref="Http2Connection.FramesReceived"/>.</param>
/// <param name="IsInsideFrame"><see cref="Http2Connection.IsInsideFrame"/>.</param>
/// <param name="IsGoAwayFinal"><see cref="Http2Connection.IsGoAwayFinal"/>.</param>
/// <param name="IgnoredStreams"><see cref="Http2Connection.IgnoredStreams"/>.</param>
internal readonly record struct ConnectionFacts(long FramesReceived, bool IsInsideFrame, bool IsGoAwayFinal, long IgnoredStreams);

/// <summary>What is remembered of a stream between two looks at it; the default before the first.</summary>
/// <param name="OpenedAt">When it was looked at first.</param>
/// <param name="StalledSince">Since when it has been blocked without progress.</param>
/// <param name="SentThen">How many bytes had been sent at that time.</param>
internal readonly record struct StreamWatch(TimeSpan? OpenedAt, TimeSpan? StalledSince, long SentThen);

/// <summary>What is remembered of a connection between two looks at it; the default before the first.</summary>
/// <param name="InsideSince">Since when it has been inside of one frame or header block.</param>
/// <param name="FramesThen">How many frames had begun at that time.</param>
/// <param name="FinalSince">Since when the peer may open no streams.</param>
/// <param name="IgnoredThen">How many streams had been ignored at the last look.</param>
internal readonly record struct ConnectionWatch(TimeSpan? InsideSince, long FramesThen, TimeSpan? FinalSince, long IgnoredThen);

/// <summary>
/// Finds peers that do too little: what <see cref="FloodMeter"/> is for frames, this is for time. It is looked at every
/// second or so; a state and facts give the next state and a verdict, and nothing else happens. Times count from any
/// fixed moment. A stream's verdict ends the stream, a connection's the connection.
/// </summary>
internal static class PeerWatch
{
    /// <summary>Looks at a stream.</summary>
    /// <param name="before">What was remembered.</param>
    /// <param name="facts">What is known now.</param>
    /// <param name="now">The time.</param>
    /// <param name="isPressed">Whether memory is short.</param>
    /// <param name="patience">The limits.</param>
    /// <param name="verdict">Why the stream has to end; none where it may go on.</param>
    public static StreamWatch Look(
        StreamWatch before, StreamFacts facts, TimeSpan now, bool isPressed, Http2Patience patience, out Http2Abuse verdict)
    {
        var openedAt = before.OpenedAt ?? now;
        var goesOn = facts.IsBlocked && before.StalledSince is not null && facts.BytesSent - before.SentThen < patience.ProgressBytes;
        var after = !facts.IsBlocked ? new StreamWatch(openedAt, null, 0)
            : goesOn ? before
            : new StreamWatch(openedAt, now, facts.BytesSent);
        verdict = HasPassed(now, after.StalledSince, Seconds(patience.StalledWindowSeconds)) ? Http2Abuse.StalledWindow
            : facts is { BytesSent: 0, BytesReceived: 0 } && HasPassed(now, openedAt, Seconds(patience.UnusedStreamSeconds)) ? Http2Abuse.UnusedStream
            : Http2Abuse.None;
        return after;

        int Seconds(int seconds) => isPressed ? Math.Min(seconds, patience.PressedSeconds) : seconds;
    }

    /// <summary>Looks at a connection.</summary>
    /// <inheritdoc cref="Look(StreamWatch, StreamFacts, TimeSpan, bool, Http2Patience, out Http2Abuse)"/>
    public static ConnectionWatch Look(
        ConnectionWatch before, ConnectionFacts facts, TimeSpan now, Http2Patience patience, out Http2Abuse verdict)
    {
        var staysInside = facts.IsInsideFrame && before.InsideSince is not null && facts.FramesReceived == before.FramesThen;
        var after = new ConnectionWatch(
            facts.IsInsideFrame ? (staysInside ? before.InsideSince : now) : null,
            facts.FramesReceived,
            facts.IsGoAwayFinal ? before.FinalSince ?? now : null,
            facts.IgnoredStreams);
        verdict = HasPassed(now, after.InsideSince, patience.FrameSeconds) ? Http2Abuse.UnfinishedFrame
            : facts.IgnoredStreams > before.IgnoredThen && HasPassed(now, after.FinalSince, patience.GoAwayGraceSeconds) ? Http2Abuse.GoAwayIgnored
            : Http2Abuse.None;
        return after;
    }

    private static bool HasPassed(TimeSpan now, TimeSpan? since, int seconds) =>
        since is { } begun && now - begun > TimeSpan.FromSeconds(seconds);
}
