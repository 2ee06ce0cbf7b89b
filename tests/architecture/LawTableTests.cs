using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Architecture;

/// <summary>The table of laws names every law test, and every row names one.</summary>
public sealed partial class LawTableTests
{
    private static readonly string Folder = Path.Combine(RepositoryTests.Root, "tests", "property");

    [Fact]
    public void Every_law_test_has_a_row() => Assert.Empty(Tests().Except(Rows()));

    [Fact]
    public void Every_row_names_a_law_test() => Assert.Empty(Rows().Except(Tests()));

    [Fact]
    public void No_test_has_two_rows() => Assert.Equal(Rows().Distinct(), Rows());

    private static string[] Tests()
    {
        var tests = from file in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
                    from test in TestMethod().Matches(File.ReadAllText(file))
                    select $"{Path.GetFileNameWithoutExtension(file)}.{test.Groups["name"].Value}";
        string[] all = [.. tests];
        Assert.NotEmpty(all);
        return all;
    }

    private static string[] Rows() =>
        [.. File.ReadLines(Path.Combine(Folder, "README.md"))
            .Where(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => Row().Match(line) is { Success: true } row ? row.Groups["test"].Value : line)];

    [GeneratedRegex(@"\[(Fact|Theory)\b[^\n]*\n(\s*\[[^\n]*\n)*\s*public (async )?\w+ (?<name>\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| `(?<test>\w+\.\w+)` \|$")]
    private static partial Regex Row();
}
