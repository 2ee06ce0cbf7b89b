using System.Net;
using ScopeMesh.Hosts.Connections;

namespace ScopeMesh.Hosts.Admin;

/// <summary>How a host is watched, and how it ends.</summary>
internal sealed record OperationsOptions
{
    /// <summary>What holds where nothing else is said: everything at the admin address, and five seconds to end.</summary>
    public static OperationsOptions Default { get; } = new();

    /// <summary>Where <c>/metrics</c> and <c>/stats/prometheus</c> are served to others, 15020 at ztunnel; null for at the admin address alone.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>Where <c>/healthz/ready</c> is served to others, 15021 at ztunnel; null for at the admin address alone.</summary>
    public IPEndPoint? Readiness { get; init; }

    /// <summary>How the host ends.</summary>
    public DrainOptions Drain { get; init; } = new();
}
