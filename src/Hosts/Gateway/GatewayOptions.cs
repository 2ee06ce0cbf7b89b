using System.Net;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Gateway;

/// <summary>How one east-west gateway runs.</summary>
internal sealed record GatewayOptions
{
    public required string Cluster { get; init; }

    /// <summary>The network whose services it leads to.</summary>
    public required string GatewayNetwork { get; init; }

    /// <summary>The Gateway's name and namespace.</summary>
    public required NamespacedName Name { get; init; }

    /// <summary>The identity that it proves.</summary>
    public required SpiffeId Identity { get; init; }

    /// <summary>Where it listens.</summary>
    public required ValueList<IPEndPoint> Listen { get; init; }

    /// <summary>Where the control plane is.</summary>
    public required IPEndPoint Control { get; init; }

    /// <summary>What the control plane's certificate must chain to.</summary>
    public required X509Certificate2Collection Roots { get; init; }

    /// <summary>The token by which it authenticates; read anew for each use.</summary>
    public required Func<string> Token { get; init; }

    /// <summary>The file of revocation lists that it follows; null for none.</summary>
    public string? RevocationFile { get; init; }

    /// <summary>The network that sockets are made on.</summary>
    public UnderlayNetwork Network { get; init; } = new(UnderlayMap.Identity);

    /// <summary>Where health, metrics and dumps are served.</summary>
    public IPEndPoint Admin { get; init; } = new(IPAddress.Loopback, 15000);

    /// <summary>How it is watched, and how it ends.</summary>
    public OperationsOptions Operations { get; init; } = OperationsOptions.Default;

    public TunnelLimits Limits { get; init; } = TunnelLimits.Default;

    /// <summary>How many connections one listener serves at a time.</summary>
    public int ConnectionsPerListener { get; init; } = 10_000;
}
