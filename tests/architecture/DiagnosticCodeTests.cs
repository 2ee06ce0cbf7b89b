using System.Reflection;
using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Architecture;

/// <summary>Every code of the scope language is told to users, and seen in a whole message by a test.</summary>
public sealed class DiagnosticCodeTests
{
    private static readonly string[] Codes =
        [.. CompiledProject.ScopeLang.Assembly.GetType("ScopeMesh.ScopeLang.Diagnostics.ScopeCodes", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Codes_are_not_used_twice() => Assert.Equal(Codes.Distinct(), Codes);

    [Fact]
    public void Every_code_has_a_row_for_users()
    {
        var rows = File.ReadLines(Path.Combine(RepositoryTests.Root, "docs", "diagnostics.md"))
            .Where(line => line.StartsWith("| SL", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]);
        Assert.Equal(Codes.Order(), rows.Order());
    }

    [Fact]
    public void Every_row_says_what_programs_say()
    {
        var summaries = CompiledProject.ScopeLang.Assembly.GetType("ScopeMesh.ScopeLang.Diagnostics.ScopeCodeSummaries", throwOnError: true)!.GetMethod("Of")!;
        var docs = File.ReadAllText(Path.Combine(RepositoryTests.Root, "docs", "diagnostics.md"));
        Assert.All(Codes, code => Assert.Matches(new Regex($@"\| {code} \| [^|]+ \| {Regex.Escape((string)summaries.Invoke(null, [code])!)} \|"), docs));
    }

    [Fact]
    public void Every_code_is_seen_in_a_whole_message()
    {
        var tests = string.Concat(Directory.EnumerateFiles(
            Path.Combine(RepositoryTests.Root, "tests", "unit", "ScopeLang"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(Codes, code => Assert.Matches(new Regex($"(error|warning|note|hint) {code}: "), tests));
    }
}
