using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy.Local;

/// <summary>How a node proxy runs without a control plane.</summary>
internal sealed record LocalConfigurationOptions
{
    /// <summary>The file of ztunnel's local configuration, which is followed.</summary>
    public required string File { get; init; }

    /// <summary>The folder of the authority that signs, as <c>bootstrap</c> writes it; null for one that only this process trusts.</summary>
    public string? AuthorityFolder { get; init; }

    /// <summary>From where the node proxy looks at the mesh.</summary>
    public required Viewpoint Viewpoint { get; init; }

    /// <summary>The trust domain that an authority of its own speaks for.</summary>
    public string TrustDomain { get; init; } = WellKnown.DefaultTrustDomain;

    /// <summary>Whether it speaks for a workload: no other's identity is signed.</summary>
    public required Func<Workload, bool> IsOwn { get; init; }

    /// <summary>How large the file may be.</summary>
    public ManifestLimits FileLimits { get; init; } = LocalConfigurationReader.DefaultLimits;

    /// <summary>How often the file is looked at; it counts when two looks have seen the same. In milliseconds.</summary>
    public int PollMilliseconds { get; init; } = 250;

    /// <summary>How a node proxy runs by local configuration.</summary>
    /// <param name="options">What else is known of it.</param>
    /// <param name="supply">The files.</param>
    public static LocalConfigurationOptions Of(NodeOptions options, NodeSupply.LocalConfiguration supply) => new()
    {
        File = supply.File,
        AuthorityFolder = supply.AuthorityFolder,
        Viewpoint = new Viewpoint(options.Cluster, options.NetworkName, ViewpointRole.Node),
        TrustDomain = options.TrustDomain,
        IsOwn = options.Mode.Match<Func<Workload, bool>>(
            _ => workload => workload.Cluster == options.Cluster && workload.Node == options.Node,
            pod => workload => workload.Cluster == options.Cluster && workload.Namespace == pod.Namespace && workload.Name == pod.Name,
            _ => workload => workload.Cluster == options.Cluster && workload.Node == options.Node),
    };
}
