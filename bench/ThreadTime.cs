using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScopeMesh.Bench;

/// <summary>
/// The processor time of this thread, so that what else runs on the machine counts as little as possible. Where it is
/// not to be had, the time of the clock.
/// </summary>
internal static partial class ThreadTime
{
    private const int ThreadCpuTimeClock = 3;

    public static double Nanoseconds =>
        OperatingSystem.IsLinux() && GetTime(ThreadCpuTimeClock, out var time) == 0
            ? time.Seconds * 1e9 + time.Nanoseconds
            : Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
