using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// Watches that the peer lives: its first SETTINGS in time, then a PING after each quiet interval, and an answer
/// to it in time. One timer does all of it in turn.
/// </summary>
internal sealed class Keepalive : IDisposable
{
    private readonly EventLoop _loop;
    private readonly TunnelLimits _limits;
    private readonly Action<ulong> _ping;
    private readonly Action<string> _timeOut;
    private readonly ITimer _timer;
    private State _state = State.Handshake;
    private ulong _lastPing;

    public Keepalive(EventLoop loop, TunnelLimits limits, TimeProvider time, Action<ulong> ping, Action<string> timeOut)
    {
        (_loop, _limits, _ping, _timeOut) = (loop, limits, ping, timeOut);
        _timer = time.CreateTimer(_ => _loop.Run(OnTimer), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(limits.HandshakeTimeoutSeconds);
    }

    private enum State
    {
        Handshake,
        Quiet,
        AwaitingPong,
        Ended,
    }

    public int PongCount { get; private set; }

    /// <summary>The peer's SETTINGS have come.</summary>
    public void OnHandshake()
    {
        if (_state == State.Handshake)
            Enter(State.Quiet, _limits.PingIntervalSeconds);
    }

    /// <summary>A PING was answered.</summary>
    public void OnPong(ulong opaque)
    {
        if (_state != State.AwaitingPong || opaque != _lastPing)
            return;
        PongCount++;
        Enter(State.Quiet, _limits.PingIntervalSeconds);
    }

    public void Dispose()
    {
        _state = State.Ended;
        _timer.Dispose();
    }

    private void OnTimer()
    {
        switch (_state)
        {
            case State.Quiet:
                _lastPing++;
                Enter(State.AwaitingPong, _limits.PingTimeoutSeconds);
                _ping(_lastPing);
                break;
            case State.Handshake:
                _timeOut($"the peer did not begin HTTP/2 within {_limits.HandshakeTimeoutSeconds} s");
                break;
            case State.AwaitingPong:
                _timeOut($"the peer did not answer a PING within {_limits.PingTimeoutSeconds} s");
                break;
            default:
                // The connection has ended while the timer's word was under way.
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
