using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope test</c>: runs the <c>test</c> blocks of policies.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var files = PolicyOptions.Policies();
        var strict = new Option<bool>("--strict") { Description = "end with 1 where there is no test" };
        var coverage = new Option<bool>("--coverage")
        {
            Description = "say which rules and conditions the tests exercise; with --strict end with 1 where one is missing",
        };
        var format = Output.FormatOption();
        var verb = new Verb("test", "Runs the test blocks of policies.", "scopemesh scope test mesh.scope --coverage")
        {
            files, strict, coverage, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed => Run(
            parsed.GetRequiredValue(files),
            reading.Of(parsed),
            parsed.GetRequiredValue(format),
            parsed.GetValue(strict),
            parsed.GetValue(coverage)));
    }

    private static int Run(string[] paths, PolicyReading reading, OutputFormat format, bool strict, bool coverage)
    {
        var results = new List<ScopeTestResult>();
        var reports = new List<CoverageReport>();
        var exitCode = PolicyFiles.Each(paths, path =>
        {
            var policy = PolicyFile.Require(path, reading);
            results.AddRange(ScopeTests.Run(policy));
            if (coverage)
                reports.Add(ScopeCoverage.Measure(policy));
            return ExitCode.Ok;
        });
        var failed = results.Count(result => !result.Passes);
        if (format == OutputFormat.Json)
            WriteJson(results, failed, coverage ? reports : null);
        else
            WriteText(results, failed, reports);
        if (results.Count == 0 && exitCode == ExitCode.Ok)
            Console.Error.WriteLine("scopemesh: no test block is there; docs/scope-language.md shows one");
        var isShort = results.Count == 0 || reports.Exists(report => report.Count.Covered < report.Count.Feasible);
        return Math.Max(exitCode, failed > 0 || (strict && isShort) ? ExitCode.No : ExitCode.Ok);
    }

    private static void WriteText(IReadOnlyList<ScopeTestResult> results, int failed, IEnumerable<CoverageReport> reports)
    {
        foreach (var result in results.Where(result => !result.Passes))
        {
            Console.Out.WriteLine($"{result.Test.Origin}: failed: {DecisionText.Rules([result.Test.Name.Text])}");
            Console.Out.WriteLine($"  expected {Expected(result.Test)}");
            Console.Out.WriteLine($"  decided  {DecisionText.Print(result.Decision, result.Rules)}");
        }

        if (results.Count > 0)
            Console.Out.WriteLine($"{results.Count - failed} passed, {failed} failed");
        foreach (var report in reports)
            Console.Out.Write(CoverageText.Render(report));
    }

    private static void WriteJson(IReadOnlyList<ScopeTestResult> results, int failed, IEnumerable<CoverageReport>? reports) => Output.WriteJson(new
    {
        Passed = results.Count - failed,
        Failed = failed,
        Tests = results.Select(result => new
        {
            Name = result.Test.Name.Text,
            result.Test.Origin.Span.File,
            result.Test.Origin.Span.Line,
            result.Test.Origin.Span.Column,
            result.Passes,
            Expected = new { Scope = result.Test.Expect, By = result.Test.By?.Text },
            Decided = new { result.Decision.Scope, Rules = result.Rules.Items, result.Decision.Reason },
        }),
        Coverage = reports?.Select(Row),
    });

    private static object Row(CoverageReport report) => new
    {
        report.Count.Covered,
        report.Count.Feasible,
        Rules = report.Rules.Select(rule => new { rule.Name, rule.Exercise, rule.Span.File, rule.Span.Line, rule.Span.Column }),
        Conditions = report.Conditions.Select(condition => new
        {
            condition.Text,
            condition.Within,
            condition.Exercise,
            condition.WhenTrue,
            condition.WhenFalse,
            condition.Span.File,
            condition.Span.Line,
            condition.Span.Column,
        }),
    };

    private static string Expected(TestItem test) => test.By is { } rule
        ? DecisionText.Print(new ScopeDecision(test.Expect, null, ScopeReason.RuleMatched), [rule.Text])
        : test.Expect == Scope.Global ? "global" : "local";
}
