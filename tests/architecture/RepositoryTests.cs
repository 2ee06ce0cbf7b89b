using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Architecture;

/// <summary>What must hold of the files themselves.</summary>
public sealed partial class RepositoryTests
{
    internal static readonly string Root = FindRoot();

    [Fact]
    public void Every_source_file_is_short_enough_to_read()
    {
        const int limit = 400;
        Assert.Empty(Sources().Where(file => File.ReadLines(file).Count() > limit).Select(Relative));
    }

    [Fact]
    public void No_type_is_named_after_nothing() =>
        Assert.Empty(Sources().Where(file => MeaninglessName().IsMatch(Path.GetFileName(file))).Select(Relative));

    [Fact]
    public void Every_example_says_how_to_run_it() =>
        Assert.All(
            Directory.EnumerateDirectories(Path.Combine(Root, "examples")),
            folder => Assert.Contains("```", File.ReadAllText(Path.Combine(folder, "README.md"))));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories);

    private static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ScopeMesh.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Impl|Base)\.cs$")]
    private static partial Regex MeaninglessName();
}
