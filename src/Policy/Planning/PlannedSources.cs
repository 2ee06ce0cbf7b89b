using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>A file that takes the place of one of a mesh folder; an empty one removes it.</summary>
/// <param name="Place">The place within the mesh folder, with <c>/</c> between its parts.</param>
/// <param name="Text">The file.</param>
public sealed record PlacedFile(string Place, SourceText Text);

/// <summary>The texts of a mesh after a change, or why there is none.</summary>
/// <param name="Sources">The texts; as before where there is a problem.</param>
/// <param name="Problem">What is wrong with the change, and what to do; null where nothing is.</param>
public sealed record PlannedSources(MeshSources Sources, string? Problem = null)
{
    private const string ScopeFile = "mesh.scope";
    private const string ConfigFile = "mesh.yaml";
    private const string ClustersFolder = "clusters";

    /// <summary>The texts without a cluster.</summary>
    /// <param name="sources">The texts before.</param>
    /// <param name="cluster">The cluster's id.</param>
    public static PlannedSources Without(MeshSources sources, string cluster) => Find(sources, cluster) is { } found
        ? new PlannedSources(sources with { Clusters = sources.Clusters.Where(one => one != found).ToValueList() })
        : Unknown(sources, cluster);

    /// <summary>The texts with amendments of a cluster's objects.</summary>
    /// <param name="sources">The texts before.</param>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="amendments">What is done, after what was done before.</param>
    public static PlannedSources Amend(MeshSources sources, string cluster, ValueList<Amendment> amendments) =>
        Find(sources, cluster) is { } found
            ? With(sources, found with { Amendments = found.Amendments.AddRange(amendments) })
            : Unknown(sources, cluster);

    /// <summary>The texts with one in the place of another: a cluster's manifests are applied to it.</summary>
    /// <param name="sources">The texts before.</param>
    /// <param name="target">A place in the mesh folder, or a cluster's id: then a policy becomes its own, and manifests are applied.</param>
    /// <param name="text">The text.</param>
    public static PlannedSources Put(MeshSources sources, string target, SourceText text)
    {
        if (target is ScopeFile or ConfigFile || target.Contains('/'))
            return Overlay(sources, [new PlacedFile(target, text)], target);
        if (!text.File.EndsWith(".scope", StringComparison.Ordinal))
            return Amend(sources, target, [new Amendment.Applied(text)]);
        return Find(sources, target) is null
            ? Unknown(sources, target)
            : Overlay(sources, [new PlacedFile($"{ClustersFolder}/{target}/{ScopeFile}", text)], target);
    }

    /// <summary>The texts with files in the place of those of the same path.</summary>
    /// <param name="sources">The texts before.</param>
    /// <param name="files">The files; those that are none of a mesh folder do not count.</param>
    /// <param name="name">What they are called together.</param>
    public static PlannedSources Overlay(MeshSources sources, ValueList<PlacedFile> files, string name)
    {
        var found = false;
        foreach (var (place, text) in files)
        {
            SourceText? written = text.Text.Length == 0 ? null : text;
            switch (place.Split('/', 3))
            {
                case [ScopeFile]:
                    sources = sources with { Scope = written };
                    break;
                case [ConfigFile]:
                    sources = sources with { Config = written };
                    break;
                case [ClustersFolder, { Length: > 0 } cluster, { Length: > 0 } rest] when IsRead(rest):
                    var before = Find(sources, cluster) ?? new ClusterSources(cluster, FolderOf(text.File, rest), null, null, []);
                    if (!before.Amendments.IsEmpty && rest is not (ScopeFile or ConfigFile))
                        return new PlannedSources(sources, Late(name, before));
                    sources = With(sources, Placed(before, rest, written)).Sources;
                    break;
                default:
                    continue;
            }

            found = true;
        }

        return found ? new PlannedSources(sources) : new PlannedSources(
            sources,
            $"`{name}` holds nothing of a mesh folder; name one with `{ScopeFile}`, `{ConfigFile}` or `{ClustersFolder}/ID/FILE.yaml`");
    }

    private static string Late(string name, ClusterSources cluster) =>
        $"`{name}` takes the place of manifests of cluster `{cluster.Id}` after `{cluster.Amendments[0].Written}` has changed its objects; name it before that";

    private static ClusterSources Placed(ClusterSources cluster, string place, SourceText? text) => place switch
    {
        ScopeFile => cluster with { Scope = text },
        ConfigFile => cluster with { Config = text },
        _ => cluster with
        {
            Manifests =
            [
                .. cluster.Manifests.Where(manifest => PlaceOf(manifest, cluster.Id) != place),
                .. text is null ? ValueList<SourceText>.Empty : [text],
            ],
        },
    };

    private static bool IsRead(string place) =>
        place is ScopeFile or ConfigFile
        || (place.EndsWith(".yaml", StringComparison.Ordinal) || place.EndsWith(".yml", StringComparison.Ordinal))
        && !place[(place.LastIndexOf('/') + 1)..].StartsWith('.');

    /// <summary>Where a manifest stands in its cluster's folder, whichever mesh folder that is of.</summary>
    private static string PlaceOf(SourceText manifest, string cluster)
    {
        var folder = $"{ClustersFolder}/{cluster}/";
        var start = manifest.File.LastIndexOf(folder, StringComparison.Ordinal);
        return start < 0 ? manifest.File : manifest.File[(start + folder.Length)..];
    }

    private static string FolderOf(string file, string rest) =>
        file.EndsWith($"/{rest}", StringComparison.Ordinal) ? file[..^(rest.Length + 1)] : file;

    private static ClusterSources? Find(MeshSources sources, string cluster) =>
        sources.Clusters.FirstOrDefault(one => one.Id == cluster);

    /// <summary>The texts with a cluster as it is now; one of which no file is left is gone.</summary>
    private static PlannedSources With(MeshSources sources, ClusterSources cluster)
    {
        var isGone = cluster is { Scope: null, Config: null, Manifests.IsEmpty: true, Amendments.IsEmpty: true };
        var others = sources.Clusters.Where(one => one.Id != cluster.Id);
        return new PlannedSources(sources with
        {
            Clusters = (isGone ? others : others.Append(cluster)).OrderBy(one => one.Id, StringComparer.Ordinal).ToValueList(),
        });
    }

    private static PlannedSources Unknown(MeshSources sources, string cluster)
    {
        var known = sources.Clusters.Select(one => $"`{one.Id}`").Order(StringComparer.Ordinal).ToArray();
        return new PlannedSources(sources, $"there is no cluster `{cluster}`; there {known.Length switch
        {
            0 => "is none",
            1 => $"is {known[0]}",
            _ => $"are {string.Join(", ", known)}",
        }}");
    }
}
