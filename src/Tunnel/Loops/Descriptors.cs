using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>
/// How the file descriptors that the process may have are shared out, so that the last ones are there for what must
/// go on: connections that come stop first, those that are made for them next, and the rest is for the control plane, certificates,
/// files, and whoever wants to know what is going on.
/// </summary>
/// <remarks>A process is given the lowest number that is free, so that the number of a new descriptor says how many there are at least.</remarks>
public static class Descriptors
{
    /// <summary>How many are kept for either purpose, at most; fewer where the process may have few.</summary>
    private const int MostInReserve = 256;

    /// <summary>For how long what the system said is believed: to ask for each connection costs as much as to close one.</summary>
    private const int BelievedMilliseconds = 100;

    private static Answer? s_last;

    /// <summary>
    /// How many the process may have now, or had a moment ago; <see cref="int.MaxValue"/> where there is no limit, or none that is known
    /// (getrlimit(2)).
    /// </summary>
    public static int Most
    {
        get
        {
            var now = Environment.TickCount64;
            if (Volatile.Read(ref s_last) is { } last && now - last.At < BelievedMilliseconds)
                return last.Most;
            var most = Ask();
            Volatile.Write(ref s_last, new Answer(most, now));
            return most;
        }
    }

    /// <summary>Connections that come are taken as long as their descriptors are less than this.</summary>
    public static int AcceptBelow => Below(2);

    /// <summary>Connections are made as long as their descriptors are less than this.</summary>
    public static int ConnectBelow => Below(1);

    private static int Below(int reserves)
    {
        var most = Most;
        return most - (reserves * Math.Min(MostInReserve, most / 8));
    }

    private static unsafe int Ask()
    {
        if (!OperatingSystem.IsLinux())
            return int.MaxValue;
        var limits = stackalloc ulong[2];
        return Libc.GetLimit(Libc.DescriptorLimit, limits) == 0 ? (int)Math.Min(limits[0], int.MaxValue) : int.MaxValue;
    }

    private sealed record Answer(int Most, long At);
}
