using System.Text.Json;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Diagnostics;

/// <summary>What SARIF 2.1.0 asks of a log: sections of the standard in brackets.</summary>
public sealed class DiagnosticSarifTests
{
    private static readonly SarifTool Tool = new("scopemesh", "1.2.3");

    [Fact]
    public void A_log_has_one_run_with_its_tool_even_where_nothing_was_found() => Assert.Equal(
        """
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "scopemesh",
                  "version": "1.2.3",
                  "rules": []
                }
              },
              "columnKind": "utf16CodeUnits",
              "results": []
            }
          ]
        }

        """,
        DiagnosticSarif.Render([], Tool));

    [Fact]
    public void A_result_names_its_rule_its_level_and_its_place()
    {
        var run = Run(
            DiagnosticJsonTests.Parsed("globl when true\nglobal when b\n", "shop.scope"),
            DiagnosticJsonTests.Parsed("global \"\U0001F600\" whne true", "a b/ü.scope"));
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(rule => rule.GetProperty("id").GetString()!).ToArray();
        Assert.Equal(["SL001", "SL020"], rules);
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(3, results.Length);
        Assert.All(results, result =>
        {
            Assert.Equal("error", result.GetProperty("level").GetString());
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            Assert.Single(result.GetProperty("locations").EnumerateArray());
        });
        Assert.Equal("no `let` defines `b`", Text(results[1]));
        Assert.Equal("expected `when`, found `whne`; did you mean `when`?", Text(results[2]));
        Assert.Equal((2, 13, 2, 14), Region(results[1]));

        // Columns are UTF-16 units, as the run says (3.14.17): the face counts for two.
        Assert.Equal((1, 13, 1, 17), Region(results[2]));
        Assert.Equal("a%20b/%C3%BC.scope", Uri(results[2]));
    }

    [Fact]
    public void The_place_of_a_file_as_a_whole_has_no_region()
    {
        var found = new Diagnostic("SL030", Severity.Error, SourceSpan.OfFile("x.scope"), "too long");
        var result = Run(new CheckedText("x.scope", "", [found])).GetProperty("results")[0];
        Assert.Equal("x.scope", Uri(result));
        Assert.False(result.GetProperty("locations")[0].GetProperty("physicalLocation").TryGetProperty("region", out _));
    }

    [Theory]
    [InlineData(Severity.Hint, "note")]
    [InlineData(Severity.Note, "note")]
    [InlineData(Severity.Warning, "warning")]
    [InlineData(Severity.Error, "error")]
    public void Severities_are_levels(Severity severity, string level)
    {
        var found = new Diagnostic("X", severity, SourceSpan.OfFile("x"), "m");
        Assert.Equal(level, Run(new CheckedText("x", "", [found])).GetProperty("results")[0].GetProperty("level").GetString());
    }

    [Fact]
    public void An_absolute_path_is_a_file_uri() => Assert.Equal(
        "file:///tmp/x.scope",
        Uri(Run(DiagnosticJsonTests.Parsed("x", "/tmp/x.scope")).GetProperty("results")[0]));

    private static JsonElement Run(params CheckedText[] texts) =>
        Assert.Single(JsonDocument.Parse(DiagnosticSarif.Render(texts, Tool)).RootElement.GetProperty("runs").EnumerateArray());

    private static string? Text(JsonElement result) => result.GetProperty("message").GetProperty("text").GetString();

    private static string? Uri(JsonElement result) => result.GetProperty("locations")[0].GetProperty("physicalLocation")
        .GetProperty("artifactLocation").GetProperty("uri").GetString();

    private static (int, int, int, int) Region(JsonElement result)
    {
        var region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
        return (
            region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32(),
            region.GetProperty("endLine").GetInt32(), region.GetProperty("endColumn").GetInt32());
    }
}
