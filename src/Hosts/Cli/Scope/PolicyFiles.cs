namespace ScopeMesh.Hosts.Cli;

/// <summary>The files that a command line names: each file itself, and of a folder every <c>.scope</c> file below it.</summary>
internal static class PolicyFiles
{
    // Folders deeper than this are links that lead in circles.
    private const int FolderLevels = 64;

    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = FolderLevels,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        IgnoreInaccessible = false,
    };

    /// <summary>
    /// Does something with every file, also when it fails for one of them, and tells why it failed on standard error.
    /// </summary>
    /// <param name="paths">What the command line names.</param>
    /// <param name="act">What to do with a file; gives its exit code.</param>
    /// <returns>The greatest of the exit codes.</returns>
    public static int Each(IEnumerable<string> paths, Func<string, int> act)
    {
        var exitCode = ExitCode.Ok;
        foreach (var path in paths)
            exitCode = Math.Max(exitCode, Verb.Guarded(() => Find(path).Select(file => Verb.Guarded(() => act(file))).Max()));
        return exitCode;
    }

    private static IReadOnlyList<string> Find(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        var files = Directory.EnumerateFiles(path, "*.scope", Below).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0
            ? files
            : throw new InputException(ExitCode.Unavailable, $"`{path}` holds no `.scope` file");
    }
}
