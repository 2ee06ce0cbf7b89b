using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Sources;

/// <summary>Reads a mesh folder: <c>mesh.scope</c> and <c>mesh.yaml</c> at its top, a folder for each cluster in <c>clusters/</c>.</summary>
/// <param name="path">The folder.</param>
/// <param name="limits">What is read at most.</param>
internal sealed class MeshFolder(string path, MeshFolderLimits limits)
{
    private const string ScopeFile = "mesh.scope";
    private const string ConfigFile = "mesh.yaml";
    private const string ClustersFolder = "clusters";

    public string Path => path;

    /// <summary>The texts that are there now. Files that vanish while they are read count as gone.</summary>
    /// <exception cref="MeshFolderException">There is no such folder, it holds no clusters, or it holds too much.</exception>
    /// <exception cref="UnusableFileException">A file cannot be read.</exception>
    public MeshSources Read()
    {
        var clusters = System.IO.Path.Combine(path, ClustersFolder);
        if (!Directory.Exists(path))
            throw new MeshFolderException($"there is no folder `{path}`; name a mesh folder, such as `examples/two-clusters`");
        if (!Directory.Exists(clusters))
        {
            throw new MeshFolderException(
                $"`{path}` is no mesh folder: it has no `{ClustersFolder}/`; put the manifests of a cluster into `{ClustersFolder}/<id>/`");
        }

        return new MeshSources(
            ReadFile(System.IO.Path.Combine(path, ScopeFile)),
            ReadFile(System.IO.Path.Combine(path, ConfigFile)),
            Directory.EnumerateDirectories(clusters)
                .Where(folder => !IsHidden(folder))
                .Order(StringComparer.Ordinal)
                .Select(ReadCluster)
                .ToValueList());
    }

    /// <summary>Changes when, and nearly always only when, a file is added, removed or written.</summary>
    public string Fingerprint()
    {
        var files = Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsRead).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        var folders = Directory.Exists(System.IO.Path.Combine(path, ClustersFolder))
            ? Directory.EnumerateDirectories(System.IO.Path.Combine(path, ClustersFolder)).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return string.Join('\n', files.Select(Describe).Concat(folders));
    }

    private ClusterSources ReadCluster(string folder)
    {
        var own = new[] { ScopeFile, ConfigFile }.Select(name => System.IO.Path.Combine(folder, name)).ToArray();
        var manifests = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => IsManifest(file) && !own.Contains(file))
            .Order(StringComparer.Ordinal)
            .Take(limits.FilesPerCluster + 1)
            .ToArray();
        if (manifests.Length > limits.FilesPerCluster)
        {
            throw new MeshFolderException(
                $"`{folder}` holds more than {limits.FilesPerCluster} manifest files; join them, or divide the cluster");
        }

        return new ClusterSources(
            System.IO.Path.GetFileName(folder),
            folder,
            ReadFile(own[0]),
            ReadFile(own[1]),
            manifests.Select(ReadFile).OfType<SourceText>().ToValueList());
    }

    private SourceText? ReadFile(string file) => NamedFile.Use(file, ReadIfThere);

    private SourceText? ReadIfThere(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists)
                return null;
            if (info.Length > limits.FileBytes)
                throw new MeshFolderException($"`{file}` is larger than {limits.FileBytes} bytes; divide it");
            return new SourceText(file, File.ReadAllText(file));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static string Describe(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? $"{file} {info.Length} {info.LastWriteTimeUtc.Ticks}" : file;
    }

    private static bool IsRead(string file) => IsManifest(file) || System.IO.Path.GetExtension(file) == ".scope";

    private static bool IsManifest(string file) =>
        System.IO.Path.GetExtension(file) is ".yaml" or ".yml" && !IsHidden(file);

    private static bool IsHidden(string file) => System.IO.Path.GetFileName(file).StartsWith('.');
}

/// <summary>What is read of a mesh folder at most.</summary>
internal sealed record MeshFolderLimits
{
    public static MeshFolderLimits Default { get; } = new();

    /// <summary>The size of one file.</summary>
    public int FileBytes { get; init; } = 16 << 20;

    /// <summary>How many manifest files a cluster may have.</summary>
    public int FilesPerCluster { get; init; } = 10_000;
}

/// <summary>A mesh folder cannot be read; the message says what to do.</summary>
internal sealed class MeshFolderException(string message) : Exception(message);
