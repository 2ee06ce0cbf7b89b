using System.Net;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Up;

/// <summary>How a whole mesh runs on one machine.</summary>
internal sealed record UpOptions
{
    /// <summary>The mesh folder.</summary>
    public required string MeshFolder { get; init; }

    /// <summary>The first loopback address that stands in for a real one.</summary>
    public IPAddress Loopback { get; init; } = UnderlayPlan.DefaultStart;

    /// <summary>The last port to begin at: there must be room for what follows.</summary>
    public const int LastFirstPort = 60_000;

    /// <summary>The first port that is tried for control planes and admin servers, and a thousand on, for SOCKS.</summary>
    public int FirstPort { get; init; } = 15100;

    /// <summary>Where the logs of all hosts go.</summary>
    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };
}
