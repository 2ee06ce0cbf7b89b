using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tunnel;

/// <summary>
/// A caller's cancellation together with a limit of time, which can be told apart afterwards. The loop's ticker watches the
/// time, to the second: there are many of these, and few are ever over.
/// </summary>
internal sealed class Deadline : IDisposable, ITicked
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _caller;
    private readonly Ticker _ticker;
    private readonly TimeSpan _due;
    private bool _isOver;

    public Deadline(int seconds, TimeProvider time, CancellationToken caller)
    {
        _caller = caller;
        _ticker = EventLoop.Require().TickerOf(time);
        _ticker.Add(this);
        _due = _ticker.Now + TimeSpan.FromSeconds(seconds);
        if (caller.CanBeCanceled)
            _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _cancellation);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Whether the time is over, and it was not the caller who gave up.</summary>
    public bool IsOver => _isOver && !_caller.IsCancellationRequested;

    void ITicked.OnTick(TimeSpan now, bool isPressed)
    {
        if (_isOver || now < _due)
            return;
        _isOver = true;
        _cancellation.Cancel();
    }

    public void Dispose()
    {
        _ticker.Remove(this);
        _registration.Dispose();
        _cancellation.Dispose();
    }
}
