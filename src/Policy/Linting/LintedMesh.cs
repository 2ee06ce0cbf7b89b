using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Linting;

/// <summary>A mesh as the checks see it.</summary>
/// <param name="Mesh">The mesh.</param>
/// <param name="Index">Its Services, and who shares which.</param>
/// <param name="Clusters">Its clusters with their manifests, ordered by id.</param>
internal sealed record LintedMesh(Mesh Mesh, MeshIndex Index, ValueList<WrittenCluster> Clusters)
{
    private const int NamedAtMost = 3;

    public static LintedMesh Of(MeshSources sources, MeshCompilation compilation) =>
        new(compilation.Mesh, MeshIndex.Create(compilation.Mesh), WrittenCluster.Of(sources, compilation));

    /// <summary>A cluster with its manifests, or null where its texts are not there.</summary>
    public WrittenCluster? Find(string cluster) => OrderedSearch.Find(Clusters, cluster, one => one.Cluster.Id, StringComparer.Ordinal);

    /// <summary>The manifest of a cluster's copy of a Service.</summary>
    public Manifest? ManifestOf(Merging.ServiceCopy copy) => Find(copy.Cluster.Id)?.ManifestOf(copy.Service);

    /// <summary>Names between backticks, the first few and how many there are besides.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var shown = string.Join(", ", all.Take(NamedAtMost).Select(name => $"`{name}`"));
        return all.Length > NamedAtMost ? $"{shown} and {all.Length - NamedAtMost} more" : shown;
    }

    /// <summary>What is meant by a word that is at most two letters away from it, or differs in case alone; the least of several.</summary>
    public static string? Meant(string word, IEnumerable<string> known)
    {
        const int most = 2;
        const int longest = 128;
        return word.Length > longest ? null : known
            .Where(candidate => candidate != word && Math.Abs(candidate.Length - word.Length) <= most)
            .Select(candidate => (candidate, Distance: Manifests.Fields.Spelling.Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(one => one.Distance <= most && one.Distance < one.candidate.Length / 2)
            .OrderBy(one => one.Distance)
            .ThenBy(one => one.candidate, StringComparer.Ordinal)
            .Select(one => one.candidate)
            .FirstOrDefault();
    }
}
