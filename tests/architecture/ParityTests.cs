using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Architecture;

/// <summary>docs/ztunnel-parity.md names tests and golden cases that exist, and says something of every line.</summary>
public sealed partial class ParityTests
{
    private static readonly string[] Projects = ["unit", "property", "golden", "integration"];

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryTests.Root, "docs", "ztunnel-parity.md"));

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var named = Lines.SelectMany(TestsIn).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Tests()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_golden_case_that_is_named_exists()
    {
        var named = Lines.SelectMany(line => Cases().Matches(line))
            .SelectMany(cases => cases.Groups["case"].Captures.Select(one => one.Value))
            .ToHashSet();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(
            Directory.Exists(Path.Combine(RepositoryTests.Root, "tests", "golden", "cases", name)), $"no golden case `{name}`"));
    }

    [Fact]
    public void Every_line_names_a_test_or_says_why_it_has_none()
    {
        var rows = Lines.Where(line => line.StartsWith('|') && !Heading().IsMatch(line)).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(Row(), row));
    }

    /// <summary>The tests that a line of a document names.</summary>
    internal static IEnumerable<string> TestsIn(string line) => Name().Matches(line).Select(name => name.Groups["test"].Value);

    /// <summary>All tests that there are, but those of the architecture.</summary>
    internal static IEnumerable<string> Tests() =>
        from project in Projects
        from file in Directory.EnumerateFiles(Path.Combine(RepositoryTests.Root, "tests", project), "*.cs", SearchOption.AllDirectories)
        from test in TestMethod().Matches(File.ReadAllText(file))
        select $"{Path.GetFileNameWithoutExtension(file)}.{test.Groups["name"].Value}";

    [GeneratedRegex(@"`(?<test>[A-Z]\w+\.[A-Z]\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"`GoldenTests\.Answers_as_expected` \((`(?<case>[a-z-]+)`(, )?)+\)")]
    private static partial Regex Cases();

    [GeneratedRegex(@"^\| (---|ztunnel's test) \|")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| [^|]+ \| [^|]+ \| (`[A-Z]\w+\.[A-Z]\w+`|does not apply: |not yet: )[^|]* ?\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"\[\w*(Fact|Theory)\b[\s\S]*?\b(public|internal) (static )?(async )?[\w<>]+ (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
