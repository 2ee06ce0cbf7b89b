using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What texts mean, compiled from nothing and by nothing but themselves.</summary>
internal sealed class ReferenceMesh(MeshCompilation compilation)
{
    private readonly MeshIndex _index = MeshIndex.Create(compilation.Mesh);
    private readonly Dictionary<(string Cluster, TableKey Key), RouteTable> _tables = [];

    public MeshCompilation Compilation => compilation;

    private Mesh Mesh => compilation.Mesh;

    /// <summary>The table of a viewpoint.</summary>
    public RouteTable Table(string cluster, TableKey key)
    {
        if (_tables.TryGetValue((cluster, key), out var known))
            return known;
        var network = key.Network ?? Mesh.Find(cluster)?.Network ?? "";
        return _tables[(cluster, key)] = RouteTableCompiler.Compile(_index, new Viewpoint(cluster, network, key.Role));
    }
}

/// <summary>
/// Meshes that were compiled once: several control planes see the same texts, one sooner than the other. What the product makes of
/// texts depends on what the texts before meant, and that is checked; so these stand for what was in force.
/// </summary>
internal sealed class ReferenceMeshes
{
    /// <summary>Of good texts every so many are compiled after what was in force; what that was makes no difference to them.</summary>
    private const int GoodAfterBefore = 4;

    private readonly Dictionary<string, ReferenceMesh> _references = [];
    private readonly Dictionary<string, MeshCompilation> _compilations = [];

    /// <summary>What texts mean, with nothing before them.</summary>
    public ReferenceMesh Of(MeshText texts)
    {
        if (!_references.TryGetValue(texts.Key, out var known))
            _references[texts.Key] = known = new ReferenceMesh(MeshCompiler.Compile(texts.ToSources()));
        return known;
    }

    /// <summary>What the product makes of texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="before">What was in force before; null at a first start.</param>
    /// <param name="meant">What that was compiled from, had it been good.</param>
    public MeshCompilation Compile(MeshText texts, MeshCompilation? before, MeshText? meant)
    {
        if (before is null || meant is null || (!texts.IsBad && texts.Number % GoodAfterBefore != 0))
            return Of(texts).Compilation;
        var key = $"{texts.Key} after {meant.Key}";
        if (!_compilations.TryGetValue(key, out var known))
            _compilations[key] = known = MeshCompiler.Compile(texts.ToSources(), before);
        return known;
    }
}

/// <summary>The texts of a mesh at one moment, as somebody sees them.</summary>
/// <param name="Scope">Its scope policy.</param>
/// <param name="Clusters">The clusters that are there.</param>
internal sealed record MeshText(ScopeText Scope, IReadOnlyList<ClusterText> Clusters)
{
    public bool IsBad => Scope.IsBad || Clusters.Any(cluster => cluster.IsBad);

    /// <summary>Equal where the texts are.</summary>
    public string Key { get; } =
        string.Join(' ', Clusters.Select(cluster => $"{cluster.Id}@{cluster.Version}").Prepend($"scope@{Scope.Version}"));

    /// <summary>How often the texts were changed.</summary>
    public int Number => Scope.Version + Clusters.Sum(cluster => cluster.Version);

    public MeshSources ToSources() => new(
        new SourceText("mesh.scope", Scope.Text), null, Clusters.Select(cluster => cluster.ToSources()).ToValueList());

    /// <summary>
    /// What is meant by these texts after others: those of a cluster that cannot be read mean what they meant when they last could,
    /// and if they never could, what of them can be read.
    /// </summary>
    /// <param name="before">What was meant before; null at a first start.</param>
    public MeshText After(MeshText? before)
    {
        if (before is null || !IsBad)
            return this;
        var clusters = Clusters.Select(cluster =>
            cluster.IsBad && before.Clusters.FirstOrDefault(one => one.Id == cluster.Id) is { IsBad: false } good ? good : cluster);
        return new MeshText(Scope.IsBad && !before.Scope.IsBad ? before.Scope : Scope, [.. clusters]);
    }
}
