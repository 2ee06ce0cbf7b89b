using System.Reflection;
using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Architecture;

/// <summary>Every code of lint is told to users, and seen in a whole message by a test.</summary>
public sealed class LintCodeTests
{
    private static readonly string[] Codes =
        [.. Type("LintCodes").GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Codes_are_of_one_family_and_not_used_twice()
    {
        Assert.NotEmpty(Codes);
        Assert.Equal(Codes.Distinct(), Codes);
        Assert.All(Codes, code => Assert.Matches("^ML[0-9]{3}$", code));
    }

    [Fact]
    public void Every_code_has_a_row_for_users_that_says_what_programs_say()
    {
        var summaryOf = Type("LintCodeSummaries").GetMethod("Of")!;
        var rows = File.ReadLines(Path.Combine(RepositoryTests.Root, "docs", "lint.md"))
            .Where(line => line.StartsWith("| ML", StringComparison.Ordinal))
            .Select(line => line.Split(" | "))
            .Select(cells => (Code: cells[0][2..], Says: cells[2]));
        Assert.Equal(Codes.Order().Select(code => (code, (string)summaryOf.Invoke(null, [code])!)), rows);
    }

    [Fact]
    public void Every_code_is_seen_in_a_whole_message()
    {
        var tests = string.Concat(Directory.EnumerateFiles(
            Path.Combine(RepositoryTests.Root, "tests", "unit", "Policy", "Linting"), "*.cs").Select(File.ReadAllText));
        Assert.All(Codes, code => Assert.Matches(new Regex($": (warning|note|hint) {code}: [^\"]+; "), tests));
    }

    private static Type Type(string name) =>
        CompiledProject.Policy.Assembly.GetType($"ScopeMesh.Policy.Linting.{name}", throwOnError: true)!;
}
