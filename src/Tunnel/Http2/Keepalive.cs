namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// Watches that the peer lives: its first SETTINGS in time, then a PING after each quiet interval, and an answer
/// to it in time. One timer does all of it in turn.
/// </summary>
internal sealed class Keepalive : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TunnelLimits _limits;
    private readonly Action<ulong> _ping;
    private readonly Action<string> _timeOut;
    private readonly ITimer _timer;
    private State _state = State.Handshake;
    private ulong _lastPing;

    public Keepalive(TunnelLimits limits, TimeProvider time, Action<ulong> ping, Action<string> timeOut)
    {
        (_limits, _ping, _timeOut) = (limits, ping, timeOut);
        _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(limits.HandshakeTimeoutSeconds);
    }

    private enum State
    {
        Handshake,
        Quiet,
        AwaitingPong,
    }

    public int PongCount { get; private set; }

    /// <summary>The peer's SETTINGS have come.</summary>
    public void OnHandshake()
    {
        lock (_lock)
        {
            if (_state == State.Handshake)
                Enter(State.Quiet, _limits.PingIntervalSeconds);
        }
    }

    /// <summary>A PING was answered.</summary>
    public void OnPong(ulong opaque)
    {
        lock (_lock)
        {
            if (_state != State.AwaitingPong || opaque != _lastPing)
                return;
            PongCount++;
            Enter(State.Quiet, _limits.PingIntervalSeconds);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        State state;
        lock (_lock)
        {
            state = _state;
            if (state == State.Quiet)
            {
                _lastPing++;
                Enter(State.AwaitingPong, _limits.PingTimeoutSeconds);
            }
        }
        switch (state)
        {
            case State.Quiet:
                _ping(_lastPing);
                break;
            case State.Handshake:
                _timeOut($"the peer did not begin HTTP/2 within {_limits.HandshakeTimeoutSeconds} s");
                break;
            case State.AwaitingPong:
                _timeOut($"the peer did not answer a PING within {_limits.PingTimeoutSeconds} s");
                break;
        }
    }

    private void Enter(State state, int seconds)
    {
        _state = state;
        Arm(seconds);
    }

    private void Arm(int seconds) => _timer.Change(TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
