using System.Net;
using ScopeMesh.Hosts.Certificates;

namespace ScopeMesh.Hosts.ControlPlane;

/// <summary>How the control plane of one cluster runs.</summary>
internal sealed record ControlOptions
{
    /// <summary>The name that its certificate is for, as Istio's clients expect it.</summary>
    public const string DnsName = "istiod.istio-system.svc";

    /// <summary>The cluster that it serves.</summary>
    public required string Cluster { get; init; }

    /// <summary>The mesh folder: its own cluster's manifests, and its peers'.</summary>
    public required string MeshFolder { get; init; }

    /// <summary>Signs the cluster's certificates.</summary>
    public required CertificateAuthority Authority { get; init; }

    /// <summary>Who may subscribe and ask for certificates, now.</summary>
    public required Func<BootstrapTokens> Tokens { get; init; }

    /// <summary>Where discovery and certificates are served.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 15012);

    /// <summary>Where health, metrics and dumps are served.</summary>
    public IPEndPoint Admin { get; init; } = new(IPAddress.Loopback, 15014);
}
