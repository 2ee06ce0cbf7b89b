using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Hosts.Connections;

/// <summary>The threads of the process on which bytes move.</summary>
internal static class DataPlane
{
    private const int MaxLoops = 2;
    private static readonly Lazy<EventLoops> Started = new(() => EventLoops.Start(Math.Min(MaxLoops, Environment.ProcessorCount)));

    /// <summary>The event loops, which are started when they are first asked for, and end with the process.</summary>
    public static EventLoops Loops => Started.Value;
}
