namespace ScopeMesh.Tunnel.Loops;

/// <summary>Something that looks around every second.</summary>
internal interface ITicked
{
    /// <summary>A second or so has passed.</summary>
    /// <param name="now">The time since some moment.</param>
    /// <param name="isPressed">Whether memory is short.</param>
    void OnTick(TimeSpan now, bool isPressed);
}

/// <summary>One timer for all on a loop that look around every second by the same clock.</summary>
internal sealed class Ticker(EventLoop loop, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<ITicked> _ticked = [];
    private readonly long _start = time.GetTimestamp();
    private ITimer? _timer;

    public TimeSpan Now => time.GetElapsedTime(_start);

    public void Add(ITicked ticked)
    {
        _ticked.Add(ticked);
        _timer ??= time.CreateTimer(_ => loop.Run(Tick), null, Interval, Interval);
    }

    public void Remove(ITicked ticked)
    {
        if (!_ticked.Remove(ticked) || _ticked.Count > 0)
            return;
        _timer?.Dispose();
        _timer = null;
    }

    private void Tick()
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        var isPressed = memory.MemoryLoadBytes > 0 && memory.MemoryLoadBytes >= memory.HighMemoryLoadThresholdBytes;
        foreach (var ticked in _ticked.ToArray())
            ticked.OnTick(Now, isPressed);
    }
}
