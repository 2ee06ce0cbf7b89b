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

    public Mesh Mesh => compilation.Mesh;

    /// <summary>The table of a viewpoint.</summary>
    public RouteTable Table(string cluster, TableKey key)
    {
        if (_tables.TryGetValue((cluster, key), out var known))
            return known;
        var network = key.Network ?? Mesh.Find(cluster)?.Network ?? "";
        return _tables[(cluster, key)] = RouteTableCompiler.Compile(_index, new Viewpoint(cluster, network, key.Role));
    }
}

/// <summary>Meshes that were compiled once: several control planes see the same texts, one sooner than the other.</summary>
internal sealed class ReferenceMeshes
{
    private readonly Dictionary<string, ReferenceMesh> _references = [];
    private readonly Dictionary<string, (int Number, MeshCompilation Compilation)> _compilations = [];

    /// <summary>What texts mean, with nothing before them.</summary>
    public ReferenceMesh Of(ScopeText scope, IReadOnlyCollection<ClusterText> clusters)
    {
        var key = Key(scope, clusters);
        if (!_references.TryGetValue(key, out var known))
            _references[key] = known = new ReferenceMesh(MeshCompiler.Compile(Sources(scope, clusters)));
        return known;
    }

    /// <summary>What the product makes of texts after what was in force before; a number stands for that.</summary>
    public (int Number, MeshCompilation Compilation) Compile(
        ScopeText scope, IReadOnlyCollection<ClusterText> clusters, (int Number, MeshCompilation Compilation)? before)
    {
        var key = $"{before?.Number ?? -1} {Key(scope, clusters)}";
        if (!_compilations.TryGetValue(key, out var known))
            _compilations[key] = known = (_compilations.Count, MeshCompiler.Compile(Sources(scope, clusters), before?.Compilation));
        return known;
    }

    private static string Key(ScopeText scope, IEnumerable<ClusterText> clusters) =>
        string.Join(' ', clusters.Select(cluster => $"{cluster.Id}@{cluster.Version}").Prepend($"scope@{scope.Version}"));

    private static MeshSources Sources(ScopeText scope, IEnumerable<ClusterText> clusters) => new(
        new SourceText("mesh.scope", scope.Text), null, clusters.Select(cluster => cluster.ToSources()).ToValueList());
}
