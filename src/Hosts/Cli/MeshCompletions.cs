using System.CommandLine;
using System.CommandLine.Completions;
using ScopeMesh.Hosts.Cli.Repl;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.Cli;

/// <summary>
/// Names in a mesh folder, for shells that complete a command line. Whoever presses a key waits for them, so that there are
/// none where the folder is large, and none where it cannot be read.
/// </summary>
internal static class MeshCompletions
{
    private const int MostFiles = 1_000;
    private const long MostBytes = 4 << 20;

    /// <summary>Completes an option by pods and their owners.</summary>
    public static void AddCallers(Option<string> option, Argument<string?> folder) => option.CompletionSources.Add(context =>
        Of(context, folder, (_, names) => names.Callers(context.WordToComplete)));

    /// <summary>Completes an option by hosts and ports as the caller that another option names may write them.</summary>
    public static void AddDestinations(Option<string> option, Option<string> from, Argument<string?> folder) =>
        option.CompletionSources.Add(context => Of(context, folder, (reading, names) =>
        {
            var caller = context.ParseResult.GetValue(from);
            return names.Destinations(
                context.WordToComplete, caller is null ? null : Callers.TryFind(reading.Mesh, caller) is [var found, ..] ? found : null);
        }));

    private static IEnumerable<CompletionItem> Of(
        CompletionContext context, Argument<string?> folder, Func<MeshReading, MeshNames, IEnumerable<string>> find)
    {
        try
        {
            var path = context.ParseResult.GetValue(folder) ?? ".";
            if (!IsSmall(Path.Combine(path, "clusters")))
                return [];
            var reading = MeshReading.Read(path, TextWriter.Null);
            return [.. find(reading, new MeshNames(reading.View)).Select(word => new CompletionItem(word))];
        }
        catch (Exception error) when (error is InputException or MeshFolderException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsSmall(string folder)
    {
        if (!Directory.Exists(folder))
            return false;
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Take(MostFiles + 1).ToArray();
        return files.Length <= MostFiles && files.Sum(file => file.Length) <= MostBytes;
    }
}
