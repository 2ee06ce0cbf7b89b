using System.Diagnostics;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Examples;

public sealed class EmbeddingScopeTests
{
    private const int MostLines = 40;

    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "embedding-scope");

    [Fact]
    public async Task It_prints_what_its_README_says()
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "EmbeddingScope", "release", "EmbeddingScope")))
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        var readme = await File.ReadAllTextAsync(Path.Combine(Folder, "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"prints\n\n```\n{output}```\n", readme);
    }

    [Fact]
    public void It_is_short() =>
        Assert.InRange(File.ReadLines(Path.Combine(Folder, "Program.cs")).Count(), 1, MostLines - 1);
}
