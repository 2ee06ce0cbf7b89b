namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// How much of each <see cref="Allowance"/> a peer has used up. Time is told to it, so that a frame costs an addition and
/// no look at a clock.
/// </summary>
internal sealed class FloodMeter
{
    private const int Measured = (int)Http2Abuse.TableChurn + 1;
    private const long Scale = 1_000;
    private readonly Http2FloodLimits _limits;

    /// <summary>Used up, in thousandths, so that a millisecond gives back something.</summary>
    private readonly long[] _used = new long[Measured];

    public FloodMeter(Http2FloodLimits limits) => _limits = limits;

    /// <summary>Uses up some of an allowance; false when there is not so much.</summary>
    public bool TrySpend(Http2Abuse abuse, long count = 1) =>
        (_used[(int)abuse] += count * Scale) <= Scale * _limits.Of(abuse).Burst;

    /// <summary>Gives back some that useful traffic has earned.</summary>
    public void Earn(Http2Abuse abuse, long count = 1)
    {
        ref var used = ref _used[(int)abuse];
        if (used > 0)
            used = Math.Max(0, used - (count * Scale));
    }

    /// <summary>Gives back what comes with a stream that is opened.</summary>
    public void EarnByStream()
    {
        Earn(Http2Abuse.StrayFrames, _limits.PerStream);
        Earn(Http2Abuse.PriorityFlood, _limits.PerStream);
        Earn(Http2Abuse.WindowUpdateFlood, _limits.PerStream);
    }

    /// <summary>Gives back what comes with a DATA frame that has data.</summary>
    public void EarnByData()
    {
        Earn(Http2Abuse.PingFlood);
        Earn(Http2Abuse.EmptyFrames);
    }

    /// <summary>Gives back what time does.</summary>
    public void Elapse(TimeSpan elapsed)
    {
        // An allowance a second is one in thousandths a millisecond.
        var milliseconds = (long)Math.Clamp(elapsed.TotalMilliseconds, 0, int.MaxValue);
        for (var abuse = Http2Abuse.RapidReset; (int)abuse < Measured; abuse++)
        {
            ref var used = ref _used[(int)abuse];
            if (used > 0)
                used = Math.Max(0, used - (milliseconds * _limits.Of(abuse).PerSecond));
        }
    }
}
