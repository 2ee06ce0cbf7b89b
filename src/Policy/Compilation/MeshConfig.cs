using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What is read of Istio's MeshConfig besides its scope rules; what it does not set is null.</summary>
public sealed record MeshConfig
{
    /// <summary>Nothing is set.</summary>
    public static MeshConfig Default { get; } = new();

    /// <summary>The trust domain of workloads' identities.</summary>
    public string? TrustDomain { get; init; }

    /// <summary>Trust domains whose principals policies take for those of the trust domain.</summary>
    public ValueList<string>? TrustDomainAliases { get; init; }

    /// <summary>The namespace whose policies hold for the mesh.</summary>
    public string? RootNamespace { get; init; }

    /// <summary>What becomes of connections to what the mesh does not know.</summary>
    public OutboundTrafficPolicy? OutboundTrafficPolicy { get; init; }

    /// <summary>Which hosts stay within their clusters, in the order in which it is said.</summary>
    public ValueList<ClusterLocalHost>? ServiceSettings { get; init; }

    /// <summary>Foreign trust domains and their roots, as far as those are written and not fetched, ordered.</summary>
    public ValueList<TrustBundle>? Federation { get; init; }

    /// <summary>These values, and another's for what is not set here.</summary>
    /// <param name="common">What holds where nothing is set.</param>
    internal MeshConfig Over(MeshConfig common) => new()
    {
        TrustDomain = TrustDomain ?? common.TrustDomain,
        TrustDomainAliases = TrustDomainAliases ?? common.TrustDomainAliases,
        RootNamespace = RootNamespace ?? common.RootNamespace,
        OutboundTrafficPolicy = OutboundTrafficPolicy ?? common.OutboundTrafficPolicy,
        ServiceSettings = ServiceSettings ?? common.ServiceSettings,
        Federation = Federation ?? common.Federation,
    };
}
