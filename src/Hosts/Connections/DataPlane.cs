using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Hosts.Connections;

/// <summary>The threads of the process on which bytes move.</summary>
internal static partial class DataPlane
{
    private const int MaxLoops = 2;
    private static readonly Lazy<EventLoops> Started = new(Start);
    private static volatile ILogger? s_log;

    /// <summary>The event loops, which are started when they are first asked for, and end with the process.</summary>
    public static EventLoops Loops => Started.Value;

    /// <summary>Says where to tell what goes wrong on a loop that belongs to no connection; the last one counts.</summary>
    /// <param name="log">Where.</param>
    public static void ReportTo(ILogger log) => s_log = log;

    private static EventLoops Start()
    {
        var loops = EventLoops.Start(Math.Min(MaxLoops, Environment.ProcessorCount));
        foreach (var loop in loops.All)
            loop.Faulted += Report;
        return loops;
    }

    private static void Report(Exception error)
    {
        if (s_log is { } log)
            Log.Unexpected(log, error);
    }

    private static partial class Log
    {
        [LoggerMessage(2311, LogLevel.Error, "something went wrong on an event loop, which goes on")]
        public static partial void Unexpected(ILogger log, Exception exception);
    }
}
