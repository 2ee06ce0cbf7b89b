using System.Diagnostics;
using System.Text.Json;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Docs;

/// <summary>What the documents show of the executable is what it does: commands are run by a shell and compared line by line.</summary>
[Collection(MeshCollection.Name)]
public sealed class TranscriptTests : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Commands see the examples by the names that the documents have, and may write beside them.
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-").FullName;

    public TranscriptTests() =>
        Directory.CreateSymbolicLink(Path.Combine(_folder, "examples"), Path.Combine(Repository.Root, "examples"));

    public void Dispose()
    {
        Directory.Delete(Path.Combine(_folder, "examples"));
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>How many transcripts that can be run each document has; one that is not here has none.</summary>
    public static TheoryData<string, int> Documents { get; } = new()
    {
        { "drift.md", 1 },
        { "explain.md", 2 },
        { "hbone.md", 1 },
        { "lint.md", 1 },
        { "plan.md", 7 },
        { "questions.md", 23 },
        { "reach.md", 4 },
        { "scope-command-line.md", 1 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_a_document_shows_is_what_is_printed(string document, int count)
    {
        var transcripts = Transcript.Of(Path.Combine("docs", document)).Where(transcript => !transcript.IsNotRun).ToArray();
        Assert.Equal(count, transcripts.Length);
        await using var mesh = transcripts.Any(transcript => transcript.NeedsRunningMesh) ? await StartAsync() : null;
        var differing = new string?[count];
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (place, _) => differing[place] = await DifferenceAsync(transcripts[place]));
        Assert.True(Array.TrueForAll(differing, difference => difference is null), string.Join("\n", differing));
    }

    [Fact]
    public void Every_document_with_transcripts_is_held_to_them_and_one_of_all_is_not_run()
    {
        var transcripts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .SelectMany(file => Transcript.Of(Path.GetRelativePath(Repository.Root, file)))
            .ToArray();

        Assert.Equal(
            transcripts.Select(transcript => Path.GetFileName(transcript.Document)).ToHashSet(),
            Documents.Select(row => row.Data.Item1).ToHashSet());
        Assert.Single(transcripts, transcript => transcript.IsNotRun);
    }

    /// <summary>Runs two-clusters, and leaves word of it where `up` does.</summary>
    private async Task<RunningMesh> StartAsync()
    {
        var mesh = await RunningMesh.StartAsync();
        var state = UpState.Of(mesh.Runtime) with { MeshFolder = Path.Combine(_folder, "examples", "two-clusters") };
        Directory.CreateDirectory(Path.Combine(_folder, ".scopemesh"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, ".scopemesh", "up.json"), JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
        return mesh;
    }

    private async Task<string?> DifferenceAsync(Transcript transcript)
    {
        var (exitCode, output, errors) = await RunAsync(string.Join('\n', transcript.Commands));

        // What goes to standard error may be left out, as a whole.
        var isShown = transcript.Matches(Lines(output)) || transcript.Matches(Lines(errors + output));
        if (isShown && (transcript.ExitCode ?? exitCode) == exitCode)
            return null;
        return $"{transcript.Document}:{transcript.Line}: {transcript.Commands[^1]}\n{errors}{output}(exit code {exitCode})\n";
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-c", commands])
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output, await errors);
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
