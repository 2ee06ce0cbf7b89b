namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>
/// A clock that stands until somebody steps, with everything that is to happen: by time, then in the order in which it was asked
/// for. The product's timers run by it.
/// </summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<Action, (long Due, long Order)> _agenda = new();
    private long _order;

    /// <summary>Since the simulation began.</summary>
    public TimeSpan Now { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override long GetTimestamp() => Now.Ticks;

    public void After(TimeSpan delay, Action happen) => _agenda.Enqueue(happen, ((Now + delay).Ticks, _order++));

    /// <summary>Lets the next thing happen that is due by then; false where there is none.</summary>
    public bool Step(TimeSpan until)
    {
        if (!_agenda.TryPeek(out _, out var next) || next.Due > until.Ticks)
        {
            Now = until;
            return false;
        }

        Now = new TimeSpan(next.Due);
        _agenda.Dequeue()();
        return true;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer that goes off once.</summary>
    private sealed class SimulatedTimer(SimulatedTime time, Action callback) : ITimer
    {
        private long _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("nothing here needs a timer that goes off again and again");
            var setting = ++_setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.After(dueTime, () =>
                {
                    if (setting == _setting)
                        callback();
                });
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
