using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// What compilations one after the other remember, so that one that differs from the last in little costs little, and
/// shares with it what is alike. It changes nothing of what they give. For one caller at a time.
/// </summary>
public sealed class CompilationMemory
{
    private readonly Dictionary<SourceText, ManifestRead> _texts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, RememberedCluster> _clusters = new(StringComparer.Ordinal);

    /// <summary>What a text holds.</summary>
    internal ManifestRead Read(SourceText text)
    {
        if (!_texts.TryGetValue(text, out var read))
            _texts.Add(text, read = ManifestReader.Read(text));
        return read;
    }

    /// <summary>A cluster and what was found in it.</summary>
    internal (Cluster Cluster, ValueList<Diagnostic> Diagnostics) Compile(
        ClusterSources sources, ScopePolicy policy, MeshConfig config, PolicyTrust trust)
    {
        var last = _clusters.GetValueOrDefault(sources.Id);
        if (last is null || last.Sources != sources || last.Config != config || last.Trust != trust)
            last = Anew(sources, policy, config, trust);
        else if (!last.Cluster.ScopePolicy.Equals(policy))
            last = last with { Cluster = last.Cluster with { ScopePolicy = policy } };
        _clusters[sources.Id] = last;
        return (last.Cluster, last.Diagnostics);
    }

    private RememberedCluster Anew(ClusterSources sources, ScopePolicy policy, MeshConfig config, PolicyTrust trust)
    {
        var bag = new DiagnosticBag();
        var manifests = AmendedManifests.Of(ClusterManifests.Read(sources, Read, bag), sources.Amendments, Read, bag);
        var cluster = ClusterCompiler.Compile(manifests, policy, config, trust, WellKnown.DefaultDomainSuffix, bag);
        return new RememberedCluster(
            sources, config, trust, AmendedPods.Of(cluster, sources.Amendments, bag), bag.ToOrderedList());
    }

    private sealed record RememberedCluster(
        ClusterSources Sources, MeshConfig Config, PolicyTrust Trust, Cluster Cluster, ValueList<Diagnostic> Diagnostics);
}
