using System.Net;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>How the node proxy of one Node runs.</summary>
internal sealed record NodeOptions
{
    public required string Cluster { get; init; }

    /// <summary>The Node whose pods it serves; empty where it serves one pod, and nobody says where that runs.</summary>
    public required string Node { get; init; }

    /// <summary>The trust domain of its own identity.</summary>
    public string TrustDomain { get; init; } = WellKnown.DefaultTrustDomain;

    /// <summary>Where it has its route table and its certificates from.</summary>
    public required NodeSupply Supply { get; init; }

    /// <summary>The network of the Node, as the control plane is told (ztunnel's <c>NETWORK</c>); empty for the unnamed one.</summary>
    public string NetworkName { get; init; } = "";

    /// <summary>The network that sockets are made on.</summary>
    public UnderlayNetwork Network { get; init; } = new(UnderlayMap.Identity);

    /// <summary>Where health, metrics and dumps are served.</summary>
    public IPEndPoint Admin { get; init; } = new(IPAddress.Loopback, 15000);

    /// <summary>The file of revocation lists that it follows; null for none.</summary>
    public string? RevocationFile { get; init; }

    /// <summary>How it meets the traffic of its pods.</summary>
    public NodeMode Mode { get; init; } = new NodeMode.Socks(DefaultSocksPort);

    /// <summary>The pod that it runs in itself; null where it is in none, or nobody says. It counts in shared mode.</summary>
    public OwnPod? OwnPod { get; init; }

    /// <summary>How traffic is captured, in modes that do.</summary>
    public CaptureSettings Capture { get; init; } = CaptureSettings.Default;

    /// <summary>How it is watched, and how it ends.</summary>
    public OperationsOptions Operations { get; init; } = OperationsOptions.Default;

    /// <summary>What it says of its settings, in <c>/config_dump</c>; null where nobody has any.</summary>
    public IConfigDumpPart? Settings { get; init; }

    public TunnelLimits Limits { get; init; } = TunnelLimits.Default;

    /// <summary>The identity of the node proxy itself, as Istio names its own.</summary>
    public SpiffeId Identity => new(TrustDomain, WellKnown.SystemNamespace, ServiceAccount);

    public const string ServiceAccount = "ztunnel";

    /// <summary>The first port that is tried for SOCKS, if none is given.</summary>
    public const int DefaultSocksPort = 15080;
}
