using System.Diagnostics;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// How many bytes one side may still send (RFC 9113, 5.2). Below zero only after a SETTINGS frame made
/// the initial window smaller (6.9.2).
/// </summary>
internal struct FlowWindow(int initial)
{
    public int Available { get; private set; } = initial;

    /// <summary>Uses up bytes; false, and nothing used, when there are not so many.</summary>
    public bool TryTake(int count)
    {
        Debug.Assert(count >= 0, "a frame is not shorter than nothing");
        if (count > Available)
            return false;
        Available -= count;
        return true;
    }

    /// <summary>Adds credit, or takes it back by a negative number; false when the window would pass 2^31-1.</summary>
    public bool TryShift(int delta)
    {
        var shifted = (long)Available + delta;
        if (shifted is > int.MaxValue or < int.MinValue)
            return false;
        Available = (int)shifted;
        return true;
    }
}
