using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <content>Looks every second at what the peer does with its time, and ends what meets a limit.</content>
public sealed partial class Http2Session : ITicked
{
    private ConnectionWatch _watch;
    private TimeSpan _lastTick;

    void ITicked.OnTick(TimeSpan now, bool isPressed)
    {
        Connection.Elapse(now - _lastTick);
        _lastTick = now;
        var patience = Connection.Limits.Patience;
        List<(Http2StreamTransport Stream, Http2Abuse Abuse)>? ended = null;
        foreach (var stream in _streams.Values)
        {
            stream.Watch = PeerWatch.Look(stream.Watch, stream.Facts, now, isPressed, patience, out var verdict);
            if (verdict != Http2Abuse.None)
                (ended ??= []).Add((stream, verdict));
        }
        foreach (var (stream, abuse) in ended ?? [])
            End(stream, abuse);
        var facts = new ConnectionFacts(
            Connection.FramesReceived, Connection.IsInsideFrame, Connection.IsGoAwayFinal, Connection.IgnoredStreams);
        _watch = PeerWatch.Look(_watch, facts, now, patience, out var found);
        if (found != Http2Abuse.None)
            End(found);
    }

    private void StartWatching()
    {
        var ticker = Loop.TickerOf(_time);
        _lastTick = ticker.Now;
        ticker.Add(this);
    }

    private void StopWatching() => Loop.TickerOf(_time).Remove(this);

    private void End(Http2StreamTransport stream, Http2Abuse abuse)
    {
        Connection.Reset(stream.Id, Http2ErrorCode.EnhanceYourCalm);
        stream.OnFailed(LimitReached(abuse));
        ForgetIfDone(stream);
        Flush();
    }

    private void End(Http2Abuse abuse)
    {
        Connection.End(abuse);
        Fail(LimitReached(abuse));
        _ = DisposeAsync().AsTask();
    }

    /// <summary>The error of a stream or connection that ends by a limit, which is counted with it.</summary>
    private TunnelException LimitReached(Http2Abuse abuse)
    {
        TunnelMetrics.CountLimit(abuse.Label());
        return Failed(TunnelFault.LimitReached, $"the peer met the limit `{abuse.Label()}`: {abuse.Describe()}");
    }

    /// <summary>Why the peer's violation ended the connection.</summary>
    private TunnelException ViolationByPeer() => Connection.Abuse == Http2Abuse.None
        ? Failed(TunnelFault.ProtocolError, $"the peer broke HTTP/2: {Connection.FailureReason}")
        : LimitReached(Connection.Abuse);
}
