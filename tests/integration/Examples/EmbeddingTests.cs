using System.Diagnostics;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Examples;

/// <summary>The examples of embedding are short, and print what their READMEs say.</summary>
public sealed class EmbeddingTests
{
    [Theory]
    [InlineData("embedding-scope", "EmbeddingScope")]
    [InlineData("embedding", "Embedding")]
    public async Task It_prints_what_its_README_says(string folder, string program)
    {
        var start = new ProcessStartInfo(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", program, "release", program)))
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        var readme = await File.ReadAllTextAsync(Path.Combine(Example(folder), "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"prints\n\n```\n{output}```\n", readme);
    }

    [Theory]
    [InlineData("embedding-scope", 40)]
    [InlineData("embedding", 60)]
    public void It_is_short(string folder, int fewerThan) =>
        Assert.InRange(File.ReadLines(Path.Combine(Example(folder), "Program.cs")).Count(), 1, fewerThan - 1);

    private static string Example(string folder) => Path.Combine(Repository.Root, "examples", folder);
}
