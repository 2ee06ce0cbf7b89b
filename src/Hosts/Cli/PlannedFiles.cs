using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Planning;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Reads what changes name, and applies them to the texts of a mesh.</summary>
internal static class PlannedFiles
{
    /// <summary>Reads the texts of a mesh folder.</summary>
    /// <exception cref="InputException">There is no such folder.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public static MeshSources ReadMesh(string folder) => Directory.Exists(folder)
        ? new MeshFolder(folder, MeshFolderLimits.Default).Read()
        : throw new InputException(ExitCode.Unavailable, $"there is no folder `{folder}`");

    /// <summary>The texts after a change.</summary>
    /// <exception cref="InputException">It is no change, or what it names is not there.</exception>
    public static MeshSources Apply(MeshSources sources, string text)
    {
        var (change, error) = PlannedChangeReader.Read(text);
        if (change is null)
            throw new InputException(ExitCode.Usage, error!);
        var planned = change.Match(
            path => FromPath(sources, path.Path),
            put => PlannedSources.Put(sources, put.Target, ReadText(put.Path)),
            removal => PlannedSources.Without(sources, removal.Cluster),
            amended => PlannedSources.Amend(sources, amended.Cluster, amended.Amendments));
        return planned.Problem is { } problem ? throw new InputException(ExitCode.Unavailable, problem) : planned.Sources;
    }

    private static PlannedSources FromPath(MeshSources sources, string path)
    {
        if (Directory.Exists(path))
            return PlannedSources.Overlay(sources, ReadFolder(path), path);
        if (path == InputBytes.StandardInput || path.EndsWith(".scope", StringComparison.Ordinal))
            return PlannedSources.Put(sources, "mesh.scope", ReadText(path));
        throw File.Exists(path)
            ? new InputException(ExitCode.Usage, $"`{path}` does not say which cluster it is for; write `CLUSTER={path}`")
            : new InputException(ExitCode.Unavailable, $"there is no file or folder `{path}`");
    }

    private static ValueList<PlacedFile> ReadFolder(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".scope" or ".yaml" or ".yml")
        .Order(StringComparer.Ordinal)
        .Select(file => new PlacedFile(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), ReadText(file)))
        .ToValueList();

    private static SourceText ReadText(string path)
    {
        var limit = MeshFolderLimits.Default.FileBytes;
        if (path != InputBytes.StandardInput && new FileInfo(path) is { Exists: true } file && file.Length <= limit)
            return new SourceText(path, File.ReadAllText(path));
        var input = InputBytes.Read(path, limit);
        if (input.Bytes.Length > limit)
            throw new InputException(ExitCode.Invalid, $"`{input.Name}` is larger than {limit} bytes; divide it");
        return new SourceText(input.Name, input.Text ?? throw new InputException(ExitCode.Invalid, $"`{input.Name}` is no UTF-8"));
    }
}
