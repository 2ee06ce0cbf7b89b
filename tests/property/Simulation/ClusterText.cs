using System.Collections.Immutable;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>The texts of one cluster at one moment, as its API serves them.</summary>
/// <param name="Id">The cluster.</param>
/// <param name="Version">Counts the changes.</param>
/// <param name="Files">Its manifests by file name.</param>
/// <param name="Bad">The files that cannot be read.</param>
/// <param name="IsThere">Whether the cluster is one of the mesh now.</param>
internal sealed record ClusterText(
    string Id, int Version, ImmutableSortedDictionary<string, string> Files, ImmutableSortedSet<string> Bad, bool IsThere)
{
    private const string Config = "mesh.yaml";

    private ClusterSources? _sources;

    public bool IsBad => !Bad.IsEmpty;

    public static ClusterText Of(string id, IEnumerable<KeyValuePair<string, string>> files) =>
        new(id, 0, files.ToImmutableSortedDictionary(StringComparer.Ordinal), ImmutableSortedSet.Create<string>(StringComparer.Ordinal), true);

    public ClusterSources ToSources() => _sources ??= new ClusterSources(
        Id,
        $"clusters/{Id}",
        null,
        new SourceText(Config, Files[Config]),
        Files.Where(file => file.Key != Config).Select(file => new SourceText(file.Key, file.Value)).ToValueList());

    /// <summary>After a change of one file: a null text takes it away.</summary>
    public ClusterText With(string file, string? text, bool isBad = false) => this with
    {
        _sources = null,
        Files = text is null ? Files.Remove(file) : Files.SetItem(file, text),
        Bad = isBad ? Bad.Add(file) : Bad.Remove(file),
    };

    public ClusterText Next() => this with { _sources = null, Version = Version + 1 };

    public override string ToString() => $"{Id}@{Version}{(IsBad ? $" (bad: {string.Join(", ", Bad)})" : "")}{(IsThere ? "" : " (gone)")}";
}

/// <summary>The mesh's own scope policy at one moment.</summary>
internal sealed record ScopeText(int Version, string Text, bool IsBad);
