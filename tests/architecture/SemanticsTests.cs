using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Architecture;

/// <summary>Every numbered law of <c>docs/semantics.md</c> is kept by a test, and no test claims one that is not there.</summary>
public sealed partial class SemanticsTests
{
    private static readonly string Semantics = Path.Combine(RepositoryTests.Root, "docs", "semantics.md");
    private static readonly string Laws = Path.Combine(RepositoryTests.Root, "tests", "property", "README.md");

    [Fact]
    public void Every_numbered_law_has_a_test() => Assert.Empty(Stated().Except(Kept()));

    [Fact]
    public void Every_number_that_a_test_keeps_is_a_law() => Assert.Empty(Kept().Except(Stated()));

    [Fact]
    public void Laws_of_a_section_are_numbered_from_one_on()
    {
        foreach (var section in Stated().GroupBy(number => number[..2]))
            Assert.Equal(Enumerable.Range(1, section.Count()).Select(place => $"{section.Key}{place}"), section);
    }

    private static string[] Stated()
    {
        string[] numbers = [.. Statement().Matches(File.ReadAllText(Semantics)).Select(law => law.Groups["number"].Value)];
        Assert.NotEmpty(numbers);
        return numbers;
    }

    private static string[] Kept()
    {
        var numbers = from line in File.ReadLines(Laws)
                      let row = Row().Match(line)
                      where row.Success
                      from number in row.Groups["numbers"].Value.Split(", ")
                      select number;
        string[] all = [.. numbers.Distinct()];
        Assert.NotEmpty(all);
        return all;
    }

    [GeneratedRegex(@"^- \*\*(?<number>[A-Z]{2}[0-9]+)\*\* ", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\| [^|]+ \| (?<numbers>[A-Z]{2}[0-9]+(, [A-Z]{2}[0-9]+)*): ")]
    private static partial Regex Row();
}
