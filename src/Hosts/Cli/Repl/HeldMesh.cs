using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>
/// The mesh of a folder, held between questions and read again once a file has changed. What is broken is told, and the
/// last good mesh stays.
/// </summary>
internal sealed class HeldMesh
{
    private const int NamedFiles = 3;

    private readonly MeshFolder _files;
    private string _fingerprint;
    private MeshSources _seen;
    private string? _failure;

    /// <param name="folder">The folder.</param>
    /// <param name="errors">Where what was found in it goes.</param>
    /// <exception cref="InputException">There is no such folder, or it has errors.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public HeldMesh(string folder, TextWriter errors)
    {
        _files = new MeshFolder(folder, MeshFolderLimits.Default);
        // Before the files, so that what is written meanwhile is seen at the next look.
        _fingerprint = Directory.Exists(folder) ? _files.Fingerprint() : "";
        Reading = MeshReading.Read(folder, errors);
        _seen = Reading.Sources;
    }

    /// <summary>The last good mesh.</summary>
    public MeshReading Reading { get; private set; }

    /// <summary>Looks whether the folder has changed.</summary>
    /// <returns>What there is to tell of it, in lines; empty where there is nothing new.</returns>
    public string Refresh()
    {
        try
        {
            var fingerprint = _files.Fingerprint();
            if (fingerprint == _fingerprint && _failure is null)
                return "";
            var sources = _files.Read();
            (_fingerprint, var failure, _failure) = (fingerprint, _failure, null);
            var changes = Changes(sources).ToArray();
            _seen = sources;
            return changes.Length > 0 ? Take(sources, changes)
                : failure is null ? ""
                : "the folder can be read again, and is what it was\n";
        }
        catch (Exception error) when (error is MeshFolderException or IOException or UnauthorizedAccessException)
        {
            var isTold = _failure == error.Message;
            _failure = error.Message;
            return isTold ? "" : $"the folder cannot be read, so the last good mesh answers: {error.Message}\n";
        }
    }

    private string Take(MeshSources sources, string[] changes)
    {
        var what = string.Join(", ", changes.Take(NamedFiles))
            + (changes.Length > NamedFiles ? $" and {changes.Length - NamedFiles} more" : "");
        var compilation = MeshCompiler.Compile(sources);
        if (compilation.HasErrors)
        {
            var errors = compilation.Diagnostics.Where(found => found.Severity == Severity.Error);
            return $"the folder has changed: {what}; it has errors, so the last good mesh answers\n"
                + string.Concat(errors.Select(error => $"{error}\n"));
        }

        Reading = new MeshReading(_files.Path, sources, compilation);
        return $"the folder has changed: {what}\n";
    }

    private IEnumerable<string> Changes(MeshSources now)
    {
        var (before, after) = (Texts(_seen), Texts(now));
        foreach (var (file, text) in after)
        {
            if (!before.TryGetValue(file, out var old))
                yield return $"{Name(file)} (new)";
            else if (old != text)
                yield return Name(file);
        }

        foreach (var file in before.Keys.Where(file => !after.ContainsKey(file)))
            yield return $"{Name(file)} (gone)";
    }

    private string Name(string file) => Path.GetRelativePath(_files.Path, file);

    // A cluster's folder counts by itself: it is a cluster without any file.
    private static SortedDictionary<string, string> Texts(MeshSources sources)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var cluster in sources.Clusters)
            texts[cluster.Folder] = "";
        var all = sources.Clusters
            .SelectMany(cluster => cluster.Manifests.Append(cluster.Scope).Append(cluster.Config))
            .Append(sources.Scope)
            .Append(sources.Config);
        foreach (var source in all.OfType<SourceText>())
            texts[source.File] = source.Text;
        return texts;
    }
}
